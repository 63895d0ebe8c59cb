/** Rules, by their places in a list. */
export class RuleSet {
  /** In ascending order. */
  readonly places: readonly number[];
  readonly #has: Uint8Array;
  constructor(places: readonly number[]) {
    this.places = places;
    this.#has = new Uint8Array(1 + (places[places.length - 1] ?? -1));
    for (const place of places) this.#has[place] = 1;
  }

  has(place: number): boolean {
    return this.#has[place] === 1;
  }
}

export const noRules = new RuleSet([]);

/** Makes sets of rules, those with the same rules only once: so most unions are found by comparing two objects. */
export class RuleSets {
  readonly #known = new Map<string, RuleSet>();
  /** Of two sets: hundreds of entries ask for the same few. */
  #unions = new Map<RuleSet, Map<RuleSet, RuleSet>>();
  #countUnions = 0;

  /** @param places in ascending order */
  of(places: readonly number[]): RuleSet {
    if (places.length === 0) return noRules;
    const key = places.join();
    let set = this.#known.get(key);
    if (set === undefined) {
      if (this.#known.size === mostSets) this.#known.clear();
      set = new RuleSet(places);
      this.#known.set(key, set);
    }
    return set;
  }

  union(one: RuleSet, other: RuleSet): RuleSet {
    if (one === other || other === noRules) return one;
    if (one === noRules) return other;
    return this.#unions.get(one)?.get(other) ?? this.#unite(one, other);
  }

  #unite(one: RuleSet, other: RuleSet): RuleSet {
    const places = new Set([...one.places, ...other.places]);
    const union = this.of([...places].sort((a, b) => a - b));
    if (this.#countUnions === mostUnions) {
      this.#unions = new Map();
      this.#countUnions = 0;
    }
    this.#countUnions++;
    const ofOne = this.#unions.get(one);
    if (ofOne === undefined) this.#unions.set(one, new Map([[other, union]]));
    else ofOne.set(other, union);
    return union;
  }
}

/** All AWS managed policies come to 350 sets and 1,500 unions. */
const mostSets = 2000;
const mostUnions = 10_000;
