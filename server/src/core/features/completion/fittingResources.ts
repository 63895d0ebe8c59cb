import { excludedCharacters, formatGlobs } from "../../access/sets/arnFormats.js";
import { Budget, BudgetSpent } from "../../access/sets/budget.js";
import { Letters } from "../../access/sets/letters.js";
import { intersects } from "../../access/sets/match.js";
import { resourcePattern } from "../../access/sets/resourcePattern.js";
import { noBindings } from "../../access/sets/variableBindings.js";
import type { ActionsOfService } from "./statementActions.js";

/** Far more than the resources of a role need. */
const units = 1_000_000;

/** Tells whether an entry of Resource may stand for a resource that any of the actions takes; in doubt it may (M3). */
export function fittingResources(actions: readonly ActionsOfService[], partition: string): (text: string) => boolean {
  const budget = new Budget(units);
  const reading = { substitutesVariables: true, bindings: noBindings, letters: new Letters() };
  const globs = actions.flatMap(({ service, actions: list }) => {
    const excluded = excludedCharacters(service);
    const types = new Set(list.flatMap(({ resourceTypes }) => resourceTypes.map(({ name }) => name)));
    const formats = [...types].flatMap((type) => service.resourceTypes.get(type)?.arnFormats ?? []);
    return [...new Set(formats)].flatMap((format) => formatGlobs(format, excluded, [partition]));
  });
  return (text) => {
    try {
      const { whole } = resourcePattern(text, reading);
      return globs.length === 0 || globs.some((glob) => intersects(whole, glob, budget));
    } catch (error) {
      if (error instanceof BudgetSpent) return true;
      throw error;
    }
  };
}
