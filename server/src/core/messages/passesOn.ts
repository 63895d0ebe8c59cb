import type { EntryAccess } from "../analysis.js";
import type { PolicyModel } from "../policy/model.js";
import { isPassThrough } from "../policy/passThrough.js";
import { statementAt } from "../policy/statementAt.js";

/**
 * Whether an entry's statement says "whatever the role may do", and no more is open than what the policies of resources
 * decide that let nobody in by themselves (D4, D5): then it is told that it passes on what is granted, whatever that is.
 */
export function passesOn({ result, actions, statement: index }: EntryAccess, model: PolicyModel): boolean {
  if (result !== "partly" && result !== "unknown") return false;
  const statement = statementAt(model, index);
  if (statement === undefined || !isPassThrough(statement)) return false;
  if (result === "partly") return true;
  const unknown = actions.filter((action) => action.result === "unknown");
  return unknown.length < actions.length && unknown.every(({ decidedBy }) => decidedBy === "resource");
}
