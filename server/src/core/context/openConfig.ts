import { kindOfPolicyOn } from "../policy/attachedPolicy.js";
import type { PolicyKind } from "../policy/model.js";
import type { BoundedCache } from "./boundedCache.js";
import { buildSessionContext } from "./buildSessionContext.js";
import { type Config, type ConfigText, configFileName, type PrincipalConfig, type SessionConfig } from "./config.js";
import { ConfigPlace } from "./configPlace.js";
import type { ConfigProblemDraft } from "./configReader.js";
import type { FileReading } from "./fileReading.js";
import type { PolicyDocuments } from "./policyDocuments.js";
import { LayerLoader, type Loaded } from "./principalLayers.js";
import { readConfig, withSessions } from "./readConfig.js";
import { policiesOf } from "./readPrincipal.js";
import type { ConfigProblem, DocumentContext, FileText, SessionContext } from "./sessionContext.js";
import { namesFile } from "./sessionFiles.js";
import { SessionFilesCheck } from "./sessionFilesCheck.js";
import { fileName, isBelow, joinUri, parentFolder } from "./uriPaths.js";

export type ReadConfig = ReturnType<typeof readConfig>;

/** A config in use: its text read, its files within reach. */
export class OpenConfig {
  readonly config: Config;
  readonly place: ConfigPlace;
  private readonly ownProblems: readonly ConfigProblem[];
  private readonly layers: LayerLoader;
  private readonly files: SessionFilesCheck;
  private readonly documents: PolicyDocuments;
  /** Policies that the config names by path, by their path from the config, with what they are to it. */
  private readonly named: ReadonlyMap<string, NamedPolicy>;

  constructor(read: ReadConfig, place: ConfigPlace, documents: PolicyDocuments, reading: FileReading) {
    this.config = read.config;
    this.ownProblems = read.problems;
    this.place = place;
    this.documents = documents;
    this.layers = new LayerLoader(documents, place, reading);
    this.named = namedPolicies(read.config, place);
    this.files = new SessionFilesCheck(place, reading, (path) => this.named.has(path));
  }

  /** The sessions that take a document as their session policy, in the config's order. */
  sessionsOf(uri: string): readonly SessionConfig[] {
    const path = this.place.pathOf(uri);
    return path === undefined ? [] : this.config.sessions.filter((session) => this.files.links(session, path));
  }

  /** What a document is to the config, if it names it as anything but a session policy. */
  kindOf(uri: string): PolicyKind | undefined {
    return this.named.get(this.place.pathOf(uri) ?? "")?.kind;
  }

  /** The roles that have it as an identity policy, if no user has it and it is nothing else to the config. */
  ofRoles(uri: string): readonly string[] {
    // A user may be what could not be read.
    if (!this.config.wellFormed) return [];
    const named = this.named.get(this.place.pathOf(uri) ?? "");
    const owners = named === undefined || this.sessionsOf(uri).length > 0 ? [] : named.owners;
    return owners.every((owner) => owner?.kind === "role") ? owners.map((owner) => owner!.name) : [];
  }

  async usedBy(uri: string): Promise<DocumentContext["usedBy"]> {
    const users = this.named.get(this.place.pathOf(uri) ?? "")?.users ?? new Set<SessionConfig>();
    const files = await Promise.all(
      [...users].map(async (session) => ({
        session,
        paths: await this.files.filesOf(session),
      })),
    );
    return files.flatMap(({ session, paths }) =>
      paths.flatMap((path) => {
        const file = joinUri(this.place.folder, path);
        return file === undefined ? [] : [{ session: session.name, uri: file }];
      }),
    );
  }

  contextOf(session: SessionConfig): Promise<Loaded<SessionContext>> {
    return buildSessionContext(this.config, session, this.layers, this.documents, this.place);
  }

  /** What is wrong in the config and concerns these sessions, `path` being the document they are looked at from. */
  async problemsOf(sessions: readonly SessionConfig[], loaded: readonly Loaded<SessionContext>[], uri: string) {
    const path = this.place.pathOf(uri);
    const inFiles = await Promise.all(sessions.map((session) => this.files.problemsOf(session, path)));
    const found = [...inFiles.flat(), ...loaded.flatMap(({ problems }) => problems)];
    const names = new Set(sessions.map(({ name }) => name));
    return this.finished(found).filter((problem) => problem.sessions.some((name) => names.has(name)));
  }

  /** Everything that is wrong in the config, whether a session is concerned or not. */
  async allProblems(): Promise<readonly ConfigProblem[]> {
    const { config } = this;
    const parts: (readonly ConfigProblemDraft[])[] = [];
    for (const principal of [...config.roles.values(), ...config.users.values()]) {
      parts.push((await this.layers.ofPrincipal(principal)).problems);
    }
    parts.push((await this.layers.ofResources(config)).problems);
    for (const session of config.sessions) {
      parts.push(await this.files.problemsOf(session));
      parts.push((await this.contextOf(session)).problems);
    }
    return this.finished(parts.flat());
  }

  /** The problems that concern every session, for documents whose session could not be read from broken JSON. */
  brokenText(): readonly ConfigProblem[] {
    const isOfWhole = ({ kind, path }: ConfigProblem) =>
      kind === "not-json" || (kind === "wrong-type" && path.length === 0);
    return this.ownProblems.filter(isOfWhole).slice(0, 1);
  }

  /** What may be why a file is linked to no session, though somebody meant it to be: sessions without files, misspelt members. */
  unlinking(): readonly ConfigProblem[] {
    return this.ownProblems.filter(({ kind, severity, path }) => {
      const isOfSessions = path[0] === "sessions" || path.length === 1;
      return isOfSessions && (severity === "error" || kind === "unknown-property");
    });
  }

  /** Accepted findings that speak of a document. */
  ignoreOf(uri: string): Config["ignore"] {
    const path = this.place.pathOf(uri);
    if (path === undefined) return [];
    return this.config.ignore.filter(({ files }) => files.length === 0 || namesFile(files, this.place.uri, path));
  }

  /**
   * Paths of the documents that this config has a say in, from its folder, sorted: the sessions' files, and where findings
   * are accepted, all that these entries could speak of. At most `most`; `more` says that there are others.
   */
  async governedPaths(most: number): Promise<{ readonly paths: readonly string[]; readonly more: boolean }> {
    const found = new Set<string>();
    for (const session of this.config.sessions) for (const path of await this.files.filesOf(session)) found.add(path);
    const { ignore } = this.config;
    if (ignore.length > 0) {
      for (const path of this.named.keys()) found.add(path);
      const everywhere = ignore.some(({ files }) => files.length === 0);
      for (const path of await this.files.all()) {
        const isMeant = everywhere
          ? path.endsWith(".json")
          : ignore.some(({ files }) => namesFile(files, this.place.uri, path));
        if (isMeant) found.add(path);
      }
    }
    const paths = [...found].sort();
    return { paths: paths.slice(0, most), more: paths.length > most };
  }

  /** Problems of shared parts are found once for each session that shares them, and told once. */
  private finished(drafts: readonly ConfigProblemDraft[]): readonly ConfigProblem[] {
    const distinct = new Map<string, ConfigProblem>();
    for (const problem of [...this.ownProblems, ...drafts.map((draft) => withSessions(this.config, draft))]) {
      const key = JSON.stringify([problem.kind, problem.path, problem.span ?? null, problem.message]);
      if (!distinct.has(key)) distinct.set(key, problem);
    }
    return [...distinct.values()];
  }
}

/** A config that is there but has no text for us. */
export function unreadableConfig(uri: string, why: Exclude<FileText, { ok: true }>["why"]): ConfigProblem {
  const [what, advice] = {
    missing: ["does not exist", "Create it."],
    "not-utf8": ["is not a text in UTF-8", "Save it as UTF-8."],
    "too-large": ["is too large to be read", "Shorten it; globs can take the place of many files."],
    "not-allowed": ["may not be read from here", "Open the folder that holds it."],
    failed: ["can't be read", "See to it that it is a file and may be opened."],
  }[why] as [string, string];
  const name = fileName(uri);
  return {
    kind: "unreadable-file",
    severity: "error",
    configUri: uri,
    path: [],
    onKey: false,
    detail: name,
    message: `${name} ${what}, so nothing is known of the roles, users and sessions in it. ${advice}`,
    sessions: [],
  };
}

/** The nearest config upward from a document: where it is, and its text if it has one. */
export async function findConfig(uri: string, root: string, reading: FileReading) {
  for (let folder = parentFolder(uri); folder !== undefined; folder = parentFolder(folder)) {
    if (!isBelow(root, folder)) return undefined;
    const candidate = joinUri(folder, configFileName);
    if (candidate === undefined) return undefined;
    const text = await reading.read(candidate);
    if (text.ok || text.why !== "missing") return { uri: candidate, text };
  }
  return undefined;
}

export function openConfig(
  uri: string,
  text: string,
  root: string,
  cache: BoundedCache<ReadConfig>,
  documents: PolicyDocuments,
  reading: FileReading,
): OpenConfig {
  const read = cache.get(uri, text, () => readConfig(uri, text));
  return new OpenConfig(read, new ConfigPlace(uri, root), documents, reading);
}

interface NamedPolicy {
  readonly kind: PolicyKind;
  /** In the config's order. */
  readonly users: Set<SessionConfig>;
  /** Who has it as an identity policy; undefined stands for any other use. */
  readonly owners: (PrincipalConfig | undefined)[];
}

function namedPolicies(config: Config, place: ConfigPlace): ReadonlyMap<string, NamedPolicy> {
  const named = new Map<string, NamedPolicy>();
  const add = (
    kind: PolicyKind,
    { text }: ConfigText,
    sessions: readonly SessionConfig[],
    owner: PrincipalConfig | undefined,
  ) => {
    const resolved = text.startsWith("arn:") ? undefined : place.resolve(text);
    const path = resolved?.ok === true ? place.pathOf(resolved.uri) : undefined;
    if (path === undefined) return;
    // A file with several uses is what it was named as first; all who use it are remembered.
    const known = named.get(path) ?? { kind, users: new Set<SessionConfig>(), owners: [] };
    known.owners.push(owner);
    for (const session of sessions) known.users.add(session);
    named.set(path, known);
  };
  for (const principal of [...config.roles.values(), ...config.users.values()]) {
    const sessions = config.sessions.filter((session) => session[principal.kind]?.text === principal.name);
    for (const { kind, reference } of policiesOf(principal)) {
      add(kind, reference, sessions, kind === "identity" ? principal : undefined);
    }
  }
  for (const { arn, policy } of config.resources.state === "given" ? config.resources.value : []) {
    if (policy.state === "given") add(kindOfPolicyOn(arn), policy.value, config.sessions, undefined);
  }
  return named;
}
