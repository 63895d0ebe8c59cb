import { readConfig } from "../context/readConfig.js";
import { namesFile } from "../context/sessionFiles.js";
import { jsonRegions } from "../regions/jsonRegion.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { TextChange } from "../text/span.js";

/** The session policy to be linked. */
export interface SessionToLink {
  /** The name that a new entry of the config gets. */
  readonly name: string;
  /** From the config's folder. */
  readonly path: string;
  /** The entries of the config that already speak of it. */
  readonly linkedAs: readonly string[];
}

/** What limits it: a role that the config knows, or a new one of which an identity policy's file is known. */
export type Base =
  | { readonly role: string }
  | { readonly newRole: string /** From the config's folder. */; readonly policyPath: string };

/** What a config has to choose from. */
export interface ConfigChoices {
  /** The names of the roles it defines, in its order. */
  readonly roles: readonly string[];
  /** Whether a session takes the file as its session policy, so that it can't be what limits another. */
  isSessionPolicy(path: string): boolean;
}

export function choicesOf(configUri: string, configText: string): ConfigChoices {
  const { roles, sessions } = readConfig(configUri, configText).config;
  return {
    roles: [...roles.keys()],
    isSessionPolicy: (path) => sessions.some(({ files }) => namesFile(files, configUri, path)),
  };
}

/**
 * The changes to a config that link a session policy to its base. None where the config can't be edited: its text is
 * broken, or a part of it is of the wrong type.
 */
export function linkSession(
  configUri: string,
  configText: string,
  session: SessionToLink,
  base: Base,
): readonly TextChange[] {
  const { config } = readConfig(configUri, configText);
  const [region] = jsonRegions(configText);
  const root = region?.read().root;
  if (!config.wellFormed || region === undefined || root?.type !== "object") return [];
  const has = (name: string) => root.members.some(({ key }) => key.value === name);
  const role = "role" in base ? base.role : base.newRole;
  const edits: PolicyEdit[] = [];
  if ("newRole" in base) {
    const value = { identityPolicies: [base.policyPath] };
    if (has("roles")) edits.push({ kind: "set", path: ["roles"], key: role, value });
    else edits.push({ kind: "set", path: [], key: "roles", value: { [role]: value } });
  }
  const linked = config.sessions.filter(({ name }) => session.linkedAs.includes(name));
  for (const { path, user } of linked) {
    edits.push({ kind: "set", path, key: "role", value: role });
    if (user !== undefined) edits.push({ kind: "remove", path: [...path, "user"] });
  }
  if (linked.length === 0) {
    const entry = { name: session.name, files: [session.path], role };
    if (has("sessions"))
      edits.push({ kind: "insert", path: ["sessions"], index: config.sessions.length, value: entry });
    else edits.push({ kind: "set", path: [], key: "sessions", value: [entry] });
  }
  return region.write(edits);
}

/** A new config with one session. */
export function newConfig(session: SessionToLink, base: Base): string {
  const role = "role" in base ? base.role : base.newRole;
  const roles = "newRole" in base ? { [role]: { identityPolicies: [base.policyPath] } } : {};
  const sessions = [{ name: session.name, files: [session.path], role }];
  return `${JSON.stringify({ version: 1, roles, sessions }, undefined, 2)}\n`;
}
