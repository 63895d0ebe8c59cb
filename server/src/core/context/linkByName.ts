import type { Layer, PolicyDocument } from "../access/layers.js";
import { ConfigPlace } from "./configPlace.js";
import type { FileReading } from "./fileReading.js";
import type { PolicyDocuments } from "./policyDocuments.js";
import type { ConfigProblem, DocumentContext, SessionContext } from "./sessionContext.js";
import { fileName, joinUri, parentFolder } from "./uriPaths.js";

const sessionEnding = ".session.json";
const roleEnding = ".role.json";

/**
 * `NAME.session.json` without a config that speaks of it: beside `NAME.role.json` it is a session of a role called NAME,
 * of which only the identity policy is known; alone it is a session policy of nobody. Undefined for other names.
 */
export async function linkByName(
  uri: string,
  documents: PolicyDocuments,
  reading: FileReading,
): Promise<
  | {
      readonly sessions: readonly SessionContext[];
      readonly problems: readonly ConfigProblem[];
    }
  | undefined
> {
  const name = nameBefore(sessionEnding, uri);
  if (name === undefined) return undefined;
  const unlinked = { sessions: [], problems: [] };
  const role = neighbour(uri, `${name}${roleEnding}`);
  const text = role === undefined ? undefined : await reading.read(role);
  if (role === undefined || text === undefined || !text.ok) return unlinked;
  const reference = { text: fileName(role), path: [] };
  // There is no config whose place could be shown: the role's file itself is at fault.
  const place = new ConfigPlace(role, parentFolder(role) ?? role);
  const loaded = documents.loadText(reference, role, text.text, "identity", `what ${name} grants`, place);
  const problems = loaded.problems.map((problem) => ({
    ...problem,
    sessions: [name],
  }));
  return { sessions: [sessionOf(name, loaded.layer)], problems };
}

/** For `NAME.role.json`, which no config speaks of: the session policy that leans on it. Undefined for other names. */
export async function usedByName(uri: string, reading: FileReading): Promise<DocumentContext["usedBy"] | undefined> {
  const name = nameBefore(roleEnding, uri);
  if (name === undefined) return undefined;
  const session = neighbour(uri, `${name}${sessionEnding}`);
  if (session === undefined || !(await reading.read(session)).ok) return [];
  return [{ session: name, uri: session }];
}

/** The role that `NAME.role.json` is called after. */
export function roleOf(uri: string): string {
  return nameBefore(roleEnding, uri) ?? fileName(uri);
}

function nameBefore(ending: string, uri: string): string | undefined {
  const file = fileName(uri);
  return file.endsWith(ending) && file.length > ending.length ? file.slice(0, -ending.length) : undefined;
}

function neighbour(uri: string, file: string): string | undefined {
  const folder = parentFolder(uri);
  return folder === undefined ? undefined : joinUri(folder, file);
}

function sessionOf(name: string, identity: Layer<PolicyDocument>): SessionContext {
  const notGiven = (what: string) =>
    ({
      state: "unknown",
      why: `the ${what} of ${name} are not given`,
    }) as const;
  const boundary = {
    state: "unknown",
    why: `the permissions boundary of ${name} is not given`,
  } as const;
  const trustPolicy = {
    state: "unknown",
    why: `the trust policy of ${name} is not given`,
  } as const;
  return {
    name,
    principalName: name,
    principal: { kind: "role-session" },
    operation: "AssumeRole",
    sentAs: "file",
    layers: {
      identity: identity.state === "given" ? { state: "given", value: [identity.value] } : identity,
      boundary,
      serviceControlPolicies: notGiven("service control policies"),
      resourceControlPolicies: notGiven("resource control policies"),
      resourcePolicies: {
        state: "unknown",
        why: "the resource policies are not given",
      },
    },
    managedPolicies: [],
    trustPolicy,
    tags: undefined,
    roleTags: undefined,
    context: {},
    requires: [],
    resourcePoliciesComplete: false,
  };
}
