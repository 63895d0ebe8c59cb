import type { SessionContext } from "../../context/sessionContext.js";
import { Letters } from "../sets/letters.js";
import { Rule } from "../sets/rules.js";
import type { Bindings } from "../sets/variableBindings.js";

/** Stands for the resources whose own policies need not let the session in. */
export function everythingBut(resources: readonly string[], bindings: Bindings): Rule {
  const entries = (texts: readonly string[]) => texts.map((text) => ({ text, path: [] }));
  const rest =
    resources.length === 0
      ? { negated: false, entries: entries(["*"]) }
      : { negated: true, entries: entries(resources) };
  const actions = { negated: false, entries: entries(["*"]) };
  return new Rule(
    {
      index: -1,
      path: [],
      sid: undefined,
      effect: "Allow",
      actions,
      resources: rest,
      principals: undefined,
      conditions: [],
    },
    { layer: "resource", policy: -1, statement: -1, effect: "Allow" },
    { bindings: bindings, letters: new Letters(), substitutesVariables: false },
  );
}

/** What is stated was judged; whether it is all there is. */
export function knowsAllResourcePolicies({ layers, resourcePoliciesComplete }: SessionContext): boolean {
  if (layers.resourcePolicies.state !== "given") return layers.resourcePolicies.state === "none";
  return resourcePoliciesComplete && layers.resourcePolicies.value.every(({ policy }) => policy.state !== "unknown");
}
