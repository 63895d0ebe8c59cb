import { CatalogFacts, type ConditionFacts } from "../conditions/conditionFacts.js";
import { ServiceKeys } from "../conditions/serviceKeys.js";
import { type OutsideRule, outsidePolicies } from "../evaluate/outsidePolicies.js";
import type { Principal } from "../layers.js";
import { type ActionGroup, actionGroups } from "./actionGroups.js";
import { type ActionSet, emptyActionSet } from "./actionSets.js";
import { first, forEachIn, isEmpty } from "./bits.js";
import type { Budget } from "./budget.js";
import type { LayerRules } from "./cells/cell.js";
import type { MatchingRules } from "./matchingRules.js";
import type { Rule, RuleSet } from "./rules.js";
import type { ActionResources, Universe } from "./universe.js";
import type { Bindings } from "./variableBindings.js";

/** Actions of one statement that every statement in sight treats alike, and that can be called on the same resources. */
export interface ActionCell {
  readonly service: string;
  readonly resources: ActionResources;
  readonly facts: ConditionFacts;
  /** `s3:GetObject`, sorted; in a universe of any text one that stands for all. */
  readonly names: readonly string[];
  /** The first of them. */
  readonly firstName: string;
  /** The same as a set of the service's actions; undefined in a universe of any text. */
  readonly actions: ActionSet | undefined;
  /** Why no policy has a say in these actions, where that is so. */
  readonly outside: OutsideRule | undefined;
  /** Stands for the rules that match the actions: the same for cells of one service that the same ones match. */
  readonly matching: object;
  /** The rules of a layer that match the actions. */
  rulesOf(set: RuleSet): LayerRules;
  /** Its Denies only. */
  deniesOf(set: RuleSet): readonly Rule[];
}

/** Where action cells come from: the catalog, or all texts that could be an action. */
export interface ActionSpace {
  /**
   * The actions that a statement matches, parted by all other rules. Throws BudgetSpent.
   * @param sets the layers whose rules are to treat each cell's actions alike
   */
  cellsOf(rule: Rule, sets: readonly RuleSet[], budget: Budget): readonly ActionCell[];
}

/** The catalog's actions of today. */
export class CatalogActions implements ActionSpace {
  readonly #universe: Universe;
  readonly #bindings: Bindings;
  readonly #principal: Principal["kind"];
  readonly #keys = new Map<string, ServiceKeys>();

  constructor(universe: Universe, bindings: Bindings, principal: Principal["kind"]) {
    this.#universe = universe;
    this.#bindings = bindings;
    this.#principal = principal;
  }

  cellsOf(rule: Rule, sets: readonly RuleSet[], budget: Budget): readonly ActionCell[] {
    const { catalog } = this.#universe;
    const cells: ActionCell[] = [];
    for (const service of rule.services ?? catalog.services) {
      if (!catalog.hasService(service)) continue;
      const actions = rule.actions(catalog, service, budget);
      if (isEmpty(actions)) continue;
      const others: Rule[] = [];
      for (const set of sets) {
        const { allows, denies } = set.on(service);
        for (const each of allows) if (each !== rule) others.push(each);
        for (const each of denies) if (each !== rule) others.push(each);
      }
      budget.spend(2 * others.length);
      cells.push(...this.cellsWithin(service, actions, rule, others, budget));
    }
    return cells;
  }

  /** Some of a service's actions, all of them the statement's, parted by other rules. Throws BudgetSpent. */
  cellsWithin(
    service: string,
    actions: ActionSet,
    rule: Rule,
    others: readonly Rule[],
    budget: Budget,
  ): readonly ActionCell[] {
    const keys = this.#keysOf(service);
    const cells: ActionCell[] = [];
    for (const group of actionGroups(service, actions, rule, others, this.#universe, budget)) {
      for (const [outside, part] of this.#parted(group)) {
        cells.push(new CatalogCell(part, outside, this.#universe, keys, this.#bindings));
      }
    }
    return cells;
  }

  #keysOf(service: string): ServiceKeys {
    let keys = this.#keys.get(service);
    if (keys === undefined) {
      keys = new ServiceKeys(this.#universe.catalog, service);
      this.#keys.set(service, keys);
    }
    return keys;
  }

  /** A group without the actions in which no policy has a say (M5, M6), and these. */
  #parted(group: ActionGroup): readonly (readonly [OutsideRule | undefined, ActionGroup])[] {
    if (group.service !== "sts" && group.service !== "iam") return [[undefined, group]];
    const { catalog } = this.#universe;
    const names = catalog.lowerActionNames(group.service);
    const parts = new Map<OutsideRule | undefined, ActionSet>();
    forEachIn(group.actions, (index) => {
      const outside = outsidePolicies(this.#principal, `${group.service}:${names[index]}`);
      const part = parts.get(outside) ?? emptyActionSet(catalog, group.service);
      part[index >> 5]! |= 1 << (index & 31);
      parts.set(outside, part);
    });
    return [...parts].map(([outside, actions]) => [outside, { ...group, actions }]);
  }
}

class CatalogCell implements ActionCell {
  readonly service: string;
  readonly resources: ActionResources;
  readonly facts: ConditionFacts;
  readonly actions: ActionSet;
  readonly outside: OutsideRule | undefined;
  readonly matching: MatchingRules;
  readonly #universe: Universe;
  #names: readonly string[] | undefined;

  constructor(
    { service, resources, actions, rules }: ActionGroup,
    outside: OutsideRule | undefined,
    universe: Universe,
    keys: ServiceKeys,
    bindings: Bindings,
  ) {
    this.outside = outside;
    this.service = service;
    this.resources = resources;
    this.actions = actions;
    this.matching = rules;
    this.#universe = universe;
    this.facts = new CatalogFacts(keys, actions, bindings);
  }

  get names(): readonly string[] {
    if (this.#names === undefined) {
      const all = this.#universe.fullNames(this.service);
      const names: string[] = [];
      forEachIn(this.actions, (index) => {
        names.push(all[index]!);
      });
      this.#names = names;
    }
    return this.#names;
  }

  get firstName(): string {
    return this.#universe.fullNames(this.service)[first(this.actions)]!;
  }

  rulesOf(set: RuleSet): LayerRules {
    return this.matching.of(set, this.service);
  }

  deniesOf(set: RuleSet): readonly Rule[] {
    return this.matching.deniesOf(set, this.service);
  }
}
