import type { Principal } from "../access/layers.js";
import type { SessionConfig, TagValues } from "./config.js";
import { type ConfigProblemDraft, quote } from "./configReader.js";
import { recordOf } from "./readPrincipal.js";

type Context = SessionConfig["context"];

/**
 * What a session's `context` says of who makes the requests and the rest of the config says otherwise (V5, V6): left out of
 * the context, and told. What neither the role or user nor the tags say is believed.
 */
export function withoutContradictions(
  { context, path }: Pick<SessionConfig, "context" | "path">,
  principal: Principal,
  tags: TagValues | undefined,
  configUri: string,
): { readonly context: Context; readonly problems: readonly ConfigProblemDraft[] } {
  const problems: ConfigProblemDraft[] = [];
  const kept = Object.entries(context).filter(([key, value]) => {
    const why = contradiction(key.toLowerCase(), value, principal, tags);
    if (why === undefined) return true;
    const message = `${quote(key)} can't have this value: ${why}. It is not looked at; remove it.`;
    const place = { configUri, path: [...path, "context", key], onKey: false };
    problems.push({ kind: "unknown-value", severity: "error", ...place, detail: key, message });
    return false;
  });
  return { context: problems.length === 0 ? context : recordOf(kept), problems };
}

function contradiction(
  key: string,
  value: Context[string],
  { kind, roleArn, userArn, sessionName }: Principal,
  tags: TagValues | undefined,
): string | undefined {
  const isRole = kind === "role-session";
  const account = (roleArn ?? userArn)?.split(":")[4];
  const differs = (expected: string | undefined) => expected !== undefined && String(value) !== expected;
  switch (key) {
    case "aws:username":
      return isRole ? "a session of a role has no user name" : "a federated user has no user name";
    case "aws:principalarn":
      if (isRole) return differs(roleArn) ? "it is the role's ARN" : undefined;
      return sessionName !== undefined &&
        account !== undefined &&
        !String(value).endsWith(`:federated-user/${sessionName}`)
        ? "it is the federated user's ARN"
        : undefined;
    case "aws:principalaccount":
      return differs(account) ? `the ${isRole ? "role" : "user"} is in another account` : undefined;
    case "aws:principaltype":
      return differs(isRole ? "AssumedRole" : "FederatedUser") ? "it follows from the operation" : undefined;
    case "aws:principalisawsservice":
      return differs("false") ? "a session is no service" : undefined;
    default: {
      const name = /^aws:principaltag\/(.*)$/s.exec(key)?.[1];
      const tag = Object.entries(tags ?? {}).find(([each]) => each.toLowerCase() === name)?.[1];
      return differs(tag) ? 'by "tags" the session has another one' : undefined;
    }
  }
}
