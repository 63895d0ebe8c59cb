import type { PolicyModel } from "../../policy/model.js";

/**
 * Work that a check may do, counted in units of about one touched text position, never in time: the same input always
 * gives the same answer. Everything that can grow is metered before or while it runs; what is undecided when the units
 * are gone is *unknown*.
 */
export class Budget {
  readonly #units: number;
  #used = 0;
  /** Made when there is something to keep: much work is done alone, and most of it is small. */
  #pairs: Map<object, Map<object, unknown>> | undefined;
  #texts: Map<string, unknown> | undefined;
  /** Numbers for patterns and the like, by which lists of them are told apart. */
  #ids: Map<object, number> | undefined;
  /** One for all that is left undecided: with thousands of statements there is one for each of them. */
  #spent: BudgetSpent | undefined;

  constructor(units: number) {
    this.#units = units;
  }

  get left(): number {
    return this.#units - this.#used;
  }

  /** Units taken so far; what a piece of work took, though there be no end of units. */
  get used(): number {
    return this.#used;
  }

  /**
   * What this check has found out about two patterns, worked out once. It goes with the check, so that no answer hangs
   * on what was asked before.
   * @param work takes its own units
   */
  once<T>(a: object, b: object, work: () => T): T {
    this.#pairs ??= new Map();
    let ofA = this.#pairs.get(a);
    if (ofA === undefined) {
      ofA = new Map();
      this.#pairs.set(a, ofA);
    }
    if (ofA.has(b)) {
      this.spend(3);
      return ofA.get(b) as T;
    }
    const found = work();
    this.spend(8);
    ofA.set(b, found);
    return found;
  }

  /**
   * The same for lists of patterns; their order counts.
   * @param work takes its own units
   */
  onceAmong<T>(question: string, lists: readonly (readonly object[])[], work: () => T): T {
    let key = question;
    for (const list of lists) {
      key += "|";
      for (const each of list) key += `${this.idOf(each)},`;
    }
    this.spend(12 + (key.length >> 1));
    if (this.foundByText.has(key)) return this.foundByText.get(key) as T;
    const found = work();
    this.foundByText.set(key, found);
    return found;
  }

  /** A number that stands for an object in this check. */
  idOf(object: object): number {
    this.#ids ??= new Map();
    let id = this.#ids.get(object);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(object, id);
    }
    return id;
  }

  /** What this check has found out about something, by a text that says it all. It goes with the check too. */
  get foundByText(): Map<string, unknown> {
    this.#texts ??= new Map();
    return this.#texts;
  }

  /**
   * Does a piece of work with nothing found out before it, and forgets what it finds out on the way: so it takes the same
   * units whatever was asked first, and its result may be kept for other checks.
   */
  alone<T>(work: () => T): T {
    const [pairs, texts] = [this.#pairs, this.#texts];
    this.#pairs = undefined;
    this.#texts = undefined;
    try {
      return work();
    } finally {
      this.#pairs = pairs;
      this.#texts = texts;
    }
  }

  /** Takes `units`; throws `BudgetSpent` when there are not as many left. */
  spend(units: number): void {
    this.#used += units;
    if (this.#used <= this.#units) return;
    this.#spent ??= new BudgetSpent();
    throw this.#spent;
  }
}

/** Thrown through the set algorithms and caught where a verdict is made: it becomes `unknown`, never a claim. */
export class BudgetSpent extends Error {
  constructor() {
    super("the work budget of this check is spent");
  }
}

/** The most that any check may take: a little more than what the dearest of the AWS managed policies needs; see docs/performance.md. */
export const mostUnits = 2_475_000;

/** So many sessions of one text have all the units that a single one has; more of them share these. */
export const sessionsWithoutShare = 4;

/**
 * Units for a check of session policies. They grow with the number of statements, since a hard one must not take what is
 * there for dozens of them, and with that of their entries and values: the dearest of the AWS managed policies has 1,627
 * of those, and a few short statements that take as much are hard on purpose. Of more statements than any policy in AWS
 * has room for, each takes some for being read at all.
 * @param sessions that the answer is for: rules and lenses take their time in each, and up to half of the units
 */
export function unitsFor(policies: readonly PolicyModel[], sessions = 1): number {
  let [statements, parts] = [0, 0];
  for (const policy of policies) {
    statements += policy.statements.length;
    for (const { actions, resources, conditions } of policy.statements) {
      parts += actions.entries.length + (resources?.entries.length ?? 0);
      for (const { values } of conditions) parts += values.length;
    }
  }
  const most = Math.min(mostUnits, 1_000_000 + 27_500 * statements, 700_000 + 1100 * parts);
  const read = Math.max(0, most - 1600 * Math.max(0, statements - 200));
  return Math.max(read / 2, read - 1500 * Math.max(0, sessions - sessionsWithoutShare));
}
