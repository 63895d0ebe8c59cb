import { Budget } from "../access/sets/budget.js";
import { Letters } from "../access/sets/letters.js";
import { coversAlone, intersects } from "../access/sets/match.js";
import { type ResourcePattern, resourcePattern } from "../access/sets/resourcePattern.js";
import { anyStar, type Glob, globOf, isLetter, plainTokens } from "../access/sets/tokens.js";
import { noBindings } from "../access/sets/variableBindings.js";

/** Which patterns of a policy take in which others, by themselves and by every reading. */
export class PatternOrder {
  readonly #letters = new Letters();
  readonly #substitutesVariables: boolean;
  readonly #actions = new Map<string, Glob>();
  readonly #wide = new Map<string, Glob>();
  readonly #resources = new Map<string, ResourcePattern>();
  /** Each question is about two patterns of the policy: what they cost together is bounded by its length squared. */
  readonly #budget = new Budget(Number.POSITIVE_INFINITY);

  constructor(version: string | undefined) {
    this.#substitutesVariables = version === "2012-10-17";
  }

  /** Whether every action that `inner` matches is matched by `outer` (A1, A2). */
  actionCovers(outer: string, inner: string): boolean {
    const [wide, narrow] = [outer.toLowerCase(), inner.toLowerCase()];
    if (wide === narrow || wide === "*") return true;
    // What has not exactly one colon matches nothing for certain; such entries are left alone.
    if (wide.split(":").length !== 2 || narrow.split(":").length !== 2) return false;
    return coversAlone(this.#actionGlob(wide), this.#actionGlob(narrow), this.#budget);
  }

  /** Whether every resource that `inner` matches is matched by `outer`, by both readings (Q3, Q18). */
  resourceCovers(outer: string, inner: string): boolean {
    if (outer === inner || outer === "*") return true;
    const [wide, narrow] = [this.#resource(outer), this.#resource(inner)];
    if (wide.byField === undefined || narrow.byField === undefined) return false;
    return (
      coversAlone(wide.whole, narrow.whole, this.#budget) && coversAlone(wide.byField, narrow.byField, this.#budget)
    );
  }

  /** Whether two entries may have a resource in common, by any reading and whatever variables stand for. */
  resourcesMeet(one: string, other: string): boolean {
    if (one === "*" || other === "*") return true;
    return intersects(this.#widest(one), this.#widest(other), this.#budget);
  }

  #widest(text: string): Glob {
    let glob = this.#wide.get(text);
    if (glob === undefined) {
      const { whole } = this.#resource(text);
      glob = whole.hasLetter ? globOf(whole.tokens.map((token) => (isLetter(token) ? anyStar : token))) : whole;
      this.#wide.set(text, glob);
    }
    return glob;
  }

  #actionGlob(lower: string): Glob {
    let glob = this.#actions.get(lower);
    if (glob === undefined) {
      glob = globOf(plainTokens(lower));
      this.#actions.set(lower, glob);
    }
    return glob;
  }

  #resource(text: string): ResourcePattern {
    let pattern = this.#resources.get(text);
    if (pattern === undefined) {
      const reading = {
        substitutesVariables: this.#substitutesVariables,
        bindings: noBindings,
        letters: this.#letters,
      };
      pattern = resourcePattern(text, reading);
      this.#resources.set(text, pattern);
    }
    return pattern;
  }
}
