import type { LayerName } from "../access/layers.js";
import type { LayerAnswer } from "../analysis.js";
import { listed } from "./lists.js";

/** A layer's name in a table or at the start of a sentence: `Identity policies`. */
export function layerTitle(layer: LayerName, level?: number): string {
  const title = {
    identity: "Identity policies",
    boundary: "Boundary",
    scp: "SCPs",
    rcp: "RCPs",
    session: "Session policy",
    resource: "Resource policies",
  }[layer];
  return level === undefined ? title : `${title}, level ${level + 1}`;
}

/** A layer's name as short as a lens needs it: `SCP`. */
export function layerWord(layer: LayerName): string {
  return {
    identity: "role",
    boundary: "boundary",
    scp: "SCP",
    rcp: "RCP",
    session: "session policy",
    resource: "resource policy",
  }[layer];
}

/** What a layer says of an action, for a cell of a table. */
export const answerWords: { readonly [answer in LayerAnswer["answer"]]: string } = {
  allows: "allows",
  "allows-part": "allows a part",
  "does-not-allow": "does not allow",
  denies: "denies",
  "denies-part": "denies a part",
  depends: "depends on a condition",
  unknown: "can't tell",
  none: "none",
  "not-given": "not given",
};

/** The screen's names of layers that are not given, from their names in the config: `SCPs, RCPs, resource policies`. */
export function notGivenWords(notGiven: readonly string[]): string {
  return notGiven.map((name) => configNames[name] ?? name).join(", ");
}

/** The same as a sentence's part: `the SCPs, the RCPs and the resource policies`. */
export function notGivenList(notGiven: readonly string[]): string {
  return listed(notGiven.map((name) => `the ${configNames[name] ?? name}`));
}

const configNames: { readonly [name: string]: string } = {
  identityPolicies: "identity policies",
  permissionsBoundary: "boundary",
  serviceControlPolicies: "SCPs",
  resourceControlPolicies: "RCPs",
  resourcePolicies: "resource policies",
  managedPolicies: "managed session policies",
  trustPolicy: "trust policy",
};
