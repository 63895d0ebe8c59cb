import type { Operation } from "./sessionContext.js";

/**
 * How many characters a session policy may have, white space counted (T1). 2,048 is the documented quota of the STS
 * calls; AssumeRole's API model no longer repeats it, but its documentation does. Roles Anywhere stores the policy in a
 * profile whose model allows 100,000.
 */
export function sessionPolicyLimit(operation: Operation | undefined): number {
  return operation === "RolesAnywhere" ? 100_000 : 2_048;
}
