import type { ActionAccess } from "../analysis.js";
import { isLost } from "./summarizeEntry.js";
import type { Counterexample, ExampleUnits } from "./verdict.js";

/**
 * A request that shows what is lost of some actions. Each is replayed when it is asked for: where so many are not borne
 * out, the next will not be either, and a statement on everything has thousands.
 * @param units what all examples that are asked for with them may take; no end of them if not given
 */
export function firstExample(actions: Iterable<ActionAccess>, units?: ExampleUnits): Counterexample | undefined {
  let tried = 0;
  for (const action of actions) {
    if (!isLost(action) && action.result !== "partly") continue;
    const counterexample = exampleOf(action, units);
    if (counterexample !== undefined) return counterexample;
    if (++tried === mostTried) return undefined;
  }
  return undefined;
}

/** The request that shows what is lost of an action; undefined where the units are gone, too. */
export function exampleOf(action: ActionAccess, units?: ExampleUnits): Counterexample | undefined {
  return units === undefined || action.exampleWithin === undefined
    ? action.counterexample
    : action.exampleWithin(units);
}

const mostTried = 50;
