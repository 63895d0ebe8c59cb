/**
 * Work that a check may do, counted in units of about one touched text position, never in time: the same input always
 * gives the same answer. Everything that can grow is metered before or while it runs; what is undecided when the units
 * are gone is *unknown*.
 */
export class Budget {
  #left: number;

  constructor(units: number) {
    this.#left = units;
  }

  get left(): number {
    return this.#left;
  }

  /** Takes `units`; throws `BudgetSpent` when there are not as many left. */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new BudgetSpent();
  }
}

/** Thrown through the set algorithms and caught where a verdict is made: it becomes `unknown`, never a claim. */
export class BudgetSpent extends Error {
  constructor() {
    super("the work budget of this check is spent");
  }
}

/** Enough for every session policy of 2,048 characters over the AWS managed policies; see docs/performance.md. */
export const defaultBudget = 400_000;
