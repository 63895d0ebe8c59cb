import type { Budget } from "./budget.js";

/**
 * Results of work that was done lately, with the units it took. Who takes a result from here pays these units, so that
 * the answer is the same as if it had been worked out again; what the budget cut short is not kept.
 */
export class WorkMemory<T> {
  readonly #capacity: number;
  readonly #kept = new Map<string, { readonly value: T; readonly cost: number }>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * @param key all that the result hangs on
   * @param work takes its units from `budget`; throws BudgetSpent where they don't last
   * @param isWhole false for a result that hangs on how many units there were; it is not kept
   */
  once<U extends T>(key: string, budget: Budget, work: () => U, isWhole: (value: U) => boolean = () => true): U {
    const known = this.#kept.get(key);
    if (known !== undefined && known.cost <= budget.left) {
      budget.spend(known.cost);
      return known.value as U;
    }
    const before = budget.left;
    const value = budget.alone(work);
    if (budget.left >= 0 && isWhole(value)) {
      if (known === undefined && this.#kept.size >= this.#capacity) {
        const [oldest] = this.#kept.keys();
        this.#kept.delete(oldest!);
      }
      this.#kept.set(key, { value, cost: before - budget.left });
    }
    return value;
  }
}
