import type { GrantLayer } from "./compiledLayers.js";
import { globMatches } from "./evaluate/globs.js";

/**
 * Whether some layer names an action by a pattern with a wildcard for the service, which IAM refuses (A2): what the layer
 * says of it cannot be told. Undefined where no layer has such a pattern.
 */
export function refusedAction(grants: readonly GrantLayer[]): ((action: string) => boolean) | undefined {
  const patterns = grants.flatMap(({ rules }) => rules.refusedActions);
  if (patterns.length === 0) return undefined;
  return (action) => patterns.some((pattern) => globMatches(pattern, action.toLowerCase()));
}
