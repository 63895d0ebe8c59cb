import { Budget } from "../../server/src/core/access/sets/budget.js";

/** How many units all limited budgets together gave away during `work`. */
export function unitsSpent(work: () => unknown): number {
  const { spend } = Budget.prototype;
  let sum = 0;
  Budget.prototype.spend = function (this: Budget, units: number) {
    if (Number.isFinite(this.left)) sum += units;
    spend.call(this, units);
  };
  try {
    work();
  } finally {
    Budget.prototype.spend = spend;
  }
  return sum;
}
