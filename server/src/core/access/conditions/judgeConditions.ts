import type { ContextValues } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import type { Unknown } from "../verdict.js";
import { type AtomPlace, Atoms } from "./atoms.js";
import { type Choice, concreteChoice } from "./concreteChoice.js";
import { type ConditionFacts, kindOfKey } from "./conditionFacts.js";
import { arnField, doubtfulTogether } from "./correlatedKeys.js";
import type { ConditionQuestion, Guard } from "./guard.js";
import { type KeyOption, keyOptions, truthOfValue } from "./keyOptions.js";

export type ConditionAnswer =
  /** No request of the session's is in the cell. */
  | { readonly kind: "vacuous" }
  | { readonly kind: "within" }
  /**
   * In the context given, and in every other that the session's side admits. The resource's ARN has to agree with the
   * `tied` values.
   */
  | { readonly kind: "exceeds"; readonly context: ContextValues; readonly tied: readonly TiedValue[] }
  | {
      readonly kind: "depends";
      readonly inside: ContextValues | undefined;
      readonly outside: ContextValues | undefined;
      readonly on: readonly string[];
    }
  | ({ readonly kind: "unknown" } & Unknown);

/** A value in the context that a field of the resource's ARN is the same as, unless it is empty. */
export interface TiedValue {
  /** As spelled in the context. */
  readonly key: string;
  /** Of the ARN, counted from 0. */
  readonly field: 3 | 4;
  readonly value: string;
  /** Whether another value would do as well. */
  accepts(value: string): boolean;
}

/**
 * Decides a cell's conditions (semantics section 8): within, where every context that satisfies the session's side
 * satisfies the layer's; exceeds, where none does; depends otherwise.
 *
 * Each key's values are parted into those that the tests on it can tell apart; a value of each part stands for all of
 * it, and keys vary freely. Real contexts are fewer, so *within* is certain. What is not within is claimed only on
 * contexts that can really be: neither correlated keys nor keys that the catalog does not list for the actions may be
 * needed for it. Throws BudgetSpent.
 */
export function judgeConditions(
  question: ConditionQuestion,
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
): ConditionAnswer {
  const { given, also = [], without, allows, denies, alwaysAllowed, alwaysDenied } = question;
  if (given.tests.length === 0 && also.length === 0 && without.length === 0) {
    if (alwaysDenied || (!alwaysAllowed && allows.length === 0)) return { kind: "exceeds", context: {}, tied: [] };
    if (alwaysAllowed && denies.length === 0) return { kind: "within" };
  }
  const name = nameOf(question, facts, budget);
  budget.spend(4 + (name.length >> 2));
  const known = budget.foundByText.get(name) as ConditionAnswer | undefined;
  if (known !== undefined) return known;
  const answer = new ContextSearch(question, facts, letters, budget).judge();
  budget.foundByText.set(name, answer);
  return answer;
}

/**
 * All that the answer hangs on: the tests, and what kind of keys they are about. Thousands of groups of actions ask the
 * same.
 */
function nameOf(question: ConditionQuestion, facts: ConditionFacts, budget: Budget): string {
  const { given, also = [], without, allows, denies, alwaysAllowed, alwaysDenied } = question;
  const keys = new Set<string>();
  const name = (guard: Guard): string => {
    for (const { key } of guard.tests) keys.add(key.toLowerCase());
    return `${budget.idOf(guard.tests)}${guard.effect}${guard.substitutesVariables}`;
  };
  const lists = [[given, ...also], without, allows, denies].map((guards) => guards.map(name).join());
  const kinds = Array.from(keys, (key) => kindOfKey(key, facts));
  return `conditions ${alwaysAllowed} ${alwaysDenied} ${lists.join("|")} ${kinds.join()}`;
}

type Truth = boolean | undefined;
class ContextSearch {
  readonly #atoms = new Atoms();
  readonly #question: ConditionQuestion;
  readonly #facts: ConditionFacts;
  readonly #letters: Letters;
  readonly #budget: Budget;
  readonly #given: readonly AtomPlace[];
  readonly #without: readonly (readonly AtomPlace[])[];
  readonly #allows: readonly (readonly AtomPlace[])[];
  readonly #denies: readonly (readonly AtomPlace[])[];
  readonly #keys: readonly string[];
  readonly #options = new Map<string, readonly KeyOption[]>();

  constructor(question: ConditionQuestion, facts: ConditionFacts, letters: Letters, budget: Budget) {
    this.#question = question;
    this.#facts = facts;
    this.#letters = letters;
    this.#budget = budget;
    const places = (guards: readonly Guard[]) => guards.map((guard) => this.#atoms.add(guard));
    this.#given = [question.given, ...(question.also ?? [])].flatMap((guard) => this.#atoms.add(guard));
    this.#without = places(question.without);
    this.#allows = places(question.allows);
    this.#denies = places(question.denies);
    this.#keys = [...this.#atoms.byKey.keys()];
    for (const [key, atoms] of this.#atoms.byKey) {
      this.#options.set(key, keyOptions(key, atoms, facts, letters, budget));
    }
  }

  judge(): ConditionAnswer {
    const session = (choice: Choice) => this.#sessionSide(choice);
    const inside = (choice: Choice) => and(this.#sessionSide(choice), this.#layerSide(choice));
    const outside = (choice: Choice) => and(this.#sessionSide(choice), negate(this.#layerSide(choice)));
    const escaping = this.#find(outside, false);
    if (escaping === undefined) return { kind: this.#find(session, false) === undefined ? "vacuous" : "within" };
    const plain = this.#find(outside, true, (choice) => this.#isListed(choice));
    const kept = this.#find(inside, false);
    const canOccur = (choice: Choice) => this.#doubtfulKeys(choice).length === 0;
    const certain = plain ?? this.#find(outside, true);
    // What nothing is inside of exceeds as soon as it can be true at all: for some value of its variables.
    const occurs = certain === undefined && kept === undefined ? this.#findConcrete(outside, canOccur) : undefined;
    const sure = certain ?? occurs;
    if (sure === undefined) return this.#doubtful(escaping);
    const doubtful = this.#doubtfulKeys(sure);
    if (kept === undefined) {
      const occurring = doubtful.length === 0 ? sure : plain && this.#find(outside, true, canOccur);
      if (occurring !== undefined) return this.#exceeding(occurring);
    }
    return {
      kind: "depends",
      outside: contextOf(sure, this.#atoms),
      inside: kept === undefined ? undefined : contextOf(kept, this.#atoms),
      on: kept === undefined ? this.#spelled(doubtful) : this.#decidingKeys(),
    };
  }

  #exceeding(choice: Choice): ConditionAnswer {
    const tied = [...choice].flatMap(([key, option]): TiedValue[] => {
      const field = arnField(key);
      const { value } = option;
      if (field === undefined || typeof value !== "string") return [];
      const atoms = this.#atoms.byKey.get(key)!;
      const truthOf = (text: string) => truthOfValue(key, text, atoms, this.#facts);
      const accepts = (text: string) => truthOf(text).every((truth, i) => truth === option.truth[i]);
      return [{ key: this.#atoms.spelling.get(key) ?? key, field, value, accepts }];
    });
    return { kind: "exceeds", context: contextOf(choice, this.#atoms), tied };
  }

  /** Every context that escapes leans on something that cannot be told. */
  #doubtful(escaping: Choice): ConditionAnswer {
    for (const option of escaping.values()) {
      const { open } = option;
      if (open === undefined) continue;
      if (open.rules.length > 0 || open.keys.length === 0) {
        return {
          kind: "unknown",
          why: open.rules.length > 0 ? "disputed-rule" : "condition",
          detail: open.doubts[0] ?? "a condition cannot be evaluated",
          rules: open.rules,
        };
      }
      const name = open.keys[0]!;
      return {
        kind: "unknown",
        why: "variable",
        detail: `\${${this.#atoms.spelling.get(name) ?? name}} isn't known`,
        rules: ["V4"],
      };
    }
    return {
      kind: "depends",
      inside: undefined,
      outside: contextOf(escaping, this.#atoms),
      on: this.#decidingKeys(),
    };
  }

  /** Why the context may be one that cannot occur: correlated keys, and keys that may not be sent (C8). */
  #doubtfulKeys(choice: Choice): readonly string[] {
    const values = new Map([...choice].map(([key, { value }]) => [key, value]));
    const unlisted = [...values].filter(([key, value]) => value !== undefined && !this.#facts.isListed(key));
    return [...new Set([...doubtfulTogether(values), ...unlisted.map(([key]) => key)])];
  }

  #isListed(choice: Choice): boolean {
    return [...choice].every(([key, { value }]) => value === undefined || this.#facts.isListed(key));
  }

  /** Those of the layer's keys whose value makes a difference to it, as far as the session's statement leaves them free. */
  #decidingKeys(): readonly string[] {
    const layer = [...this.#allows, ...this.#denies].flat();
    const deciding = [...new Set(layer.map(({ key }) => key))].filter((key) => {
      const indexesIn = (places: readonly AtomPlace[]) => places.filter((place) => place.key === key);
      const [own, tests] = [indexesIn(this.#given), indexesIn(layer)];
      const free = this.#options.get(key)!.filter(({ truth }) => own.every(({ index }) => truth[index] !== false));
      this.#budget.spend(free.length);
      return tests.some(({ index }) => free.some(({ truth }) => truth[index] !== free[0]!.truth[index]));
    });
    return this.#spelled(deciding.length > 0 ? deciding : this.#keys);
  }

  #spelled(keys: readonly string[]): readonly string[] {
    return keys.map((key) => this.#atoms.spelling.get(key) ?? key).sort();
  }

  #sessionSide(choice: Choice): Truth {
    let truth: Truth = this.#all(this.#given, choice);
    for (const places of this.#without) truth = and(truth, negate(this.#all(places, choice)));
    return truth;
  }

  #layerSide(choice: Choice): Truth {
    if (this.#question.alwaysDenied) return false;
    let truth: Truth = this.#question.alwaysAllowed;
    for (const places of this.#allows) truth = or(truth, this.#all(places, choice));
    for (const places of this.#denies) truth = and(truth, negate(this.#all(places, choice)));
    return truth;
  }

  #all(places: readonly AtomPlace[], choice: Choice): Truth {
    let truth: Truth = true;
    for (const place of places) {
      const value = choice.get(place.key)?.truth[place.index];
      if (value === false) return false;
      if (value === undefined) truth = undefined;
    }
    return truth;
  }

  /** The same with values for the variables that a test hangs on; the first that is `best`, else any. */
  #findConcrete(goal: (choice: Choice) => Truth, best: (choice: Choice) => boolean): Choice | undefined {
    let found: Choice | undefined;
    let tried = 0;
    this.#find(goal, false, (choice) => {
      const holds = (concrete: Choice) => goal(concrete) === true && this.#isListed(concrete);
      const concrete = concreteChoice(choice, this.#atoms, this.#facts, this.#letters, this.#budget, holds);
      if (concrete !== undefined && (found === undefined || best(concrete))) found = concrete;
      return (found !== undefined && best(found)) || ++tried === mostTried;
    });
    return found;
  }

  /**
   * A choice for every key that makes `goal` true; with `certain`, one whose truth values are all certain; with `accept`,
   * one that passes it too.
   */
  #find(goal: (choice: Choice) => Truth, certain: boolean, accept?: (choice: Choice) => boolean): Choice | undefined {
    const choice = new Map<string, KeyOption>();
    const visit = (at: number): boolean => {
      this.#budget.spend(4 + this.#keys.length);
      const truth = goal(choice);
      if (truth === false) return false;
      const key = this.#keys[at];
      if (key === undefined) return truth === true && accept?.(choice) !== false;
      for (const option of this.#options.get(key)!) {
        if (certain && option.open !== undefined) continue;
        choice.set(key, option);
        if (visit(at + 1)) return true;
      }
      choice.delete(key);
      return false;
    };
    return visit(0) ? choice : undefined;
  }
}

/** Contexts with an open test that are tried with values for its variables. */
const mostTried = 16;

function contextOf(choice: Choice, atoms: Atoms): ContextValues {
  const context: Record<string, NonNullable<KeyOption["value"]>> = Object.create(null);
  for (const [key, option] of choice)
    if (option.value !== undefined) context[atoms.spelling.get(key) ?? key] = option.value;
  return context;
}

function and(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}

function or(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  return a === undefined || b === undefined ? undefined : false;
}

function negate(a: Truth): Truth {
  return a === undefined ? undefined : !a;
}
