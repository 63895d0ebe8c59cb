import type { Decision, Principal } from "../layers.js";

/** Why no policy has a say in a call: it always succeeds (M5), or such a session cannot make it (M6). */
export type OutsideRule = "M5" | "M6";

const alwaysAllowed: readonly string[] = ["sts:getcalleridentity"];

const impossible: { readonly [kind in Principal["kind"]]: readonly string[] } = {
  "role-session": ["sts:getfederationtoken", "sts:getsessiontoken"],
  "federated-user": ["iam:*", "sts:*"],
};

/** Action patterns, in lower case, of all calls in which no policy has a say. */
export function patternsOutsidePolicies(kind: Principal["kind"]): readonly string[] {
  return [...alwaysAllowed, ...impossible[kind]];
}

/** Whether a service has any such call, whoever makes it. @param service in lower case */
export function hasCallsOutside(service: string): boolean {
  return servicesWithCallsOutside.has(service);
}

const servicesWithCallsOutside: ReadonlySet<string> = new Set(
  [alwaysAllowed, ...Object.values(impossible)].flatMap((patterns) =>
    patterns.map((pattern) => pattern.slice(0, pattern.indexOf(":"))),
  ),
);

/** @param action lower-cased */
export function outsidePolicies(kind: Principal["kind"], action: string): OutsideRule | undefined {
  if (alwaysAllowed.includes(action)) return "M5";
  const isImpossible = impossible[kind].some((pattern) =>
    pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : action === pattern,
  );
  return isImpossible ? "M6" : undefined;
}

/**
 * What is decided before any policy is looked at.
 * @param action lower-cased
 */
export function decideOutsidePolicies({ kind }: Principal, action: string): Decision | undefined {
  const rule = outsidePolicies(kind, action);
  if (rule === undefined) return undefined;
  return { decision: rule === "M5" ? "allow" : "deny-implicit", decidedBy: [], dependsOn: [], rules: [rule] };
}
