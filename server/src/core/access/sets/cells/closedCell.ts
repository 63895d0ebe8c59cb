import { type Budget, BudgetSpent } from "../budget.js";
import type { ResourcePattern } from "../resourcePattern.js";
import type { Rule } from "../rules.js";
import type { Universe } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import type { CellVerdict } from "./cellVerdict.js";
import { judgeReading } from "./judgeReading.js";
import { judgeWithoutResource } from "./starCell.js";
import { doubtfulArn, spent, unknown } from "./unknownVerdicts.js";

/**
 * A cell whose entry has no variable of unknown value in it, or is taken at its widest. Both readings of wildcards are
 * computed where they may differ; if they disagree the answer is unknown (Q3, Q4, Q18).
 */
export function judgeClosedCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  try {
    if (cell.resources.kind === "none") return judgeWithoutResource(cell, layer, universe, budget);
    const byField = judgeReading(cell, layer, "byField", cell.resources.patterns, budget);
    if (!readingsMayDiffer(cell, layer)) return byField;
    if (cell.isDoubtful && byField.kind !== "within" && byField.kind !== "vacuous") return byField;
    const whole = judgeReading(cell, layer, "whole", cell.resources.patterns, budget);
    if (byField.kind === whole.kind) return byField;
    // Whatever the one reading adds is allowed too.
    if (byField.kind === "vacuous" && whole.kind === "within") return byField;
    // Nothing is in the cell by one reading: what the other finds there may not exist.
    const doubtful = doubtfulEntries(cell, layer);
    return doubtful.length > 0
      ? doubtfulArn(doubtful)
      : unknown("disputed-rule", "AWS does not say whether a wildcard may run past a colon here", ["Q3"]);
  } catch (error) {
    if (error instanceof BudgetSpent) return spent;
    throw error;
  }
}

function readingsMayDiffer(cell: Cell, layer: LayerRules): boolean {
  const own =
    cell.entry === undefined ? cell.statement.readingsDiffer : cell.statement.resources[cell.entry]!.readingsDiffer;
  const differ = (rule: Rule) => rule.readingsDiffer;
  return own || layer.allows.some(differ) || layer.denies.some(differ) || cell.sessionDenies.some(differ);
}

function doubtfulEntries(cell: Cell, layer: LayerRules): readonly ResourcePattern[] {
  return [cell.statement, ...layer.allows, ...layer.denies, ...cell.sessionDenies].flatMap((rule) =>
    rule.resources.filter(({ isDisputed }) => isDisputed),
  );
}
