import type { AccessEngine } from "../../core/access/accessEngine.js";
import type { Analysis } from "../../core/analysis.js";
import { AnalysisMemory } from "../../core/analysisMemory.js";
import { analyze, analyzeConfig } from "../../core/analyze.js";
import type { Catalog } from "../../core/catalog/catalog.js";
import type { ContextLoader } from "../../core/context/contextLoader.js";
import type { ConfigProblem, DocumentContext, FileText, WorkspaceFiles } from "../../core/context/sessionContext.js";
import { canonicalUri } from "../../core/context/uriPaths.js";
import type { Finding } from "../../core/lint/finding.js";
import type { RuleFailure } from "../../core/lint/runRules.js";
import type { PolicyKind } from "../../core/policy/model.js";
import { jsonRegions } from "../../core/regions/jsonRegion.js";
import { shownPath, stem } from "../files/shownPath.js";
import type { CliHost } from "../host.js";
import { contentOf, maximumPolicyBytes, readText, unreadable } from "../input/readText.js";
import type { NamedLayers } from "../layers/layerOptions.js";
import { type CheckedFile, checkedFile } from "./checkedFile.js";
import { configFindings } from "./configFindings.js";
import { givenSession } from "./givenSession.js";
import { isConfigFile, type Target } from "./targets.js";

/** What a run of `check` works with. */
export interface CheckTools {
  readonly host: CliHost;
  readonly catalog: Catalog;
  readonly engine: AccessEngine;
  readonly contexts: ContextLoader;
  readonly files: WorkspaceFiles;
}

/** What the command line says of the files, whatever a config says. */
export interface CheckChoices {
  readonly configUri: string | undefined;
  readonly kind: PolicyKind | undefined;
  /** The base of all session policies. */
  readonly layers: NamedLayers | undefined;
}

/** Standard input has no place: no config speaks of it by path, and it has no neighbours. */
const inputUri = "untitled:standard-input";

/** Checks one file after the other, and collects what is found. */
export class CheckRun {
  /** What could not be done, ready to show. */
  readonly complaints: string[] = [];
  readonly #tools: CheckTools;
  /** Every file is linted once, and the same entries stand in many. */
  readonly #memory = new AnalysisMemory({ keepsStatements: false, entryText: 8_000_000 });
  readonly #choices: CheckChoices;
  readonly #files: CheckedFile[] = [];
  /** What is wrong in configs and concerns a checked policy, by the config's URI. */
  readonly #configProblems = new Map<string, { readonly uri: string; readonly problems: ConfigProblem[] }>();
  /** The files that are themselves a base, a boundary … on the command line, with what they are. */
  readonly #layerFiles: ReadonlyMap<string, PolicyKind>;

  constructor(tools: CheckTools, choices: CheckChoices) {
    this.#tools = tools;
    this.#choices = choices;
    this.#layerFiles = layerFiles(choices.layers);
  }

  async check(target: Target): Promise<void> {
    const { uri, named } = target;
    if (uri !== undefined && isConfigFile(uri, this.#choices.configUri)) return this.#checkConfig(uri, named);
    const text = await this.#read(target);
    if (text.ok) return this.#checkPolicy(target, text.text);
    const unopened = text.why === "missing" || text.why === "failed" || text.why === "not-allowed";
    if (named !== undefined && unopened) {
      this.complaints.push(unreadable(named, text.why).message);
    } else if (named !== undefined || (await this.#isLinked(uri!))) {
      this.#add(uri, "", undefined, [unreadableFile(text.why)]);
    }
  }

  /** All that was found, in the order it was looked at; before it, configs at fault that were not looked at themselves. */
  async results(): Promise<readonly CheckedFile[]> {
    const results = [...this.#files];
    for (const { uri, problems } of this.#configProblems.values()) {
      const at = results.findIndex((file) => file.uri !== undefined && canonicalUri(file.uri) === canonicalUri(uri));
      const known = results[at];
      if (known === undefined) {
        const read = await this.#tools.files.read(uri);
        const text = read.ok ? read.text : "";
        const name = this.#nameOf(uri);
        results.unshift(
          checkedFile({ uri, name, text, analysis: undefined, findings: configFindings(problems, text) }),
        );
      } else if (known.analysis !== undefined) {
        // A role's policy that can't be read, beside a session policy that is linked to it by its name.
        results[at] = { ...known, findings: [...known.findings, ...configFindings(problems, known.text)] };
      }
    }
    return results;
  }

  #read({ uri, named }: Target): Promise<FileText> {
    if (uri !== undefined && named === undefined) return this.#tools.files.read(uri);
    return readText(contentOf(named ?? "-", this.#tools.host), maximumPolicyBytes);
  }

  async #checkConfig(uri: string, named: string | undefined): Promise<void> {
    const text = await this.#read({ uri, named });
    if (!text.ok) return void this.#add(uri, "", undefined, [unreadableFile(text.why)]);
    const { contexts, engine } = this.#tools;
    const context = await contexts.load(uri, text.text);
    const onFailure = this.#failuresOf(this.#nameOf(uri));
    const input = { regions: jsonRegions(text.text), context, engine, memory: this.#memory, onFailure };
    // Base and kind given on the command line beat what a config says of its sessions.
    const isOverruled = this.#choices.layers !== undefined || this.#choices.kind !== undefined;
    const found = isOverruled ? [] : analyzeConfig(input, (document) => jsonRegions(document.text)).findings;
    const findings = [...configFindings(context.problems, text.text), ...found];
    this.#add(
      uri,
      text.text,
      undefined,
      findings.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end),
    );
  }

  async #checkPolicy({ uri, named }: Target, text: string): Promise<void> {
    const { contexts, engine } = this.#tools;
    const context = this.#withChoices(await contexts.load(uri ?? inputUri, text), uri, named);
    if (context === undefined) return;
    for (const problem of context.problems) this.#noteConfigProblem(problem);
    // Somebody who names a file that a mistake in the config leaves unlinked would think that all is well.
    const isSaid = this.#choices.kind !== undefined || context.kindFrom !== "look";
    if (uri !== undefined && named !== undefined && context.kind === "identity" && !isSaid)
      for (const problem of await contexts.unlinkingProblems(uri)) this.#noteConfigProblem(problem);
    const name = this.#nameOf(uri);
    const analysis = analyze({
      regions: jsonRegions(text),
      context,
      engine,
      memory: this.#memory,
      onFailure: this.#failuresOf(name),
    });
    this.#add(uri, text, analysis, analysis.findings);
  }

  #failuresOf(name: string): (failure: RuleFailure) => void {
    return ({ rule, error }) => {
      const why = error instanceof Error ? error.message : String(error);
      const text = `session-policy: ${name}: the rule ${rule} broke down, please report it: ${why}\n`;
      void this.#tools.host.errors.write(text);
    };
  }

  /** Undefined for a file that is no policy and was not named. */
  #withChoices(
    context: DocumentContext,
    uri: string | undefined,
    named: string | undefined,
  ): DocumentContext | undefined {
    const { layers, kind } = this.#choices;
    if (context.kind === undefined && named === undefined) return undefined;
    const asLayer = uri === undefined ? undefined : this.#layerFiles.get(canonicalUri(uri));
    if (asLayer !== undefined && context.kindFrom !== "config") return { ...context, kind: asLayer, sessions: [] };
    // What a config or a name says of a walked file is not overruled for all files of the folder.
    const isOpen = named !== undefined || context.kind === "session" || context.kindFrom === "look";
    if (layers !== undefined && isOpen && (named !== undefined || context.kind !== "trust")) {
      const name = uri === undefined ? "standard input" : stem(uri);
      return { ...context, kind: "session", sessions: [givenSession(name, layers)], problems: [] };
    }
    if (kind !== undefined && isOpen && kind !== context.kind) return { ...context, kind, sessions: [] };
    return { ...context, kind: context.kind ?? kind ?? "identity" };
  }

  /** Whether a file whose text is out of reach is known to be a policy. */
  async #isLinked(uri: string): Promise<boolean> {
    const { kindFrom } = await this.#tools.contexts.load(uri, "");
    return kindFrom === "config" || kindFrom === "name";
  }

  #noteConfigProblem(problem: ConfigProblem): void {
    const key = canonicalUri(problem.configUri);
    const known = this.#configProblems.get(key);
    if (known === undefined) this.#configProblems.set(key, { uri: problem.configUri, problems: [problem] });
    else known.problems.push(problem);
  }

  #add(uri: string | undefined, text: string, analysis: Analysis | undefined, findings: readonly Finding[]): void {
    this.#files.push(checkedFile({ uri, name: this.#nameOf(uri), text, analysis, findings }));
  }

  #nameOf(uri: string | undefined): string {
    return uri === undefined ? "-" : shownPath(uri, this.#tools.host.workingFolder);
  }
}

function layerFiles(layers: NamedLayers | undefined): ReadonlyMap<string, PolicyKind> {
  if (layers === undefined) return new Map();
  const kinds = [
    ["identity", layers.identity ?? []],
    ["boundary", layers.boundary ?? []],
    ["scp", layers.serviceControlPolicies?.flat() ?? []],
    ["rcp", layers.resourceControlPolicies?.flat() ?? []],
  ] as const;
  return new Map(
    kinds.flatMap(([kind, documents]) =>
      documents.flatMap(({ uri }) => (uri === undefined ? [] : [[canonicalUri(uri), kind] as const])),
    ),
  );
}

function unreadableFile(why: Exclude<FileText, { ok: true }>["why"]): Finding {
  const message = {
    missing: "This file does not exist.",
    "not-utf8": "This file is not a text in UTF-8, so it was not read. Save it as UTF-8.",
    "too-large": "This file is over 1 MB and was not read. AWS takes no policy that is nearly as long.",
    "not-allowed": "This file leads out of its workspace folder, so it was not read.",
    failed: "This file can't be read.",
  }[why];
  return {
    rule: why === "too-large" ? "json-too-long" : "unreadable-file",
    severity: "error",
    span: { start: 0, end: 0 },
    path: [],
    message,
    related: [],
    fixes: [],
  };
}
