import type { Budget } from "./budget.js";
import { coversAlone, intersects } from "./match.js";
import type { Rule } from "./rules.js";
import type { Glob } from "./tokens.js";

export type Ternary = "yes" | "no" | "maybe";

/** Whether a statement matches the resource `*` of an action of this service (M2, R7). */
export function matchesStar(rule: Rule, serviceArns: Glob, budget: Budget): Ternary {
  if (rule.everyResource) return "yes";
  if (rule.negatedResources) return matchesStarUnless(rule, budget);
  let found: Ternary = "no";
  for (let i = 0; i < rule.resources.length; i++) {
    const one = entryMatchesStar(rule, i, serviceArns, budget);
    if (one === "yes") return "yes";
    if (one === "maybe") found = "maybe";
  }
  return found;
}

/** The same for a NotResource: an entry that names ARNs leaves out none but those (R7). */
function matchesStarUnless(rule: Rule, budget: Budget): Ternary {
  for (const { matchesNothing, whole } of rule.resources) {
    if (!matchesNothing && coversAlone(whole, starWord, budget)) return "no";
  }
  return rule.doubtsAbsence ? "maybe" : "yes";
}

export function entryMatchesStar(rule: Rule, entry: number, serviceArns: Glob, budget: Budget): Ternary {
  const pattern = rule.resources[entry]!;
  if (pattern.matchesNothing) return "no";
  if (coversAlone(pattern.whole, starWord, budget)) return "yes";
  return intersects(pattern.whole, serviceArns, budget) ? "maybe" : "no";
}

const starWord: Glob = {
  tokens: Int32Array.of(42),
  generic: Int32Array.of(42),
  hasOne: false,
  hasStar: false,
  hasRestricted: false,
  hasLetter: false,
  hasCaseless: false,
  isAligned: false,
  lastField: -1,
  isAll: false,
  wide: undefined,
};
