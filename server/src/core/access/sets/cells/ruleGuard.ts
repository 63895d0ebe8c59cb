import { canHold } from "../../conditions/canHold.js";
import type { Guard } from "../../conditions/guard.js";
import type { Budget } from "../budget.js";
import type { Rule } from "../rules.js";
import type { Cell } from "./cell.js";

/** A statement's conditions, as a question about conditions takes them. */
export function guardOf(rule: Rule): Guard {
  return rule.guard;
}

/** Whether the statement's own conditions are true in no request of the cell's actions. Throws BudgetSpent. */
export function neverApplies(cell: Cell, budget: Budget): boolean {
  const given = guardOf(cell.statement);
  if (given.tests.length === 0) return false;
  return !canHold({ given, also: [], without: [] }, cell.facts, cell.letters, budget);
}
