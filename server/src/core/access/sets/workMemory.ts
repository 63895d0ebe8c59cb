import type { Budget } from "./budget.js";

/**
 * Results of work that was done lately, with the units it took. Who takes a result from here pays these units, so that
 * the answer is the same as if it had been worked out again; what the budget cut short is not kept.
 */
export class WorkMemory<T> {
  readonly #capacity: number;
  /** What was used lately, and what was used before that: it goes when the first is full. */
  #young = new Map<string, Kept<T>>();
  #old = new Map<string, Kept<T>>();

  /** @param capacity at most twice as many results are kept */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * @param key all that the result hangs on
   * @param work takes its units from `budget`; throws BudgetSpent where they don't last
   * @param isWhole false for a result that hangs on how many units there were; it is not kept
   */
  once<U extends T>(key: string, budget: Budget, work: () => U, isWhole: (value: U) => boolean = () => true): U {
    // Asked again in the same piece of work it is paid already.
    const asked = `asked: ${key}`;
    if (budget.foundByText.has(asked)) {
      budget.spend(3);
      return budget.foundByText.get(asked) as U;
    }
    const value = this.#found(key, budget, work, isWhole);
    if (isWhole(value)) budget.foundByText.set(asked, value);
    return value;
  }

  #found<U extends T>(key: string, budget: Budget, work: () => U, isWhole: (value: U) => boolean): U {
    const known = this.#find(key);
    if (known !== undefined && known.cost <= budget.left) {
      budget.spend(known.cost);
      return known.value as U;
    }
    const before = budget.used;
    const value = budget.alone(work);
    if (budget.left >= 0 && isWhole(value)) this.#keep(key, { value, cost: budget.used - before });
    return value;
  }

  #find(key: string): Kept<T> | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.#keep(key, old);
    return old;
  }

  #keep(key: string, result: Kept<T>): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, result);
  }
}

interface Kept<T> {
  readonly value: T;
  readonly cost: number;
}
