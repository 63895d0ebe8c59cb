import { UsedAgain } from "../../text/usedAgain.js";
import type { Budget } from "./budget.js";

/**
 * Results of work that was done lately, with the units it took. Who takes a result from here pays these units, so that
 * the answer is the same as if it had been worked out again; what the budget cut short is not kept.
 */
export class WorkMemory<T> {
  readonly #results: UsedAgain<Kept<T>>;

  /** @param capacity at most twice as many results are kept */
  constructor(capacity: number) {
    this.#results = new UsedAgain(capacity);
  }

  /**
   * @param key all that the result hangs on; it begins with a number, unlike the questions that a budget knows answers to
   * @param work takes its units from `budget`; throws BudgetSpent where they don't last
   * @param isWhole false for a result that hangs on how many units there were; it is not kept
   */
  once<U extends T>(key: string, budget: Budget, work: () => U, isWhole: (value: U) => boolean = () => true): U {
    // Asked again in the same piece of work it is paid already.
    if (budget.foundByText.has(key)) {
      budget.spend(3);
      return budget.foundByText.get(key) as U;
    }
    const value = this.#found(key, budget, work, isWhole);
    if (isWhole(value)) budget.foundByText.set(key, value);
    return value;
  }

  #found<U extends T>(key: string, budget: Budget, work: () => U, isWhole: (value: U) => boolean): U {
    const known = this.#results.find(key);
    if (known !== undefined && known.cost <= budget.left) {
      budget.spend(known.cost);
      return known.value as U;
    }
    const before = budget.used;
    const value = budget.alone(work);
    if (budget.left >= 0 && isWhole(value)) this.#results.keep(key, { value, cost: budget.used - before });
    return value;
  }
}

interface Kept<T> {
  readonly value: T;
  readonly cost: number;
}
