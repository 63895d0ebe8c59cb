import type { Guard } from "../../conditions/guard.js";
import { judgeConditions } from "../../conditions/judgeConditions.js";
import type { Budget } from "../budget.js";
import type { Rule } from "../rules.js";
import type { Cell } from "./cell.js";

/** A statement's conditions, as a question about conditions takes them. */
export function guardOf(rule: Rule): Guard {
  return {
    tests: rule.conditions,
    substitutesVariables: rule.substitutesVariables,
    effect: rule.allow ? "Allow" : "Deny",
  };
}

/** Whether the statement's own conditions are true in no request of the cell's actions. Throws BudgetSpent. */
export function neverApplies(cell: Cell, budget: Budget): boolean {
  const given = guardOf(cell.statement);
  if (given.tests.length === 0) return false;
  const question = { given, without: [], alwaysAllowed: true, alwaysDenied: false, allows: [], denies: [] };
  return judgeConditions(question, cell.facts, cell.letters, budget).kind === "vacuous";
}
