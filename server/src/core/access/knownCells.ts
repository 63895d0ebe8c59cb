import type { CheckSpace } from "./checkSpace.js";
import type { ActionCell } from "./sets/actionCell.js";
import type { Rule } from "./sets/rules.js";

/**
 * The action cells of one check's statements: found once for statements of the same actions, since neither resources nor
 * conditions part them. Who takes them pays what they cost, so that no statement's units hang on those before it.
 */
export class KnownCells {
  readonly #space: CheckSpace;
  readonly #byActions = new Map<string, { readonly cells: readonly ActionCell[]; readonly cost: number }>();

  constructor(space: CheckSpace) {
    this.#space = space;
  }

  /** @param rule an Allow of the session. Throws BudgetSpent. */
  of(rule: Rule): readonly ActionCell[] {
    const { budget } = this.#space;
    const name = `${rule.negatedActions} ${rule.takenActions.join("\n")}`;
    const known = this.#byActions.get(name);
    if (known !== undefined) {
      budget.spend(known.cost);
      return known.cells;
    }
    const before = budget.used;
    const cells = this.#space.actionCells(rule);
    if (this.#byActions.size >= kept) this.#byActions.clear();
    this.#byActions.set(name, { cells, cost: budget.used - before });
    return cells;
  }
}

/** A statement on everything has thousands of cells. */
const kept = 16;
