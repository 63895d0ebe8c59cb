import type { Budget } from "../budget.js";
import { meeting, outsideRule, type ResourceRegion } from "../region.js";
import type { Reading } from "../rules.js";
import { widened } from "../tokens.js";
import type { ResourceShape } from "../universe.js";
import type { Cell } from "./cell.js";

/**
 * The resources of the cell that can occur and that no unconditional Deny of the session takes, ARN format by ARN format:
 * none where there are none. Each is worked out when it is asked for, since the first one often answers the question.
 */
export function* cellRegions(
  cell: Cell,
  reading: Reading,
  shapes: readonly ResourceShape[],
  budget: Budget,
): Generator<RegionsOfShape> {
  const own = ownRegion(cell, reading);
  if (own === undefined) return;
  const possible = possibleRegions(own, shapes, budget);
  for (let at = 0; ; at++) {
    const found = possible.at(at);
    if (found === undefined) return;
    let [shape, regions] = found;
    for (const deny of cell.sessionDenies) {
      if (deny.conditions.length > 0) continue;
      regions = outsideRule(regions, deny, reading, cell.denyView ?? "narrowest", budget);
    }
    if (regions.length > 0) yield [shape, regions];
  }
}

type RegionsOfShape = readonly [ResourceShape, readonly ResourceRegion[]];

/** What of a region can occur, format by format: worked out once for an entry and actions with the same formats. */
function possibleRegions(own: ResourceRegion, shapes: readonly ResourceShape[], budget: Budget): PossibleRegions {
  const [first] = own.positives;
  const find = () => new PossibleRegions(own, shapes, budget);
  return first === undefined || own.negatives.length > 0 ? find() : budget.once(shapes, first, find);
}

/** One after the other, each found when it is first asked for. */
class PossibleRegions {
  readonly #own: ResourceRegion;
  readonly #shapes: readonly ResourceShape[];
  readonly #budget: Budget;
  readonly #found: RegionsOfShape[] = [];
  #asked = 0;

  constructor(own: ResourceRegion, shapes: readonly ResourceShape[], budget: Budget) {
    this.#own = own;
    this.#shapes = shapes;
    this.#budget = budget;
  }

  /** Undefined behind the last one. */
  at(index: number): RegionsOfShape | undefined {
    const { positives, negatives } = this.#own;
    const isAll = positives.length === 0 && negatives.length === 0;
    while (index >= this.#found.length && this.#asked < this.#shapes.length) {
      const shape = this.#shapes[this.#asked]!;
      const region = isAll ? this.#everything(shape) : this.#restricted(shape);
      this.#asked++;
      if (region !== undefined) this.#found.push([shape, [region]]);
    }
    return this.#found[index];
  }

  #restricted(shape: ResourceShape): ResourceRegion | undefined {
    this.#budget.spend(10);
    const positives = meeting(this.#own.positives, shape.glob, this.#budget);
    return positives && { positives, negatives: this.#own.negatives };
  }

  #everything({ glob }: ResourceShape): ResourceRegion {
    this.#budget.spend(1);
    return { positives: [glob], negatives: [] };
  }
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
