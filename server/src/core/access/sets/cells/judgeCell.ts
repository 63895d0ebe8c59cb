import type { Budget } from "../budget.js";
import type { Rule } from "../rules.js";
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
  const denies = cell.sessionDenies.filter((deny) => deny.conditions.length === 0);
  // Where it is doubtful whether the session's own Deny applies, it took nothing: what escapes must do so either way.
  const isDoubtful = (deny: Rule) => deny.doubtsAbsence || deny.resources.some(({ isDisputed }) => isDisputed);
  // An excess names a value of each variable and is replayed with it; where some requests stay in, no value is named.
  const isOpen = (deny: Rule) => verdict.kind === "depends" && deny.hasVariables;
  const doubtful = denies.find((deny) => isOpen(deny) || isDoubtful(deny));
  if (doubtful === undefined) return verdict;
  const denyView = isOpen(doubtful) ? "widest" : "doubtful";
  const applied = judgeAsRead({ ...cell, denyView }, layer, universe, budget);
  return applied.kind === verdict.kind ? applied : unknownVariable(doubtful);
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
