import { globMatches, globOf } from "./evaluate/globs.js";
import type { RuleSet } from "./sets/rules.js";

/**
 * Whether some layer, or a resource's policy, names an action by a pattern with a wildcard for the service, which IAM refuses
 * (A2): what it says of the action cannot be told. Undefined where no layer has such a pattern. Of a layer with many, it is every action.
 */
export function refusedAction(sets: readonly RuleSet[]): ((action: string) => boolean) | undefined {
  const patterns = [...new Set(sets.flatMap((rules) => rules.refusedActions))];
  if (patterns.length === 0) return undefined;
  if (patterns.length > mostTold) return () => true;
  const globs = patterns.map(globOf);
  return (action) => {
    const text = action.toLowerCase();
    return globs.some((glob) => globMatches(glob, text));
  };
}

/** There is no such policy in AWS, and a statement on everything has thousands of actions to be asked about. */
const mostTold = 8;
