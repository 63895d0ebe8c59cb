import type { Guard } from "../../conditions/guard.js";
import { judgeConditions } from "../../conditions/judgeConditions.js";
import type { Budget } from "../budget.js";
import { insideRule, outsideRule, type ResourceRegion, someWordIn } from "../region.js";
import type { Reading, Rule } from "../rules.js";
import type { Cell, LayerRules } from "./cell.js";
import { cellRegions } from "./cellRegions.js";
import { guardOf } from "./ruleGuard.js";

/**
 * Whether some request of the cell may be allowed by all layers, in some context: never "no" where one is. Variables of
 * unknown value make an Allow as large and a Deny as small as may be, and what is open in a condition counts for either.
 */
export function someAllowed(cell: Cell, layers: readonly LayerRules[], reading: Reading, budget: Budget): boolean {
  const regions = cellRegions(cell, reading, cell.resources.patterns, budget).map(([, own]) => own);
  const isConditional = (rule: Rule) => rule.conditions.length > 0;
  const conditional = [cell.statement, ...cell.sessionDenies, ...layers.flatMap(rulesOf)].some(isConditional);
  return regions.some((own) => {
    if (!isLeftByAll(own, layers, reading, budget)) return false;
    return !conditional || new ContextsOfRegion(cell, layers, reading, budget).someIn(own);
  });
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

/**
 * Looks for one Allow of each layer and for a place beside the conditional Denies, or where they do not apply, such that all
 * conditions can be so in one request.
 */
class ContextsOfRegion {
  readonly #cell: Cell;
  readonly #layers: readonly LayerRules[];
  readonly #denies: readonly Rule[];
  readonly #reading: Reading;
  readonly #budget: Budget;
  #steps = 0;

  constructor(cell: Cell, layers: readonly LayerRules[], reading: Reading, budget: Budget) {
    this.#cell = cell;
    this.#layers = layers;
    const denies = [...cell.sessionDenies, ...layers.flatMap((layer) => layer.denies)];
    this.#denies = denies.filter((deny) => deny.conditions.length > 0);
    this.#reading = reading;
    this.#budget = budget;
  }

  someIn(own: readonly ResourceRegion[]): boolean {
    let regions = own;
    for (const deny of this.#layers.flatMap((layer) => layer.denies)) {
      if (deny.conditions.length === 0) regions = outsideRule(regions, deny, this.#reading, "narrowest", this.#budget);
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
    if (this.#pass(this.#inside(regions, always), at + 1, applying)) return true;
    return layer.allows.some(
      (allow) =>
        allow.conditions.length > 0 &&
        this.#pass(this.#inside(regions, [allow]), at + 1, [...applying, guardOf(allow)]),
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
    const outside = outsideRule(regions, deny, this.#reading, "narrowest", this.#budget);
    if (this.#beside(outside, at + 1, applying, without)) return true;
    return this.#beside(this.#inside(regions, [deny]), at + 1, applying, [...without, guardOf(deny)]);
  }

  #inside(regions: readonly ResourceRegion[], rules: readonly Rule[]): readonly ResourceRegion[] {
    return rules.flatMap((rule) => insideRule(regions, rule, this.#reading, "widest", this.#budget));
  }

  #canHold(also: readonly Guard[], without: readonly Guard[]): boolean {
    const { statement, facts, letters } = this.#cell;
    const given = guardOf(statement);
    if (given.tests.length === 0 && also.length === 0 && without.length === 0) return true;
    const question = { given, also, without, alwaysAllowed: true, alwaysDenied: false, allows: [], denies: [] };
    return judgeConditions(question, facts, letters, this.#budget).kind !== "vacuous";
  }
}

/** Of a search for one region. */
const mostSteps = 200;
