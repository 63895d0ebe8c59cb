import type { SessionContext } from "../context/sessionContext.js";
import type { ContextValues, Principal } from "./layers.js";
import type { Binding, Bindings } from "./sets/variableBindings.js";

const absent: Binding = { state: "absent" };

/** What is true of every session, whoever made it (V5, V6). */
const everySession: readonly (readonly [string, Binding])[] = [
  ["aws:username", absent],
  ["aws:principalisawsservice", { state: "value", value: "false" }],
];
const unknown: Binding = { state: "unknown" };

/** What is known of a session when it is made. */
export type KnownOfSession = Pick<SessionContext, "principal" | "context" | "tags" | "roleTags">;

export interface SessionBindings {
  readonly of: Bindings;
  /** Values given for the session, as a request context: its tags and `context`, not what follows from the principal. */
  readonly context: ContextValues;
  /** Equal for equal bindings. */
  readonly fingerprint: string;
}

/**
 * The condition keys whose value is fixed when the session is made (V5, V6, V7), for policy variables. A key that is not
 * given stays unknown, and of `aws:userid` what stands before the session's name; only what a session of this kind never has is absent.
 */
export function sessionBindings(session: KnownOfSession): SessionBindings {
  const fixed = new Map<string, Binding>();
  const value = (key: string, text: string | undefined) => {
    if (text !== undefined) fixed.set(key, { state: "value", value: text });
  };
  const { principal } = session;
  for (const [key, binding] of everySession) fixed.set(key, binding);
  const arn = principal.kind === "role-session" ? principal.roleArn : federatedArn(session);
  value("aws:principalarn", arn);
  value("aws:principaltype", principal.kind === "role-session" ? "AssumedRole" : "FederatedUser");
  value("aws:principalaccount", (principal.roleArn ?? principal.userArn)?.split(":")[4]);
  // The role's id is not known, and that a federated user's is the account is no documented fact (V5, V6).
  const before = principal.kind === "role-session" ? undefined : principal.userArn?.split(":")[4];
  fixed.set("aws:userid", { state: "unknown", parts: [before, principal.sessionName] });
  for (const [key, given] of Object.entries(session.context)) {
    if (typeof given === "object") fixed.set(key.toLowerCase(), { state: "list", values: given.map(String) });
    else value(key.toLowerCase(), String(given));
  }
  const tags = lowerKeys(session.tags);
  const roleTags = principal.kind === "role-session" ? lowerKeys(session.roleTags) : new Map<string, string>();
  const of: Bindings = (key) => {
    const known = fixed.get(key);
    if (known !== undefined) return known;
    if (!key.startsWith("aws:principaltag/")) return unknown;
    const name = key.slice("aws:principaltag/".length);
    // Session tags override the role's (T4); an absent tag is known only where both are given.
    const tag = tags?.get(name) ?? (tags === undefined ? undefined : roleTags?.get(name));
    if (tag !== undefined) return { state: "value", value: tag };
    return tags !== undefined && roleTags !== undefined ? absent : unknown;
  };
  const fingerprint = JSON.stringify([[...fixed], tags && [...tags], roleTags && [...roleTags]]);
  // Of a tag that the context names too, in any letter case, one is enough.
  const spelled = new Map(Object.keys(session.context).map((key) => [key.toLowerCase(), key]));
  const context: Record<string, ContextValues[string]> = Object.create(null);
  Object.assign(context, session.context);
  for (const [key, text] of [...(roleTags ?? []), ...(tags ?? [])]) {
    const name = spelled.get(`aws:principaltag/${key}`);
    if (name === undefined) context[`aws:PrincipalTag/${key}`] = text;
  }
  return { of, context, fingerprint };
}

/** For a session of which nothing but its principal is known. */
export function bindingsOf(principal: Principal): SessionBindings {
  return sessionBindings({ principal, context: {}, tags: undefined, roleTags: undefined });
}

/** For a session of which nothing is known. */
export const unknownSession: SessionBindings = {
  of: (key) => everySession.find(([name]) => name === key)?.[1] ?? unknown,
  context: {},
  fingerprint: "",
};

function federatedArn(session: KnownOfSession): string | undefined {
  const { userArn, sessionName } = session.principal;
  if (userArn === undefined || sessionName === undefined) return undefined;
  const fields = userArn.split(":");
  return `arn:${fields[1]}:sts::${fields[4]}:federated-user/${sessionName}`;
}

function lowerKeys(tags: { readonly [key: string]: string } | undefined): ReadonlyMap<string, string> | undefined {
  return tags === undefined ? undefined : new Map(Object.entries(tags).map(([key, text]) => [key.toLowerCase(), text]));
}
