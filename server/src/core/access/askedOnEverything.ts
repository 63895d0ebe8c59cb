import type { GrantRules } from "./checkSpace.js";
import { kindsOfKeys } from "./conditions/conditionFacts.js";
import { judgeConditions } from "./conditions/judgeConditions.js";
import type { ContextValues } from "./layers.js";
import { grantsAllOrNothing, isOnEverything } from "./plainRules.js";
import type { ActionCell } from "./sets/actionCell.js";
import type { Budget } from "./sets/budget.js";
import type { Letters } from "./sets/letters.js";
import type { Rule } from "./sets/rules.js";

/**
 * What was asked of a statement on everything. Of layers that grant all or nothing the answer is the same for all actions
 * whose condition keys are of the same kinds, and a statement on everything has thousands of groups of actions.
 */
export class AskedOnEverything {
  readonly #rule: Rule;
  readonly #letters: Letters;
  readonly #budget: Budget;
  readonly #isOnEverything: boolean;
  /** For layers that were asked about, by the kinds of the keys: a context in which the statement applies. */
  readonly #contexts = new Map<readonly GrantRules[], Map<string, ContextValues>>();

  constructor(rule: Rule, letters: Letters, budget: Budget) {
    this.#rule = rule;
    this.#letters = letters;
    this.#budget = budget;
    this.#isOnEverything = isOnEverything(rule);
  }

  /** The context in which another group was found to be too much, if these actions are treated just like it. */
  contextOf(actions: ActionCell, layers: readonly GrantRules[]): ContextValues | undefined {
    const asked = this.#isOnEverything ? this.#contexts.get(layers) : undefined;
    return asked !== undefined && actions.resources.patterns.length > 0 ? asked.get(this.#kinds(actions)) : undefined;
  }

  /** Remembers that these actions were asked about, if what was found is true of others too. */
  keep(actions: ActionCell, layers: readonly GrantRules[]): void {
    if (!this.#isOnEverything || !layers.every(({ rules }) => grantsAllOrNothing(rules))) return;
    const context = this.#contextIn(actions);
    if (context === undefined) return;
    const asked = this.#contexts.get(layers) ?? new Map<string, ContextValues>();
    this.#contexts.set(layers, asked.set(this.#kinds(actions), context));
  }

  #kinds({ facts }: ActionCell): string {
    const { conditions } = this.#rule;
    if (conditions.length === 0) return "";
    const kinds = kindsOfKeys(conditions, facts);
    this.#budget.spend(4 + (kinds.length >> 2));
    return kinds;
  }

  /** Undefined where the context hangs on the resource, or where not all of the statement's requests are too much. */
  #contextIn({ facts }: ActionCell): ContextValues | undefined {
    const nothing = { without: [], allows: [], denies: [], alwaysAllowed: false, alwaysDenied: false };
    const question = { given: this.#rule.guard, ...nothing };
    const answer = judgeConditions(question, facts, this.#letters, this.#budget);
    return answer.kind === "exceeds" && answer.tied.length === 0 ? answer.context : undefined;
  }
}
