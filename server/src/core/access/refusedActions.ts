import type { GrantLayer } from "./compiledLayers.js";
import { globMatches, globOf } from "./evaluate/globs.js";

/**
 * Whether some layer names an action by a pattern with a wildcard for the service, which IAM refuses (A2): what the layer
 * says of it cannot be told. Undefined where no layer has such a pattern. Of a layer with many, it is every action.
 */
export function refusedAction(grants: readonly GrantLayer[]): ((action: string) => boolean) | undefined {
  const patterns = [...new Set(grants.flatMap(({ rules }) => rules.refusedActions))];
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
