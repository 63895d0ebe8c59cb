import type { Budget } from "../budget.js";
import { meeting, outsideRule, type ResourceRegion } from "../region.js";
import type { Reading } from "../rules.js";
import { type Glob, widened } from "../tokens.js";
import type { ResourceShape } from "../universe.js";
import type { Cell } from "./cell.js";

/** The resources of the cell that can occur and that no unconditional Deny of the session takes: empty where none. */
export function cellRegions(
  cell: Cell,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): readonly RegionsOfShape[] {
  const own = ownRegion(cell, reading);
  if (own === undefined) return [];
  const possible = possibleRegions(own, shapes, budget);
  if (cell.sessionDenies.every((deny) => deny.conditions.length > 0)) return possible;
  const out: RegionsOfShape[] = [];
  for (const [shape, region] of possible) {
    let regions = region;
    for (const deny of cell.sessionDenies) {
      if (deny.conditions.length > 0) continue;
      regions = outsideRule(regions, deny, reading, cell.denyView ?? "narrowest", budget);
    }
    if (regions.length > 0) out.push([shape, regions]);
  }
  return out;
}

type RegionsOfShape = readonly [ResourceShape, readonly ResourceRegion[]];

function whole(shape: ResourceShape): RegionsOfShape {
  return [shape, [{ positives: [shape.glob], negatives: [] }]];
}

/** What of a region can occur, format by format: worked out once for an entry and actions with the same formats. */
function possibleRegions(
  own: ResourceRegion,
  shapes: readonly ResourceShape[],
  budget: Budget,
): readonly RegionsOfShape[] {
  const [first] = own.positives;
  if (first === undefined && own.negatives.length === 0) {
    budget.spend(shapes.length);
    return shapes.map(whole);
  }
  const find = () => {
    const out: RegionsOfShape[] = [];
    budget.spend(10 * shapes.length);
    for (const shape of shapes) {
      const region = restrict(own, shape.glob, budget);
      if (region !== undefined) out.push([shape, [region]]);
    }
    return out;
  };
  return first === undefined || own.negatives.length > 0 ? find() : budget.once(first, shapes, find);
}

/** What the statement itself names, whether it can occur or not; undefined: nothing in this reading. */
export function ownRegion(cell: Cell, reading: Reading): ResourceRegion | undefined {
  const { statement, entry } = cell;
  if (entry === undefined) {
    // A session's NotResource entry with an unknown variable may match nothing: the statement is then larger.
    return { positives: [], negatives: statement.globs(reading).filter((glob) => !glob.hasLetter) };
  }
  const pattern = statement.resources[entry]!;
  if (pattern.matchesNothing) return undefined;
  const own = reading === "whole" ? pattern.whole : pattern.byField;
  const glob = cell.view === "letters" ? own : widened(own);
  return { positives: glob.isAll ? [] : [glob], negatives: [] };
}

function restrict(region: ResourceRegion, shape: Glob, budget: Budget): ResourceRegion | undefined {
  const positives = meeting(region.positives, shape, budget);
  return positives && { positives, negatives: region.negatives };
}
