import type { SessionContext } from "../../context/sessionContext.js";
import type { GrantRules } from "../checkSpace.js";
import type { GrantLayer } from "../compiledLayers.js";
import type { ResourceGrants } from "../resourceGrants.js";
import type { ActionCell } from "../sets/actionCell.js";
import type { LayerRules } from "../sets/cells/cell.js";
import { Letters } from "../sets/letters.js";
import { Rule } from "../sets/rules.js";
import type { Bindings } from "../sets/variableBindings.js";
import type { Unknown } from "../verdict.js";

/** Stands for the resources whose own policies need not let the session in. */
export function everythingBut(resources: readonly string[], bindings: Bindings): Rule {
  return resources.length === 0 ? allowing(false, ["*"], bindings) : allowing(true, resources, bindings);
}

/** Stands for resources of which it is asked elsewhere what their policies say. */
export function everyOne(resources: readonly string[], bindings: Bindings): Rule {
  return allowing(false, resources, bindings);
}

function allowing(negated: boolean, resources: readonly string[], bindings: Bindings): Rule {
  const entries = (texts: readonly string[]) => texts.map((text) => ({ text, path: [] }));
  const actions = { negated: false, entries: entries(["*"]) };
  return new Rule(
    {
      index: -1,
      path: [],
      sid: undefined,
      effect: "Allow",
      actions,
      resources: { negated, entries: entries(resources) },
      principals: undefined,
      conditions: [],
    },
    { layer: "resource", policy: -1, statement: -1, effect: "Allow" },
    { bindings: bindings, letters: new Letters(), substitutesVariables: false },
  );
}

/** A layer's statements, with those of resource-based policies that stand in for what it lacks (D3). */
export function withResourceGrants(
  { grant, rules }: GrantRules,
  group: ActionCell,
  resource: ResourceGrants | undefined,
): LayerRules {
  const { layer } = grant;
  const beside =
    layer === "identity"
      ? resource?.besideIdentity
      : layer === "boundary" || layer === "session"
        ? resource?.besideLimits
        : undefined;
  // No policy of a resource has a say where there is no resource (M2).
  if (!beside?.size || group.resources.kind === "none") return rules;
  const more = group.rulesOf(resource!.rules).allows.filter((rule) => beside.has(rule));
  return more.length === 0 ? rules : { allows: [...rules.allows, ...more], denies: rules.denies };
}

/** What is stated was judged; whether it is all there is. */
export function knowsAllResourcePolicies({ layers, resourcePoliciesComplete }: SessionContext): boolean {
  if (layers.resourcePolicies.state !== "given") return layers.resourcePolicies.state === "none";
  return resourcePoliciesComplete && layers.resourcePolicies.value.every(({ policy }) => policy.state !== "unknown");
}

/** Whether a grant of a resource-based policy stands in for what the layer lacks (D3). */
export function isGoneAround({ layer }: GrantLayer): boolean {
  return layer === "identity" || layer === "boundary" || layer === "session";
}

/** It cannot be told whether a stated policy names the session. */
export const notNamed: Unknown = {
  why: "layer-not-given",
  detail: "whom a resource policy means isn't known",
  rules: ["D3"],
};
