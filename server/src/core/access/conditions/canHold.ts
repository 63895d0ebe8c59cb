import type { Budget } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import { type ConditionFacts, kindOfKey } from "./conditionFacts.js";
import { type ConditionQuestion, type Guard, textOfTests } from "./guard.js";
import { judgeConditions } from "./judgeConditions.js";

/** Conditions of statements that all have to apply, and of Denies none of which may. */
export type Together = Required<Pick<ConditionQuestion, "given" | "also" | "without">>;

/** Whether there is a context in which all can be so. Throws BudgetSpent. */
export function canHold(together: Together, facts: ConditionFacts, letters: Letters, budget: Budget): boolean {
  const question = { ...together, alwaysAllowed: true, alwaysDenied: false, allows: [], denies: [] };
  return judgeConditions(question, facts, letters, budget).kind !== "vacuous";
}

/**
 * The same conditions in parts without a key in common: keys vary freely, so all can be so where each part can. Most
 * statements have nothing to do with each other.
 */
export function independentParts({ given, also, without }: Together): readonly Together[] {
  const parts: Part[] = [];
  const add = (guard: Guard, isWithout: boolean) => {
    if (guard.tests.length === 0 && !isWithout) return;
    const part: Part = { keys: new Set(guard.tests.map(({ key }) => key.toLowerCase())), also: [], without: [] };
    (isWithout ? part.without : part.also).push(guard);
    for (let at = parts.length - 1; at >= 0; at--) {
      const other = parts[at]!;
      if (![...part.keys].some((key) => other.keys.has(key))) continue;
      for (const key of other.keys) part.keys.add(key);
      part.also.unshift(...other.also);
      part.without.unshift(...other.without);
      parts.splice(at, 1);
    }
    parts.push(part);
  };
  for (const guard of [given, ...also]) add(guard, false);
  for (const guard of without) add(guard, true);
  return parts.map(({ also: [first, ...others], without: denied }) => ({
    given: first ?? nothing,
    also: others,
    without: denied,
  }));
}

interface Part {
  readonly keys: Set<string>;
  readonly also: Guard[];
  readonly without: Guard[];
}

const nothing: Guard = { tests: [], substitutesVariables: false, effect: "Allow" };

/**
 * All that the answer hangs on besides the session, as a text. Undefined where it may hang on a variable of unknown
 * value: its letter goes with the check.
 */
export function textOf({ given, also, without }: Together, facts: ConditionFacts): string | undefined {
  const keys = new Set<string>();
  let text = "";
  for (const guards of [[given, ...also], without]) {
    for (const guard of guards) {
      for (const { key } of guard.tests) keys.add(key.toLowerCase());
      const tests = guard.text ?? textOfTests(guard.tests);
      if (guard.substitutesVariables && tests.includes("${")) return undefined;
      text += `${guard.effect} ${guard.substitutesVariables} ${tests} `;
    }
    text += "| ";
  }
  for (const key of keys) text += ` ${kindOfKey(key, facts)}`;
  return text;
}
