import { type ConfigText, configFileName, type SessionConfig } from "./config.js";
import type { ConfigPlace } from "./configPlace.js";
import { type ConfigProblemDraft, quote } from "./configReader.js";
import type { FileReading } from "./fileReading.js";
import { notRead } from "./policyDocuments.js";
import type { ConfigProblemKind } from "./sessionContext.js";
import { type FilePattern, filePattern, isExclusion, namesPath } from "./sessionFiles.js";
import { joinUri, parentFolder, sameUri } from "./uriPaths.js";

/**
 * The files of sessions: which there are, and what is wrong with how the config names them. Policies that the config
 * names for another purpose are no session policies, unless a path says so: a glob over all files should not make them some.
 */
export class SessionFilesCheck {
  private readonly place: ConfigPlace;
  private readonly reading: FileReading;
  private readonly isOtherPolicy: (path: string) => boolean;

  constructor(place: ConfigPlace, reading: FileReading, isOtherPolicy: (path: string) => boolean) {
    this.place = place;
    this.reading = reading;
    this.isOtherPolicy = isOtherPolicy;
  }

  /** Whether a session takes a document as its session policy; `path` is relative to the config. */
  links(session: SessionConfig, path: string): boolean {
    const patterns = session.files.map(({ text }) => filePattern(text));
    const named = patterns.filter((pattern) => namesPath(pattern, this.place.uri, path));
    if (named.some(isExclusion)) return false;
    return named.some(({ shape }) => shape === "path" || !this.isOtherPolicy(path));
  }

  /** The files of a session that exist, relative to the config, in the config's order. */
  async filesOf(session: SessionConfig): Promise<readonly string[]> {
    const found = new Set<string>();
    for (const { text } of session.files) {
      const pattern = filePattern(text);
      if (pattern.shape === "path") {
        const resolved = this.place.resolve(pattern.text);
        const path = resolved.ok ? this.place.pathOf(resolved.uri) : undefined;
        if (resolved.ok && path !== undefined && (await this.reading.read(resolved.uri)).ok) found.add(path);
      } else if (pattern.shape === "glob" && !pattern.excludes) {
        for (const path of await this.matches(pattern)) found.add(path);
      }
    }
    return [...found].filter((path) => this.links(session, path));
  }

  /** What is wrong with a session's files. An entry that names `besides` has found something and is not looked into. */
  async problemsOf(session: SessionConfig, besides?: string): Promise<readonly ConfigProblemDraft[]> {
    const problems: ConfigProblemDraft[] = [];
    for (const entry of session.files) {
      const pattern = filePattern(entry.text);
      if (besides !== undefined && namesPath(pattern, this.place.uri, besides)) continue;
      const problem = await this.problemOf(session, entry, pattern);
      if (problem !== undefined) problems.push(problem);
    }
    return problems;
  }

  private async problemOf(
    session: SessionConfig,
    { text, path }: ConfigText,
    pattern: FilePattern,
  ): Promise<ConfigProblemDraft | undefined> {
    const problem = (kind: ConfigProblemKind, why: string, advice: string, severity: "error" | "warning" = "error") => {
      const message = `${why}, so it links no policy to the session ${quote(session.name)}. ${advice}`;
      return {
        kind,
        severity,
        configUri: this.place.uri,
        path,
        onKey: false,
        detail: text,
        message,
      };
    };
    if (pattern.shape === "unusable") {
      const why = `The glob ${quote(text)} has too many wildcards to be searched for`;
      return problem("unusable-glob", why, "Use fewer of them, at most three in one part of the path.");
    }
    if (pattern.shape === "glob") {
      if (pattern.excludes) return undefined;
      // The part before the first wildcard says where the glob leads.
      const start = this.place.resolve(/^(?:[^*?[\]{}]*\/)?/.exec(pattern.text)![0] || ".", text);
      if (!start.ok && start.kind === "outside-workspace") return problem(start.kind, start.why, start.advice);
      if (start.ok && this.place.pathOf(start.uri) === undefined) return problem("out-of-reach", ...outOfReach(text));
      if ((await this.matches(pattern)).length > 0) return undefined;
      const advice = "Correct it; it starts at the config's folder, and * stops at a /.";
      return problem("glob-without-match", `The glob ${quote(text)} matches no file`, advice, "warning");
    }
    const resolved = this.place.resolve(pattern.text);
    if (!resolved.ok) return problem(resolved.kind, resolved.why, resolved.advice);
    const file = await this.reading.read(resolved.uri);
    if (!file.ok)
      return problem(file.why === "missing" ? "missing-file" : "unreadable-file", ...notRead(text, file.why));
    if (this.place.pathOf(resolved.uri) === undefined) return problem("out-of-reach", ...outOfReach(text));
    const nearer = await this.nearerConfig(resolved.uri);
    if (nearer === undefined) return undefined;
    const why = `${quote(text)} has a config of its own nearby, ${quote(nearer)}, which speaks for it instead of this one`;
    return problem("out-of-reach", why, "Name the session there, or remove that config.");
  }

  /** All files that this config speaks for, relative to it. */
  async all(): Promise<readonly string[]> {
    const listed = await this.reading.list(this.place.folder);
    const nested = listed
      .filter((path) => path.endsWith(`/${configFileName}`))
      .map((path) => path.slice(0, -configFileName.length));
    const own = this.place.pathOf(this.place.uri);
    return listed.filter((path) => path !== own && !nested.some((folder) => path.startsWith(folder)));
  }

  /** Files that a glob matches and that this config speaks for. */
  private async matches(pattern: FilePattern): Promise<readonly string[]> {
    const all = await this.all();
    return all.filter((path) => namesPath(pattern, this.place.uri, path) && !this.isOtherPolicy(path));
  }

  /** The config between this one and a file, which the file would find first. */
  private async nearerConfig(uri: string): Promise<string | undefined> {
    for (
      let folder = parentFolder(uri);
      folder !== undefined && !sameUri(folder, this.place.folder);
      folder = parentFolder(folder)
    ) {
      const candidate = joinUri(folder, configFileName);
      if (candidate === undefined) return undefined;
      const file = await this.reading.read(candidate);
      if (file.ok || file.why !== "missing") return this.place.pathOf(candidate);
    }
    return undefined;
  }
}

function outOfReach(text: string): [why: string, advice: string] {
  return [
    `${quote(text)} leads out of the config's folder, and files there don't look for this config`,
    "Move the config up, or put a config beside that file.",
  ];
}
