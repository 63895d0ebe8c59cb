import type { Together } from "../../conditions/canHold.js";
import type { Guard } from "../../conditions/guard.js";
import type { Budget } from "../budget.js";
import { insideRule, outsideRule, type ResourceRegion, someWordIn } from "../region.js";
import type { Reading, Rule } from "../rules.js";
import { matchesStar } from "../starResource.js";
import type { Glob } from "../tokens.js";
import type { Cell, LayerRules } from "./cell.js";
import { cellRegions } from "./cellRegions.js";

/** Answers whether conditions can be so in one request of a cell. */
export type CanHold = (together: Together, cell: Cell) => boolean;

/**
 * Whether some request of the cell may be allowed by all layers, in some context: never "no" where one is. Variables of
 * unknown value make an Allow as large and a Deny as small as may be, and what is open in a condition counts for either.
 */
export function someAllowed(
  cell: Cell,
  layers: readonly LayerRules[],
  reading: Reading,
  holds: CanHold,
  budget: Budget,
): boolean {
  const isConditional = (rule: Rule) => rule.conditions.length > 0;
  const conditional = [cell.statement, ...cell.sessionDenies, ...layers.flatMap(rulesOf)].some(isConditional);
  for (const [, own] of cellRegions(cell, reading, cell.resources.patterns, budget)) {
    if (!isLeftByAll(own, layers, reading, budget)) continue;
    if (!conditional) return true;
    if (new ContextsOfRegion(cell, layers, placesOf(reading, budget), holds, budget).someIn(own)) return true;
  }
  return false;
}

function rulesOf({ allows, denies }: LayerRules): readonly Rule[] {
  return [...allows, ...denies];
}

/** The same as if every condition of an Allow held and none of a Deny did. */
function isLeftByAll(
  own: readonly ResourceRegion[],
  layers: readonly LayerRules[],
  reading: Reading,
  budget: Budget,
): boolean {
  let regions = own;
  for (const layer of layers) {
    regions = layer.allows.flatMap((allow) => insideRule(regions, allow, reading, "widest", budget));
    for (const deny of layer.denies) {
      if (deny.conditions.length === 0) regions = outsideRule(regions, deny, reading, "narrowest", budget);
    }
  }
  return someWordIn(regions, budget);
}

/** The same for actions that are checked with the resource `*`: what may match it (Q5) does where that lets more through. */
export function someAllowedOnStar(
  cell: Cell,
  layers: readonly LayerRules[],
  arns: Glob,
  holds: CanHold,
  budget: Budget,
): boolean {
  const surely = (rule: Rule) => matchesStar(rule, arns, budget) === "yes";
  const applying = layers.map(({ allows, denies }) => ({
    allows: allows.filter((rule) => matchesStar(rule, arns, budget) !== "no"),
    denies: denies.filter(surely),
  }));
  const sessionDenies = cell.sessionDenies.filter(surely);
  const denies = [...sessionDenies, ...applying.flatMap((layer) => layer.denies)];
  if (denies.some(({ conditions }) => conditions.length === 0)) return false;
  // All of them match the one resource there is.
  const places: Places = { inside: (regions, rules) => (rules.length === 0 ? [] : regions), outside: () => [] };
  return new ContextsOfRegion({ ...cell, sessionDenies }, applying, places, holds, budget).someIn([anywhere]);
}

const anywhere: ResourceRegion = { positives: [], negatives: [] };

/** Which parts of some regions rules match. */
interface Places {
  /** The parts that one of the rules may match. */
  inside(regions: readonly ResourceRegion[], rules: readonly Rule[]): readonly ResourceRegion[];
  /** The parts that the Deny may leave out. */
  outside(regions: readonly ResourceRegion[], deny: Rule): readonly ResourceRegion[];
}

function placesOf(reading: Reading, budget: Budget): Places {
  return {
    inside: (regions, rules) => rules.flatMap((rule) => insideRule(regions, rule, reading, "widest", budget)),
    outside: (regions, deny) => outsideRule(regions, deny, reading, "narrowest", budget),
  };
}

/**
 * Looks for one Allow of each layer and for a place beside the conditional Denies, or where they do not apply, such that all
 * conditions can be so in one request.
 */
class ContextsOfRegion {
  readonly #cell: Cell;
  readonly #layers: readonly LayerRules[];
  readonly #denies: readonly Rule[];
  readonly #places: Places;
  readonly #holds: CanHold;
  readonly #budget: Budget;
  #steps = 0;

  constructor(cell: Cell, layers: readonly LayerRules[], places: Places, holds: CanHold, budget: Budget) {
    this.#cell = cell;
    this.#layers = layers;
    const denies = [...cell.sessionDenies, ...layers.flatMap((layer) => layer.denies)];
    this.#denies = denies.filter((deny) => deny.conditions.length > 0);
    this.#places = places;
    this.#holds = holds;
    this.#budget = budget;
  }

  someIn(own: readonly ResourceRegion[]): boolean {
    let regions = own;
    for (const deny of this.#layers.flatMap((layer) => layer.denies)) {
      if (deny.conditions.length === 0) regions = this.#places.outside(regions, deny);
    }
    return this.#pass(regions, 0, []);
  }

  /** The layers from `at` on; what so many steps leave open may be allowed. */
  #pass(regions: readonly ResourceRegion[], at: number, applying: readonly Guard[]): boolean {
    if (++this.#steps > mostSteps) return true;
    if (!someWordIn(regions, this.#budget)) return false;
    const layer = this.#layers[at];
    if (layer === undefined) return this.#beside(regions, 0, applying, []);
    const always = layer.allows.filter((allow) => allow.conditions.length === 0);
    if (this.#pass(this.#places.inside(regions, always), at + 1, applying)) return true;
    return layer.allows.some(
      (allow) =>
        allow.conditions.length > 0 &&
        this.#pass(this.#places.inside(regions, [allow]), at + 1, [...applying, allow.guard]),
    );
  }

  #beside(
    regions: readonly ResourceRegion[],
    at: number,
    applying: readonly Guard[],
    without: readonly Guard[],
  ): boolean {
    if (++this.#steps > mostSteps) return true;
    if (!someWordIn(regions, this.#budget)) return false;
    const deny = this.#denies[at];
    if (deny === undefined) return this.#canHold(applying, without);
    if (this.#beside(this.#places.outside(regions, deny), at + 1, applying, without)) return true;
    return this.#beside(this.#places.inside(regions, [deny]), at + 1, applying, [...without, deny.guard]);
  }

  #canHold(also: readonly Guard[], without: readonly Guard[]): boolean {
    const given = this.#cell.statement.guard;
    if (given.tests.length === 0 && also.length === 0 && without.length === 0) return true;
    return this.#holds({ given, also, without }, this.#cell);
  }
}

/** Of a search for one region. */
const mostSteps = 200;
