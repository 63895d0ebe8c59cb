import type { LayerRules } from "./cells/cell.js";
import type { Rule, RuleSet } from "./rules.js";

/** The rules that match some actions of one service, layer by layer. */
export class MatchingRules {
  readonly #rules: ReadonlySet<Rule>;
  readonly #byLayer = new Map<RuleSet, LayerRules>();
  readonly #denies = new Map<RuleSet, readonly Rule[]>();

  constructor(rules: ReadonlySet<Rule>) {
    this.#rules = rules;
  }

  /** Those of a layer. */
  of(set: RuleSet, service: string): LayerRules {
    let found = this.#byLayer.get(set);
    if (found === undefined) {
      found = { allows: this.#matching(set.on(service).allows), denies: this.deniesOf(set, service) };
      this.#byLayer.set(set, found);
    }
    return found;
  }

  /** The Denies of a layer; a session may have thousands of Allows besides. */
  deniesOf(set: RuleSet, service: string): readonly Rule[] {
    let found = this.#denies.get(set);
    if (found === undefined) {
      found = this.#matching(set.on(service).denies);
      this.#denies.set(set, found);
    }
    return found;
  }

  #matching(rules: readonly Rule[]): readonly Rule[] {
    return rules.length === 0 ? rules : rules.filter((rule) => this.#rules.has(rule));
  }
}
