import type { ActionAccess } from "../analysis.js";
import { isLost } from "./summarizeEntry.js";
import type { Counterexample } from "./verdict.js";

/**
 * A request that shows what is lost of some actions. Each is replayed when it is asked for: where so many are not borne
 * out, the next will not be either, and a statement on everything has thousands.
 */
export function firstExample(actions: Iterable<ActionAccess>): Counterexample | undefined {
  let tried = 0;
  for (const action of actions) {
    if (!isLost(action) && action.result !== "partly") continue;
    const { counterexample } = action;
    if (counterexample !== undefined) return counterexample;
    if (++tried === mostTried) return undefined;
  }
  return undefined;
}

const mostTried = 50;
