import type { PolicyKind } from "../../server/src/core/policy/model.js";

/** What a kind of policy is called. */
export const kindNames: { readonly [kind in PolicyKind]: string } = {
  session: "session policies",
  identity: "identity policies",
  trust: "trust policies",
  resource: "resource policies",
  boundary: "permissions boundaries",
  scp: "SCPs",
  rcp: "RCPs",
};

/** `session policies`; `all kinds of policy`. */
export function kindsInWords(kinds: readonly PolicyKind[]): string {
  const all = Object.keys(kindNames) as PolicyKind[];
  if (all.every((kind) => kinds.includes(kind))) return "all kinds of policy";
  return all
    .filter((kind) => kinds.includes(kind))
    .map((kind) => kindNames[kind])
    .join(", ");
}

/** `a trust policy` */
export function asKind(kind: PolicyKind): string {
  const names: { readonly [kind in PolicyKind]: string } = {
    session: "a session policy",
    identity: "an identity policy",
    trust: "a trust policy",
    resource: "a resource policy",
    boundary: "a permissions boundary",
    scp: "an SCP",
    rcp: "an RCP",
  };
  return names[kind];
}
