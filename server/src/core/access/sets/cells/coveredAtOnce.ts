import type { Budget } from "../budget.js";
import { coversAlone, intersects } from "../match.js";
import type { Reading } from "../rules.js";
import type { ResourceShape } from "../universe.js";
import type { Cell, LayerRules } from "./cell.js";
import { ownRegion } from "./cellRegions.js";

/**
 * The everyday case: the layer denies nothing, and one unconditional Allow takes the whole entry. Then whatever the
 * session's own Denies leave is within. That something can occur the caller has found out.
 */
export function coveredAtOnce(
  cell: Cell,
  layer: LayerRules,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): boolean {
  if (layer.denies.length > 0 || layer.allows.length === 0) return false;
  const own = ownRegion(cell, reading);
  if (own === undefined) return false;
  // Only an entry whose readings differ may be empty in this one.
  const mayBeEmpty = cell.entry !== undefined && cell.statement.resources[cell.entry]!.readingsDiffer;
  const meets = (shape: ResourceShape) => own.positives.every((positive) => intersects(positive, shape.glob, budget));
  if (mayBeEmpty && !shapes.some(meets)) return false;
  return layer.allows.some((rule) => {
    if (rule.conditions.length > 0 || rule.within !== undefined) return false;
    if (rule.everyResource) return true;
    if (rule.negatedResources || own.positives.length !== 1) return false;
    budget.spend(1 + (rule.resources.length >> 1));
    return rule.globs(reading).some((glob) => coversAlone(glob, own.positives[0]!, budget));
  });
}
