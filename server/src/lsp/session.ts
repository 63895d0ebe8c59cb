import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { AccessEngine } from "../core/access/accessEngine.js";
import { AnalysisMemory } from "../core/analysisMemory.js";
import type { Catalog } from "../core/catalog/catalog.js";
import { type ContextLoader, createContextLoader } from "../core/context/contextLoader.js";
import type { DocumentContext, WorkspaceFiles } from "../core/context/sessionContext.js";
import { canonicalUri, isBelow, parentFolder } from "../core/context/uriPaths.js";
import type { Lens } from "../core/features/codeLenses.js";
import type { WordMemory } from "../core/messages/wordMemory.js";
import { type AnalyzedDocument, analyzeDocument } from "./analyzeDocument.js";
import { describe, type ErrorLog } from "./answering.js";
import { BufferedFiles } from "./bufferedFiles.js";
import { shiftLenses } from "./lastLenses.js";
import { changedDocument, type OpenDocument, openDocument } from "./openDocument.js";
import type { Runtime } from "./runtime.js";
import { defaultSettings, type Settings } from "./settings.js";

/** What is known of one open document. */
interface Entry {
  document: OpenDocument;
  /** The analysis of the document as it is now, done or under way; undefined once anything it leans on has changed. */
  current: Promise<AnalyzedDocument> | undefined;
  /** What the context stage says of the document as it is now, done or under way; gone whenever `current` is. */
  context: Promise<DocumentInContext> | undefined;
  /** How many analyses are under way: each may have read a file before it changed. */
  running: number;
  /** The last analysis that was done, of this version or an earlier one. */
  last: AnalyzedDocument | undefined;
  /** Lenses of the last text that parsed, moved along with the edits since. */
  lenses: readonly Lens[];
  /** The same for what is shown at the ends of lines. */
  hints: readonly Lens[];
}

/** A document at one version with the policies that have a say in it: what can be answered without an analysis. */
export interface DocumentInContext {
  readonly document: OpenDocument;
  readonly context: DocumentContext;
  readonly engine: AccessEngine;
}

/** The stages that keep what they have compiled, for one catalog. */
interface Stages {
  readonly catalog: Catalog;
  readonly contexts: ContextLoader;
  readonly engine: AccessEngine;
}

/** Something that has happened to a file on the disk. */
export interface FileChange {
  readonly uri: string;
  readonly kind: "content" | "created" | "deleted";
}

/**
 * All that the server remembers: the open documents, what the files around them say, and the analyses. Nothing else
 * in the server is mutable for longer than one request.
 */
export class Session {
  readonly files: WorkspaceFiles;
  readonly #runtime: Runtime;
  readonly #log: ErrorLog;
  readonly #entries = new Map<string, Entry>();
  readonly #buffered: BufferedFiles;
  #folders: readonly string[] = [];
  #openings = 0;
  #settings: Settings = defaultSettings;
  #settingsStamp = 0;
  #ready: Promise<void> = Promise.resolve();
  #catalog: Promise<Catalog> | undefined;
  #stages: Stages | undefined;
  readonly #memory = new AnalysisMemory();

  constructor(runtime: Runtime, log: ErrorLog) {
    this.#runtime = runtime;
    this.#log = log;
    const disk = runtime.diskFiles(() => this.#readableFolders());
    this.#buffered = new BufferedFiles(disk, (uri) => this.#entries.get(uri)?.document.text);
    this.files = this.#buffered;
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Changed settings make every analysis outdated. */
  set settings(settings: Settings) {
    this.#settings = settings;
    this.#settingsStamp++;
    this.outdateAll();
  }

  /** No document is analyzed before this is done: the settings are still to come. */
  waitFor(ready: Promise<void>): void {
    this.#ready = ready;
  }

  /** What was said of action entries lately. */
  get words(): WordMemory {
    return this.#memory.words;
  }

  get folders(): readonly string[] {
    return this.#folders;
  }

  set folders(folders: readonly string[]) {
    this.#folders = folders;
    this.#buffered.forgetAll();
    this.outdateAll();
  }

  /** The open documents, in the order they were opened. */
  get documents(): readonly OpenDocument[] {
    return [...this.#entries.values()].map(({ document }) => document);
  }

  documentOf(uri: string): OpenDocument | undefined {
    return this.#entries.get(canonicalUri(uri))?.document;
  }

  /** Gives the open documents that lean on the one opened. */
  open(item: TextDocumentItem): readonly OpenDocument[] {
    const document = openDocument(item, ++this.#openings);
    const entry: Entry = {
      document,
      current: undefined,
      context: undefined,
      running: 0,
      last: undefined,
      lenses: [],
      hints: [],
    };
    this.#entries.set(canonicalUri(item.uri), entry);
    // What was remembered of the disk may be older than what the editor has just read.
    this.#buffered.forgetAll();
    return this.#outdateReadersOf(item.uri);
  }

  /** Gives the open documents that lean on the one changed. A document that was never opened is passed over. */
  change(uri: string, version: number, events: readonly TextDocumentContentChangeEvent[]): readonly OpenDocument[] {
    const entry = this.#entries.get(canonicalUri(uri));
    if (entry === undefined) return [];
    const { document, changes } = changedDocument(entry.document, version, events);
    entry.document = document;
    outdate(entry);
    entry.lenses = shiftLenses(entry.lenses, changes);
    entry.hints = shiftLenses(entry.hints, changes);
    return this.#outdateReadersOf(uri);
  }

  /** Gives the open documents that lean on the one closed, which is from now on what the disk says. */
  close(uri: string): readonly OpenDocument[] {
    this.#entries.delete(canonicalUri(uri));
    this.#buffered.forget(uri);
    return this.#outdateReadersOf(uri);
  }

  /** Gives the open documents that lean on any of these files. */
  filesChanged(changes: readonly FileChange[]): readonly OpenDocument[] {
    const outdated = new Set<OpenDocument>();
    for (const { uri, kind } of changes) {
      this.#buffered.forget(uri);
      if (kind !== "content") this.#buffered.forgetLists();
      for (const document of this.#outdateReadersOf(uri, kind !== "content")) outdated.add(document);
    }
    return [...outdated];
  }

  /** Nothing remembered of the disk is trusted any more. */
  forgetFiles(): void {
    this.#buffered.forgetAll();
    this.outdateAll();
  }

  outdateAll(): void {
    for (const entry of this.#entries.values()) outdate(entry);
  }

  /**
   * The analysis of the document as it is when this resolves: if it is edited meanwhile, the new text's. So no answer
   * is ever older than the newest edit known to the server. Undefined for a document that is not open.
   */
  async analyzed(uri: string): Promise<AnalyzedDocument | undefined> {
    const key = canonicalUri(uri);
    for (;;) {
      const entry = this.#entries.get(key);
      if (entry === undefined) return undefined;
      entry.current ??= this.#analyze(entry);
      const { current } = entry;
      try {
        const analyzed = await current;
        if (this.#entries.get(key)?.current === current) return analyzed;
      } catch (error) {
        if (entry.current !== current) continue;
        // Tried again at the next request: the catalog's files may be there by then.
        outdate(entry);
        throw error;
      }
    }
  }

  /**
   * The document as it is when this resolves, in its context: for answers that are wanted at every keystroke and need no
   * analysis. Undefined for a document that is not open.
   */
  async inContext(uri: string): Promise<DocumentInContext | undefined> {
    const key = canonicalUri(uri);
    for (;;) {
      const entry = this.#entries.get(key);
      if (entry === undefined) return undefined;
      const loading = this.#contextOf(entry);
      try {
        const loaded = await loading;
        if (this.#entries.get(key)?.context === loading) return loaded;
      } catch (error) {
        if (entry.context !== loading) continue;
        outdate(entry);
        throw error;
      }
    }
  }

  /** The same for a file that may not be open: as it is on the disk. Undefined where it can't be read. */
  async analyzedFile(uri: string): Promise<AnalyzedDocument | undefined> {
    if (this.documentOf(uri) !== undefined) return this.analyzed(uri);
    await this.#ready;
    const file = await this.files.read(uri);
    if (!file.ok) return undefined;
    const { contexts, engine } = await this.#stagesReady();
    const document = openDocument({ uri, languageId: "json", version: 0, text: file.text }, 0);
    const context = await contexts.load(uri, file.text);
    return this.#analysisOf(document, context, engine, "");
  }

  /** Rejects where the catalog cannot be read, and tries again at the next call. */
  catalog(): Promise<Catalog> {
    this.#catalog ??= this.#runtime.loadCatalog().catch((error: unknown) => {
      this.#catalog = undefined;
      throw error;
    });
    return this.#catalog;
  }

  /** The engine that the analyses were made with. Rejects where the catalog cannot be read. */
  async engine(): Promise<AccessEngine> {
    return (await this.#stagesReady()).engine;
  }

  /** The lenses of the last text that parsed, where they are now. */
  lastLenses(uri: string): readonly Lens[] {
    return this.#entries.get(canonicalUri(uri))?.lenses ?? [];
  }

  rememberLenses(analyzed: AnalyzedDocument, lenses: readonly Lens[]): void {
    const entry = this.#entries.get(canonicalUri(analyzed.document.uri));
    if (entry?.document === analyzed.document) entry.lenses = lenses;
  }

  lastHints(uri: string): readonly Lens[] {
    return this.#entries.get(canonicalUri(uri))?.hints ?? [];
  }

  rememberHints(analyzed: AnalyzedDocument, hints: readonly Lens[]): void {
    const entry = this.#entries.get(canonicalUri(analyzed.document.uri));
    if (entry?.document === analyzed.document) entry.hints = hints;
  }

  /** The files and folders that the open documents lean on. */
  get dependencies(): { readonly files: readonly string[]; readonly folders: readonly string[] } {
    const contexts = [...this.#entries.values()].flatMap(({ last }) =>
      last === undefined ? [] : [last.analysis.context],
    );
    return {
      files: distinct(contexts.flatMap(({ dependencies }) => dependencies)),
      folders: distinct(contexts.flatMap(({ listedFolders }) => listedFolders)),
    };
  }

  async #analyze(entry: Entry): Promise<AnalyzedDocument> {
    entry.running++;
    try {
      return await this.#analyzeNow(entry);
    } finally {
      entry.running--;
    }
  }

  async #analyzeNow(entry: Entry): Promise<AnalyzedDocument> {
    await this.#ready;
    const { last } = entry;
    const { document, context, engine } = await this.#contextOf(entry);
    const resultId = `${document.opening}.${document.version}.${this.#settingsStamp}.${context.fingerprint}`;
    // What was edited while files were read is not worth the work: `analyzed` starts over.
    if (entry.document !== document && last !== undefined) return last;
    if (last?.resultId === resultId) return last;
    const analyzed = this.#analysisOf(document, context, engine, resultId);
    entry.last = analyzed;
    return analyzed;
  }

  #analysisOf(
    document: OpenDocument,
    context: DocumentContext,
    engine: AccessEngine,
    resultId: string,
  ): AnalyzedDocument {
    return analyzeDocument({
      document,
      context,
      engine,
      memory: this.#memory,
      resultId,
      levels: this.#settings.rules,
      onFailure: ({ rule, error }) => this.#log.error(`The rule ${rule} failed: ${describe(error)}`),
    });
  }

  #contextOf(entry: Entry): Promise<DocumentInContext> {
    entry.context ??= this.#loadContext(entry);
    return entry.context;
  }

  async #loadContext({ document }: Entry): Promise<DocumentInContext> {
    const { contexts, engine } = await this.#stagesReady();
    return { document, context: await contexts.load(document.uri, document.text), engine };
  }

  async #stagesReady(): Promise<Stages> {
    const catalog = await this.catalog();
    if (this.#stages?.catalog !== catalog) {
      const contexts = createContextLoader(this.files, catalog);
      this.#stages = { catalog, contexts, engine: new AccessEngine(catalog) };
    }
    return this.#stages;
  }

  /** Outdates the analyses that have read this file or may be doing so, and gives their documents. */
  #outdateReadersOf(uri: string, comesOrGoes = false): readonly OpenDocument[] {
    const changed = canonicalUri(uri);
    const outdated: OpenDocument[] = [];
    for (const [key, entry] of this.#entries) {
      if (key === changed) continue;
      // A context that no analysis has used yet may have read other files than the last one.
      const isUnderWay = entry.running > 0 || (entry.context !== undefined && entry.current === undefined);
      if (isUnderWay || entry.last === undefined || leansOn(entry.last, changed, comesOrGoes)) {
        outdate(entry);
        outdated.push(entry.document);
      }
    }
    return outdated;
  }

  /** Besides the workspace's folders, that of each file which was opened by itself: its neighbours may link to it. */
  #readableFolders(): readonly string[] {
    const own = [...this.#entries.keys()].flatMap((uri) => {
      if (this.#folders.some((folder) => isBelow(folder, uri))) return [];
      return parentFolder(uri) ?? [];
    });
    return distinct([...this.#folders, ...own]);
  }
}

function outdate(entry: Entry): void {
  entry.current = undefined;
  entry.context = undefined;
}

function leansOn({ analysis }: AnalyzedDocument, changed: string, comesOrGoes: boolean): boolean {
  const { dependencies, listedFolders } = analysis.context;
  if (dependencies.some((each) => canonicalUri(each) === changed)) return true;
  return comesOrGoes && listedFolders.some((folder) => isBelow(folder, changed));
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
