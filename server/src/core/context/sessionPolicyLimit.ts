import type { Catalog } from "../catalog/catalog.js";
import { countCharacters } from "../text/characters.js";
import type { Operation, SessionContext } from "./sessionContext.js";

/**
 * How many of those characters the ARNs of managed policies take that are passed along: they share the limit with the
 * text of the policy (T1).
 */
export function managedPolicyArnCharacters(session: Pick<SessionContext, "managedPolicies"> | undefined): number {
  return (session?.managedPolicies ?? []).reduce((sum, { arn }) => sum + countCharacters(arn), 0);
}

/** How many characters a session policy may have, white space counted (T1); of a session that is not known, AssumeRole's. */
export function sessionPolicyLimit(operation: Operation | undefined, { sessionFacts }: Catalog): number {
  return sessionFacts.operations.get(operation ?? "AssumeRole")?.policyCharacters ?? 2_048;
}
