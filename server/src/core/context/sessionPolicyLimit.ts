import { countCharacters } from "../text/characters.js";
import type { Operation, SessionContext } from "./sessionContext.js";

/**
 * How many of those characters the ARNs of managed policies take that are passed along: they share the limit with the
 * text of the policy (T1).
 */
export function managedPolicyArnCharacters(session: Pick<SessionContext, "managedPolicies"> | undefined): number {
  return (session?.managedPolicies ?? []).reduce((sum, { arn }) => sum + countCharacters(arn), 0);
}

/**
 * How many characters a session policy may have, white space counted (T1). 2,048 is the documented quota of the STS
 * calls; AssumeRole's API model no longer repeats it, but its documentation does. Roles Anywhere stores the policy in a
 * profile whose model allows 100,000.
 */
export function sessionPolicyLimit(operation: Operation | undefined): number {
  return operation === "RolesAnywhere" ? 100_000 : 2_048;
}
