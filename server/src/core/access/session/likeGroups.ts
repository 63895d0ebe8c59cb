import type { GrantRules } from "../checkSpace.js";
import { kindOfKey } from "../conditions/conditionFacts.js";
import { arnField } from "../conditions/correlatedKeys.js";
import { isOnEverything } from "../plainRules.js";
import { decidingPatterns } from "../resourceGrants.js";
import type { ActionCell } from "../sets/actionCell.js";
import type { Rule } from "../sets/rules.js";
import { type ActionResources, typesOf } from "../sets/universe.js";
import type { GroupAccess } from "./groupAccess.js";
import type { SessionScope } from "./sessionScope.js";

/** Rules that decide by their conditions alone. */
interface DecidingRules {
  /** The same for the same rules of the same layers. */
  readonly id: number;
  /** The keys of their conditions, in lower case. */
  readonly keys: readonly string[];
  /** Whether the ARN has to agree with one of them. */
  readonly isTied: boolean;
}

/**
 * What was found out about groups of one statement on everything, for others that are alike in all that it hangs on: every
 * statement in sight is about every resource, so nothing but conditions decides, and those see of an action only what the
 * catalog says of the keys in them. The SCPs of an organization are like that, and a statement on everything has
 * thousands of groups.
 */
export class LikeGroups {
  readonly #scope: SessionScope;
  #rule: Rule | undefined;
  readonly #found = new Map<string, GroupAccess>();
  readonly #deciding = new Map<readonly GrantRules[], Map<readonly Rule[], DecidingRules | undefined>>();
  readonly #resources = { tied: new Map<ActionResources, number>(), free: new Map<ActionResources, number>() };
  readonly #numbers = new Map<string, number>();

  constructor(scope: SessionScope) {
    this.#scope = scope;
  }

  /** All that the answer for a group hangs on; undefined where it is more than that. Throws BudgetSpent. */
  nameOf(
    rule: Rule,
    { service, resources, facts }: ActionCell,
    layers: readonly GrantRules[],
    sessionDenies: readonly Rule[],
  ): string | undefined {
    const { own, resource, space, budget } = this.#scope;
    if (!decidesByConditions(rule) || resource !== undefined || decidingPatterns.has(service)) return undefined;
    if (resources.kind === "unknown" || resources.patterns.length === 0) return undefined;
    if (own.hasRefusedDeny || space.isRefusedAbove !== undefined) return undefined;
    // With another statement it starts anew, so that what a statement takes does not hang on those before it.
    if (this.#rule !== rule) {
      this.#rule = rule;
      this.#found.clear();
      this.#deciding.clear();
      this.#resources.tied.clear();
      this.#resources.free.clear();
      this.#numbers.clear();
    }
    const deciding = this.#decidingRules(rule, layers, sessionDenies);
    if (deciding === undefined) return undefined;
    const { id, keys, isTied } = deciding;
    budget.spend(16 + 6 * keys.length);
    let name = `${id} ${this.#numberOf(resources, isTied)}`;
    for (const key of keys) name += `,${kindOfKey(key, facts)}`;
    return name;
  }

  of(name: string): GroupAccess | undefined {
    return this.#found.get(name);
  }

  keep(name: string, found: GroupAccess): void {
    this.#found.set(name, found);
  }

  /** The lists are the same for actions of a service that the same rules match. */
  #decidingRules(rule: Rule, layers: readonly GrantRules[], sessionDenies: readonly Rule[]): DecidingRules | undefined {
    let byDenies = this.#deciding.get(layers);
    if (byDenies === undefined) {
      byDenies = new Map();
      this.#deciding.set(layers, byDenies);
    }
    if (!byDenies.has(sessionDenies)) byDenies.set(sessionDenies, this.#readRules(rule, layers, sessionDenies));
    return byDenies.get(sessionDenies);
  }

  #readRules(rule: Rule, layers: readonly GrantRules[], sessionDenies: readonly Rule[]): DecidingRules | undefined {
    const { budget } = this.#scope;
    // Most lists that are not so show it in their first layers.
    let read = 0;
    const decide = (list: readonly Rule[]) => {
      read += list.length;
      return list.every(decidesByConditions);
    };
    const areAll = decide(sessionDenies) && layers.every(({ rules }) => decide(rules.denies) && decide(rules.allows));
    budget.spend(10 + 4 * read);
    if (!areAll) return undefined;
    const rules = [
      rule,
      ...layers.flatMap(({ rules: { allows, denies } }) => [...allows, ...denies]),
      ...sessionDenies,
    ];
    const ids = (list: readonly Rule[]) => list.map((each) => budget.idOf(each)).join();
    const above = layers.map(({ grant, rules: { allows, denies } }) => {
      return `${budget.idOf(grant)}:${ids(allows)};${ids(denies)}`;
    });
    const keys = [...new Set(rules.flatMap(({ conditions }) => conditions.map(({ key }) => key.toLowerCase())))];
    const isTied = keys.some((key) => arnField(key) !== undefined);
    return { id: this.#number(`${above.join(" ")} ${ids(sessionDenies)}`), keys, isTied };
  }

  /** The same number for resources of which the same is to be said. */
  #numberOf(resources: ActionResources, isTied: boolean): number {
    const known = isTied ? this.#resources.tied : this.#resources.free;
    let number = known.get(resources);
    if (number === undefined) {
      const { kind, patterns, service } = resources;
      const { budget, catalog, universe } = this.#scope;
      budget.spend(8 + (isTied ? 2 * patterns.length : 0));
      // Whether a resource-based policy can be attached to them (E3).
      const canBeRevived = catalog.resourcePolicies.policyFor(service, typesOf(resources)) !== undefined;
      const places = isTied && kind === "typed" ? universe.placesOf(resources) : "";
      number = this.#number(`${kind} ${canBeRevived} ${places}`);
      known.set(resources, number);
    }
    return number;
  }

  #number(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(text, number);
    }
    return number;
  }
}

/** Whether nothing of the resource, nor a variable's value, has a say in what the statement is about. */
function decidesByConditions(rule: Rule): boolean {
  return isOnEverything(rule) && !rule.conditions.some(({ values }) => values.some(hasVariable));
}

function hasVariable(value: string | number | boolean): boolean {
  return String(value).includes("${");
}
