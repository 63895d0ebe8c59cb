import { contentHash } from "./contentHash.js";
import type { FileText, WorkspaceFiles } from "./sessionContext.js";
import { canonicalUri } from "./uriPaths.js";

/** The files that one context is made of: each is read once, and all that was asked for is remembered. */
export class FileReading {
  private readonly texts = new Map<string, { readonly uri: string; readonly text: Promise<FileText> }>();
  private readonly lists = new Map<string, Promise<readonly string[]>>();
  private readonly files: WorkspaceFiles;
  private readonly own: { readonly uri: string; readonly text: string };

  /** `own` is the document whose context is made; the text in hand beats what `files` knows of it. */
  constructor(files: WorkspaceFiles, own: { readonly uri: string; readonly text: string }) {
    this.files = files;
    this.own = { uri: canonicalUri(own.uri), text: own.text };
  }

  read(uri: string): Promise<FileText> {
    const key = canonicalUri(uri);
    const known = this.texts.get(key);
    if (known !== undefined) return known.text;
    const text =
      key === this.own.uri ? Promise.resolve({ ok: true, text: this.own.text } as const) : this.files.read(uri);
    this.texts.set(key, { uri, text });
    return text;
  }

  list(folderUri: string): Promise<readonly string[]> {
    const known = this.lists.get(folderUri);
    if (known !== undefined) return known;
    const list = this.files.list(folderUri).then((paths) => [...paths].sort());
    this.lists.set(folderUri, list);
    return list;
  }

  /** The files that were asked for, whether they exist or not; without the document itself. */
  dependencies(): readonly string[] {
    return [...this.texts].flatMap(([key, { uri }]) => (key === this.own.uri ? [] : [uri])).sort();
  }

  listedFolders(): readonly string[] {
    return [...this.lists.keys()].sort();
  }

  /** Changes when the content of anything that was read changes. */
  async fingerprint(): Promise<string> {
    const keys = [...this.texts.keys()].sort();
    const states = await Promise.all(
      keys.map(async (key) => {
        const text = await this.texts.get(key)!.text;
        return `${key} ${text.ok ? contentHash(text.text) : text.why}`;
      }),
    );
    return contentHash(states.join("\n"));
  }
}
