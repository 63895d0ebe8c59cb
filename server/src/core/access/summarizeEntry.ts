import type { ActionAccess, EntryResult } from "../analysis.js";
import type { Effect } from "../policy/model.js";

/**
 * What an entry does as a whole, from what it does for each action.
 *
 * For an Allow, anything lost beside anything kept is `partly`; without a loss the least certain result counts
 * (unknown before depends before allowed), so that nothing unknown is ever shown as safe. A Deny `removes` as soon as
 * one action is removed. An Allow that matches no action at all is `no-effect` if its actions only don't fit the
 * statement's resources (M3), and otherwise `unknown`: an action that the catalog does not list may be new.
 */
export function summarizeEntry(
  effect: Effect,
  actions: readonly ActionAccess[],
  unfit: readonly string[],
): EntryResult {
  const has = (result: EntryResult) => actions.some((action) => action.result === result);
  if (effect === "Deny") {
    if (has("removes")) return "removes";
    if (has("unknown")) return "unknown";
    return has("depends") ? "depends" : "removes-nothing";
  }
  if (actions.length === 0) return unfit.length > 0 ? "no-effect" : "unknown";
  const lost = actions.filter(isLost);
  if (lost.length === actions.length)
    return lost.every(({ result }) => result === "no-effect") ? "no-effect" : "not-granted";
  if (lost.length > 0) return "partly";
  if (has("unknown")) return "unknown";
  if (has("depends")) return "depends";
  return has("partly") ? "partly" : "allowed";
}

/** Whether the session gets nothing of this action from its own policies. */
export function isLost({ result }: Pick<ActionAccess, "result">): boolean {
  return result === "not-granted" || result === "no-effect";
}
