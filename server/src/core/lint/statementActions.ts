import type { ActionText } from "./facts/actionFacts.js";
import type { StatementFacts } from "./facts/policyFacts.js";

/**
 * Whether the Action or NotAction of a statement takes in an action (A1, A3). Where finding out would take too much work,
 * it is said to: then no rule concludes that the action is missing.
 */
export function allowsAction(statement: StatementFacts, action: string): boolean {
  const lower = action.toLowerCase();
  const [service = "", name = ""] = lower.split(":", 2);
  const matched = statement.actionTexts.some((entry, at) => {
    if (isSurelyOther(entry, lower, service)) return false;
    if (entry.form === "named" && entry.known !== undefined) return true;
    const { matches } = statement.actions[at]!;
    if (matches === undefined) return true;
    return matches.get(service)?.some((each) => each.toLowerCase() === name) === true;
  });
  if (!statement.hasNotAction || !statement.actions.some(({ negated }) => negated)) return matched;
  return !matched || statement.actions.some(({ matches }) => matches === undefined);
}

/** Whether an entry names another action, or patterns of another service: nothing need be looked up to see that. */
function isSurelyOther(entry: ActionText, action: string, service: string): boolean {
  if (entry.form === "named") return entry.lower !== action;
  return entry.form === "pattern" && entry.service !== service;
}
