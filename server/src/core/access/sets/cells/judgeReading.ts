import type { Budget } from "../budget.js";
import type { Reading } from "../rules.js";
import type { ResourceShape } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import { cellRegions } from "./cellRegions.js";
import { type CellVerdict, heavier } from "./cellVerdict.js";
import { coveredAtOnce } from "./coveredAtOnce.js";
import { ShapeJudge } from "./shapeJudge.js";

/** How a cell stands to a layer in one reading of wildcards: the heaviest of what each ARN format gives. */
export function judgeReading(
  cell: Cell,
  layer: LayerRules,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): CellVerdict {
  if (coveredAtOnce(cell, layer, reading, shapes, budget)) return { kind: "within" };
  let verdict: CellVerdict = { kind: "vacuous" };
  const isSame = saysNothing(layer) && cell.sessionDenies.every(({ conditions }) => conditions.length === 0);
  for (const [shape, regions] of cellRegions(cell, reading, shapes, budget)) {
    verdict = heavier(verdict, new ShapeJudge(cell, layer, reading, shape, budget).judge(regions));
    // Nothing is heavier, and without Denies there is one reason for it.
    if (verdict.kind === "exceeds" && layer.denies.length === 0) break;
    // What cannot be told of the statement's own conditions cannot be told whatever the resource is.
    if (verdict.kind === "unknown" && isSame) break;
    if (cell.isDoubtful && verdict.kind !== "vacuous" && verdict.kind !== "within") break;
  }
  return verdict;
}

function saysNothing({ allows, denies }: LayerRules): boolean {
  return allows.length === 0 && denies.length === 0;
}
