import type { SessionContext } from "../context/sessionContext.js";

/** Who the session belongs to, as it is called on the screen: the role's or user's name in the config. */
export function principalName(session: SessionContext): string {
  return session.principalName ?? (isUser(session) ? "user" : "role");
}

/** `role`, or `user` where GetFederationToken is called by one. */
export function principalWord(session: SessionContext): "role" | "user" {
  return isUser(session) ? "user" : "role";
}

/** At the start of a sentence: `The base role S3AccessRole`. */
export function basePrincipal(session: SessionContext): string {
  const name = session.principalName === undefined ? "" : ` ${session.principalName}`;
  return `The base ${principalWord(session)}${name}`;
}

function isUser(session: SessionContext): boolean {
  return session.principal.kind === "federated-user";
}
