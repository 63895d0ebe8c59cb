import type { Budget } from "../sets/budget.js";
import type { ResourceRegion } from "../sets/region.js";
import type { ActionResources } from "../sets/universe.js";
import { type CellAccess, everywhere, type Remover } from "./cellAccess.js";
import { isPossible } from "./regionText.js";

interface Loss {
  readonly actions: readonly string[];
  readonly kind: ActionResources;
  readonly region: ResourceRegion;
  readonly by: Remover;
}

/**
 * What is taken away from session statements with a condition of their own: it is true of the requests under that condition
 * only, so it is not said where another statement's requests are allowed or can't be told.
 */
export class ConditionalLosses {
  readonly #losses: Loss[] = [];
  readonly #others: { readonly actions: ReadonlySet<string>; readonly region: ResourceRegion }[] = [];

  /** What of an action cell is to be said at once; the losses of a statement with a condition wait. */
  hold(actions: readonly string[], kind: ActionResources, access: CellAccess, isConditional: boolean): CellAccess {
    const names = new Set(actions);
    for (const { region } of [...access.allowed, ...access.unknown]) this.#others.push({ actions: names, region });
    if (!isConditional) return access;
    this.#losses.push(...access.removed.map(({ region, by }) => ({ actions, kind, region, by })));
    return { ...access, removed: [] };
  }

  /** Nothing can be told of actions. */
  holdUnknown(actions: readonly string[]): void {
    this.#others.push({ actions: new Set(actions), region: everywhere });
  }

  /** The losses of which nothing else is said, when all statements were looked at. Throws BudgetSpent. */
  left(budget: Budget): readonly Loss[] {
    return this.#losses.flatMap((loss) => {
      const { region, kind } = loss;
      const touching = this.#others.filter((other) => {
        budget.spend(2);
        const positives = [...region.positives, ...other.region.positives];
        const both = { positives, negatives: [...region.negatives, ...other.region.negatives] };
        const mayMeet = loss.actions.some((action) => other.actions.has(action));
        return mayMeet && (kind.kind === "none" || isPossible(both, kind.patterns, budget));
      });
      const actions = loss.actions.filter((action) => !touching.some((other) => other.actions.has(action)));
      return actions.length === 0 ? [] : [{ ...loss, actions }];
    });
  }
}
