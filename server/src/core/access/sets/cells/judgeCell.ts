import type { Budget } from "../budget.js";
import type { Universe } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import type { CellVerdict } from "./cellVerdict.js";
import { judgeClosedCell } from "./closedCell.js";
import { judgeOpenCell } from "./openCell.js";
import { unknownVariable } from "./unknownVerdicts.js";

/**
 * How a cell stands to what a layer allows: E2 net of the session's own Denies (E5), on requests that can occur (M2,
 * M3). Both readings of wildcards are computed where they may differ; if they disagree the answer is unknown (Q3, Q18).
 */
export function judgeCell(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  const verdict = judgeAsRead(cell, layer, universe, budget);
  if (verdict.kind !== "exceeds" && verdict.kind !== "depends") return verdict;
  const doubtful = cell.sessionDenies.find((deny) => deny.doubtsAbsence && deny.conditions.length === 0);
  if (doubtful === undefined) return verdict;
  // Where the session's own Deny may not apply for want of a value, it took nothing: what escapes must do so either way.
  const applied = judgeAsRead({ ...cell, absenceApplies: true }, layer, universe, budget);
  return applied.kind === verdict.kind ? verdict : unknownVariable(doubtful);
}

function judgeAsRead(cell: Cell, layer: LayerRules, universe: Universe, budget: Budget): CellVerdict {
  const own = cell.entry === undefined ? undefined : cell.statement.resources[cell.entry]!;
  if (own?.isOpen && cell.resources.kind !== "none") {
    return judgeOpenCell(cell, layer, universe, budget);
  }
  const verdict = judgeClosedCell(cell, layer, universe, budget);
  const isSure = own !== undefined || !cell.statement.hasVariables || cell.resources.kind === "none";
  // A NotResource with an open entry was taken at its largest: what it has too much it may not have.
  return isSure || verdict.kind === "within" || verdict.kind === "vacuous" ? verdict : unknownVariable(cell.statement);
}
