import { type Budget, BudgetSpent } from "../budget.js";
import { insideRule, someWordIn } from "../region.js";
import type { Reading, Rule } from "../rules.js";
import type { Universe } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import { ownRegion } from "./cellRegions.js";
import type { CellVerdict } from "./cellVerdict.js";
import { judgeClosedCell } from "./closedCell.js";
import { coveredAtOnce } from "./coveredAtOnce.js";
import { spent, unknownVariable } from "./unknownVerdicts.js";

/**
 * A session entry with a variable of unknown value, or one of which it is doubtful what it matches. It is within if one Allow takes it whatever the value is and no
 * Deny comes near it, or if even `*` in the variable's place would be. It exceeds if nothing of the kind is granted.
 * Otherwise it hangs on the value.
 */
export function judgeOpenCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  try {
    const shapes = cell.resources.patterns;
    const denied = layer.denies.some((deny) => meetsRule(cell, deny, budget));
    const asLetters: Cell = { ...cell, view: "letters", sessionDenies: [] };
    const allowing: LayerRules = { allows: layer.allows, denies: [] };
    const covered = (reading: Reading) => coveredAtOnce(asLetters, allowing, reading, shapes, budget);
    if (!denied && covered("byField") && covered("whole")) return { kind: "within" };
    // It may match nothing at all (Q18).
    const isDoubtful = cell.entry !== undefined && cell.statement.resources[cell.entry]!.isDoubtful;
    const widest = judgeClosedCell(isDoubtful ? { ...cell, isDoubtful } : cell, layer, universe, budget);
    if (widest.kind === "within" || widest.kind === "vacuous") return widest;
    if (isDoubtful) return unknownVariable(cell.statement);
    const granted = layer.allows.some((allow) => meetsRule(cell, allow, budget));
    if (granted || widest.kind !== "exceeds") return unknownVariable(cell.statement);
    // What nothing grants is not granted for any value; the witness has the variable in it.
    const excess = judgeClosedCell({ ...cell, view: "letters" }, layer, universe, budget);
    return excess.kind === "exceeds" ? excess : unknownVariable(cell.statement);
  } catch (error) {
    if (error instanceof BudgetSpent) return spent;
    throw error;
  }
}

/** Whether a rule may match some request of the cell, by any reading and whatever variables stand for. */
function meetsRule(cell: Cell, rule: Rule, budget: Budget): boolean {
  const readings: readonly Reading[] = ["byField", "whole"];
  return readings.some((reading) => {
    const own = ownRegion({ ...cell, sessionDenies: [] }, reading);
    if (own === undefined) return false;
    const regions =
      own.positives.length > 0 ? [own] : cell.resources.patterns.map(({ glob }) => ({ ...own, positives: [glob] }));
    return someWordIn(insideRule(regions, rule, reading, "widest", budget), budget);
  });
}
