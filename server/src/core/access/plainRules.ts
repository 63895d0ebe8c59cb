import type { LayerRules } from "./sets/cells/cell.js";
import type { Rule } from "./sets/rules.js";

/** Whether a statement is about every resource and says nothing else of resources. */
export function isOnEverything(rule: Rule): boolean {
  return rule.everyResource && !rule.negatedResources && rule.resources.length === 1;
}

/** Whether a layer grants everything that its rules are about, or nothing at all: always, and without a Deny. */
export function grantsAllOrNothing({ allows, denies }: LayerRules): boolean {
  if (denies.length > 0) return false;
  for (const { everyResource, conditions } of allows) if (!everyResource || conditions.length > 0) return false;
  return true;
}
