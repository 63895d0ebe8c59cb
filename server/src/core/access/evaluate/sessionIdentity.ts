import type { Principal } from "../layers.js";
import { arnFields } from "./arnFields.js";

/** The names under which policies speak of a session. Undefined: not given, so not known. */
export interface SessionIdentity {
  readonly partition: string | undefined;
  readonly account: string | undefined;
  /** ARN of the session itself: assumed role with session name, or federated user. */
  readonly session: string | undefined;
  /** What the ARNs of all sessions of the role or user begin with. */
  readonly sessions: string | undefined;
  /** ARN of the role, or of the user who federates. */
  readonly base: string | undefined;
}

export function sessionIdentity(principal: Principal): SessionIdentity {
  const base = principal.kind === "role-session" ? principal.roleArn : principal.userArn;
  const fields = base === undefined ? undefined : arnFields(base);
  if (fields === undefined)
    return { partition: undefined, account: undefined, session: undefined, sessions: undefined, base };
  const { partition, account, resource } = fields;
  const name = principal.sessionName;
  // The role's path is not part of the session's ARN.
  const below =
    principal.kind === "role-session"
      ? `assumed-role/${resource.slice(resource.lastIndexOf("/") + 1)}`
      : "federated-user";
  const sessions = `arn:${partition}:sts::${account}:${below}/`;
  return { partition, account, session: name === undefined ? undefined : `${sessions}${name}`, sessions, base };
}
