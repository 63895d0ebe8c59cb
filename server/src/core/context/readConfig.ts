import type { PolicyPath } from "../syntax/json.js";
import type { SyntaxProblem } from "../syntax/parsedPolicy.js";
import { parsePolicy } from "../syntax/parsePolicy.js";
import type { Config, PrincipalConfig, SessionConfig } from "./config.js";
import { type ConfigNode, type ConfigProblemDraft, ConfigReader, quote, saysNone } from "./configReader.js";
import { readPrincipal } from "./readPrincipal.js";
import { readResources } from "./readResources.js";
import { readIgnore, readRules } from "./readRules.js";
import { readSession } from "./readSession.js";
import type { ConfigProblem } from "./sessionContext.js";
import { fileName } from "./uriPaths.js";

const properties = [
  "$schema",
  "version",
  "roles",
  "users",
  "resources",
  "resourcePoliciesComplete",
  "sessions",
  "rules",
  "ignore",
] as const;

/** At most this many places of broken JSON are told. */
const maximumSyntaxProblems = 10;

/**
 * Reads a config's text. Never throws. Comments and trailing commas are welcome; whatever cannot be used is left out or
 * marked as broken, with a problem that says so.
 */
export function readConfig(configUri: string, text: string): { config: Config; problems: readonly ConfigProblem[] } {
  const parsed = parsePolicy(text);
  // What stopped the reading comes before the missing brackets that follow from it.
  const broken = parsed.problems.filter(isBroken).sort((one, other) => rank(one) - rank(other));
  const reader = new ConfigReader(configUri);
  const root: ConfigNode | undefined = parsed.root === undefined ? undefined : { node: parsed.root, path: [] };
  const members =
    (root === undefined ? undefined : reader.members(root, "an object in braces")) ?? new Map<string, ConfigNode>();
  if (root?.node.type === "object") {
    reader.onlyKnown(members, properties, "the config");
    checkVersion(reader, members);
  }
  const member = <T>(name: string, read: (value: ConfigNode) => T): T | undefined => {
    const value = members.get(name);
    return value === undefined ? undefined : read(value);
  };
  member("$schema", (value) => reader.string(value, "the address of a schema"));
  const config: Config = {
    roles: member("roles", (value) => readPrincipals(reader, "role", value)) ?? new Map(),
    users: member("users", (value) => readPrincipals(reader, "user", value)) ?? new Map(),
    resources: member("resources", (value) => readResources(reader, value)) ?? {
      state: "not-given",
    },
    resourcePoliciesComplete:
      member("resourcePoliciesComplete", (value) => reader.boolean(value, "true or false")) ?? false,
    sessions: member("sessions", (value) => readSessions(reader, value)) ?? [],
    rules: member("rules", (value) => readRules(reader, value)) ?? new Map(),
    ignore: member("ignore", (value) => readIgnore(reader, value)) ?? [],
    wellFormed: broken.length === 0 && root?.node.type === "object",
  };
  const syntax = broken.slice(0, maximumSyntaxProblems).map((problem, index) => ({
    ...notJson(configUri, text, problem),
    // One of them is enough on a session.
    sessions: index === 0 ? config.sessions.map(({ name }) => name) : [],
  }));
  return {
    config,
    problems: [...syntax, ...reader.problems.map((problem) => withSessions(config, problem))],
  };
}

/** Comments and trailing commas are fine here; what stands twice is told by its path. */
function isBroken(problem: SyntaxProblem): boolean {
  return problem.kind !== "comment" && problem.kind !== "trailing-comma" && problem.kind !== "duplicate-key";
}

function rank(problem: SyntaxProblem): number {
  return problem.kind === "too-deep" || problem.kind === "too-long" ? 0 : 1;
}

function notJson(configUri: string, text: string, problem: SyntaxProblem): ConfigProblemDraft {
  const name = fileName(configUri);
  const message =
    problem.kind === "empty"
      ? `${name} is empty, so it links no session to a role. Start it with {"version": 1, "roles": {}, "sessions": []}, or delete it.`
      : `${name} is not valid JSON: ${whatIsWrong(text, problem)}. Until it is corrected, nothing is known of the roles and users in it.`;
  const { span } = problem;
  return {
    kind: "not-json",
    severity: "error",
    configUri,
    path: [],
    onKey: false,
    span,
    detail: problem.detail,
    message,
  };
}

function whatIsWrong(text: string, problem: SyntaxProblem): string {
  if (problem.kind === "too-long") return "it is too long to be read";
  const line = `line ${text.slice(0, problem.span.start).split("\n").length}`;
  if (problem.kind === "too-deep") return `${line} is nested too deep to be read`;
  return `${problem.detail.replace(/\b(?:a|the) policy\b/, "the config")} (${line})`;
}

function checkVersion(reader: ConfigReader, members: ReadonlyMap<string, ConfigNode>): void {
  const version = members.get("version");
  if (version === undefined) {
    const message = 'The config has no "version", so a later release may read it differently. Add "version": 1.';
    reader.report("missing-property", [], "version", message, {
      severity: "warning",
    });
  } else if (version.node.type !== "number") {
    reader.wrongType(version, "the number 1");
  } else if (version.node.value !== 1) {
    const found = `${version.node.value}`;
    const message = `Version ${found} of the config is not known here, so parts of it may be misread. Write "version": 1.`;
    reader.report("unknown-value", version.path, found, message);
  }
}

function readPrincipals(
  reader: ConfigReader,
  kind: "role" | "user",
  value: ConfigNode,
): ReadonlyMap<string, PrincipalConfig> {
  const principals = new Map<string, PrincipalConfig>();
  if (saysNone(value.node)) return principals;
  for (const [name, member] of reader.members(value, `an object of ${kind}s by name`) ?? []) {
    principals.set(name, readPrincipal(reader, kind, name, member));
  }
  return principals;
}

function readSessions(reader: ConfigReader, value: ConfigNode): readonly SessionConfig[] {
  if (value.node.type === "null") return [];
  const sessions = (reader.items(value, "a list of sessions") ?? []).flatMap((item, index) => {
    const session = readSession(reader, index, item);
    return session === undefined ? [] : [session];
  });
  const seen = new Set<string>();
  for (const { name, path } of sessions) {
    if (seen.has(name)) {
      const message = `Two sessions are called ${quote(name)}, so findings can't tell which of them they speak of. Rename one.`;
      reader.report("duplicate-session", [...path, "name"], name, message);
    }
    seen.add(name);
  }
  return sessions;
}

/** A problem with the names of the sessions that it concerns. */
export function withSessions(config: Config, problem: ConfigProblemDraft): ConfigProblem {
  // A missing version changes nothing for anybody yet.
  const isOfNoSession = problem.kind === "missing-property" && problem.path.length === 0;
  const concerned = isOfNoSession ? [] : sessionsConcerned(config, problem.path);
  const sessions = concerned.map(({ name }) => name);
  return { ...problem, sessions: [...new Set(sessions)] };
}

/** The sessions for which something depends on this place of the config. */
export function sessionsConcerned(config: Config, path: PolicyPath): readonly SessionConfig[] {
  const [part, item] = path;
  switch (part) {
    case undefined:
    case "version":
    case "resources":
    case "resourcePoliciesComplete":
      return config.sessions;
    case "sessions":
      return item === undefined ? config.sessions : config.sessions.filter(({ index }) => index === item);
    case "roles":
      return item === undefined ? config.sessions : config.sessions.filter(({ role }) => role?.text === item);
    case "users":
      return item === undefined ? config.sessions : config.sessions.filter(({ user }) => user?.text === item);
    default:
      return [];
  }
}
