import type { AccessEngine } from "../access/accessEngine.js";
import { add, type Bits } from "../access/sets/bits.js";
import { Budget } from "../access/sets/budget.js";
import { Letters } from "../access/sets/letters.js";
import { intersects } from "../access/sets/match.js";
import { type ResourcePattern, resourcePattern } from "../access/sets/resourcePattern.js";
import { widened } from "../access/sets/tokens.js";
import type { ActionResources, Universe } from "../access/sets/universe.js";
import { noBindings } from "../access/sets/variableBindings.js";
import type { ActionAtoms } from "./actionAtoms.js";

/** Which actions can be called on what a resource entry matches, by today's catalog (M2, M3). */
export class PossibleRequests {
  readonly #universe: Universe;
  readonly #letters = new Letters();
  readonly #substitutesVariables: boolean;
  readonly #budget = new Budget(Number.POSITIVE_INFINITY);
  readonly #fits = new Map<string, boolean>();

  constructor(engine: AccessEngine, version: string | undefined, partitions: readonly string[]) {
    this.#universe = engine.universe(partitions);
    this.#substitutesVariables = version === "2012-10-17";
  }

  /** The actions that are never called on the entry: a statement may name them beside it and say nothing. */
  impossible(resource: string, atoms: ActionAtoms): Bits {
    const bits = atoms.none();
    const pattern = resourcePattern(resource, this.#reading);
    const { catalog } = this.#universe;
    for (const { service, start } of atoms.segments) {
      for (let action = 0; action < catalog.actionNames(service).length; action++) {
        const resources = this.#universe.resourcesOf(service, action);
        const key = `${resource}\n${resources.id}`;
        let fits = this.#fits.get(key);
        if (fits === undefined) {
          fits = this.#mayFit(pattern, resources);
          this.#fits.set(key, fits);
        }
        if (!fits) add(bits, start * 32 + action);
      }
    }
    return bits;
  }

  /** Whether two entries may have a resource in common, by any reading and whatever variables stand for. */
  mayMeet(one: string, other: string): boolean {
    const glob = (text: string) => widened(resourcePattern(text, this.#reading).whole);
    return intersects(glob(one), glob(other), this.#budget);
  }

  get #reading() {
    return { substitutesVariables: this.#substitutesVariables, bindings: noBindings, letters: this.#letters };
  }

  /** By any reading, whatever variables stand for, and in doubt about actions without a resource type (Q5). */
  #mayFit(pattern: ResourcePattern, resources: ActionResources): boolean {
    const whole = widened(pattern.whole);
    if (whole.isAll || resources.kind === "unknown") return true;
    if (resources.kind === "none") {
      return (
        intersects(whole, this.#universe.serviceArns(resources.service), this.#budget) ||
        resources.patterns.some(({ glob }) => intersects(whole, glob, this.#budget))
      );
    }
    return resources.patterns.some(({ glob }) => intersects(whole, glob, this.#budget));
  }
}
