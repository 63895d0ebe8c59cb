import { isLost } from "../access/summarizeEntry.js";
import type { ActionAccess } from "../analysis.js";

/**
 * Whether the base gives nothing of this action. What the policy's own Denies take away is no excess (E5), and no
 * reason to narrow either: it is deliberate.
 */
export function isLostToBase(action: ActionAccess): boolean {
  return isLost(action) && action.decidedBy !== "session";
}
