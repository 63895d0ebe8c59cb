import type { Budget } from "../sets/budget.js";
import type { Cell, LayerRules } from "../sets/cells/cell.js";
import type { Rule } from "../sets/rules.js";
import type { Outcome } from "./groupAccess.js";
import type { Deciding } from "./layerAnswer.js";

/** What was found out about a group of actions. */
export interface Found {
  readonly judged: readonly Deciding[];
  readonly identity: Deciding | undefined;
  readonly deciding: Deciding | undefined;
  readonly revivable: boolean;
  readonly partly: boolean;
  /** Of what a Deny leaves over, a resource-based policy decides. */
  readonly left: boolean;
}

/** Outcomes of one statement's groups, one for all groups of which the same is found out: most have a few only. */
export class SharedOutcomes {
  #rule: Rule | undefined;
  readonly #outcomes = new Map<string, Outcome>();
  readonly #names = new Map<LayerRules, string>();

  /** @param work takes no units: they are charged here */
  of(rule: Rule, cells: readonly Cell[], found: Found, budget: Budget, work: () => Outcome): Outcome {
    // With another statement it starts anew, so that what a statement takes does not hang on those before it.
    if (this.#rule !== rule) {
      this.#rule = rule;
      this.#outcomes.clear();
      this.#names.clear();
    }
    const { judged } = found;
    const name = cells.length === 1 && rule.resources.length === 1 ? this.#nameOf(found, budget) : undefined;
    budget.spend(10 + 8 * judged.length);
    const known = name === undefined ? undefined : this.#outcomes.get(name);
    if (known !== undefined) return known;
    const outcome = work();
    if (name !== undefined) this.#outcomes.set(name, outcome);
    return outcome;
  }

  /** All that the outcome of a statement with one resource hangs on; undefined where it says more of the group. */
  #nameOf({ judged, revivable, partly }: Found, budget: Budget): string | undefined {
    let name = `${revivable} ${partly}`;
    for (const { grant, rules, verdict, byResource } of judged) {
      if (verdict.kind === "depends" || verdict.kind === "unknown") return undefined;
      name += ` ${budget.idOf(grant)} ${this.#rulesName(rules, budget)} ${verdict.kind} ${byResource ?? false}`;
      if (verdict.kind !== "exceeds") continue;
      const { reason, by } = verdict;
      name += ` ${reason}`;
      if (by !== undefined) name += ` ${by.layer} ${by.level} ${by.policy} ${by.statement}`;
    }
    return name;
  }

  #rulesName(rules: LayerRules, budget: Budget): string {
    let name = this.#names.get(rules);
    if (name === undefined) {
      const { allows, denies } = rules;
      budget.spend(allows.length + denies.length);
      name = `${allows.map((rule) => budget.idOf(rule)).join()};${denies.map((rule) => budget.idOf(rule)).join()}`;
      this.#names.set(rules, name);
    }
    return name;
  }
}
