import type { Decision, Principal } from "../layers.js";

/**
 * What no policy has a say in: calls that always succeed (M5) and calls that a session cannot make (M6).
 * @param action lower-cased
 */
export function decideOutsidePolicies(principal: Principal, action: string): Decision | undefined {
  if (action === "sts:getcalleridentity") return decided("allow", "M5");
  const isImpossible =
    principal.kind === "role-session"
      ? action === "sts:getfederationtoken" || action === "sts:getsessiontoken"
      : action.startsWith("iam:") || action.startsWith("sts:");
  return isImpossible ? decided("deny-implicit", "M6") : undefined;
}

function decided(decision: Decision["decision"], rule: string): Decision {
  return { decision, decidedBy: [], dependsOn: [], rules: [rule] };
}
