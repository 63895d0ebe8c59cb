import type { LayerName } from "../../access/layers.js";
import type { AccessDenied } from "./accessDenied.js";

const names: { readonly [layer in LayerName]: string } = {
  identity: "identity-based policy",
  boundary: "permissions boundary",
  scp: "service control policy",
  rcp: "resource control policy",
  session: "session policy",
  resource: "resource-based policy",
};

/** What AWS itself gives as the reason, in one sentence; undefined where it gives none. */
export function blameWords(denied: Extract<AccessDenied, { readonly kind: "message" }>): string | undefined {
  const { layer, explicit } = denied;
  if (layer === undefined) return explicit === true ? "AWS says that a policy denies it." : undefined;
  return explicit === true
    ? `AWS says that a ${names[layer]} denies it.`
    : `AWS says that no ${names[layer]} allows it.`;
}
