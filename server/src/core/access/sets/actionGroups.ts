import type { Catalog } from "../../catalog/catalog.js";
import { type ActionSet, emptyActionSet, forEachAction, isEmptySet } from "./actionSets.js";
import type { Budget } from "./budget.js";
import type { Rule } from "./rules.js";
import type { ActionResources, Universe } from "./universe.js";

/** Actions of one service that every statement in sight treats alike, and that can be called on the same resources. */
export interface ActionGroup {
  readonly service: string;
  readonly actions: ActionSet;
  readonly resources: ActionResources;
  /** Those of the rules that match the actions. */
  readonly rules: ReadonlySet<Rule>;
}

/** Splits a service's actions by where they can be called and by which of the rules match them. */
export function actionGroups(
  service: string,
  actions: ActionSet,
  rules: readonly Rule[],
  universe: Universe,
  budget: Budget,
): readonly ActionGroup[] {
  const { catalog } = universe;
  let groups = byResources(service, actions, universe, catalog);
  for (const rule of rules) {
    const matched = rule.actions(catalog, service, budget);
    const split: ActionGroup[] = [];
    for (const group of groups) {
      // Copies of sets are dear beside a look at a text position.
      budget.spend(4 + 2 * matched.length + group.rules.size);
      const inside = group.actions.slice();
      const outside = group.actions.slice();
      for (let w = 0; w < matched.length; w++) {
        inside[w]! &= matched[w]!;
        outside[w]! &= ~matched[w]!;
      }
      if (!isEmptySet(inside)) split.push({ ...group, actions: inside, rules: new Set([...group.rules, rule]) });
      if (!isEmptySet(outside)) split.push({ ...group, actions: outside });
    }
    groups = split;
  }
  return groups;
}

function byResources(service: string, actions: ActionSet, universe: Universe, catalog: Catalog): ActionGroup[] {
  const found = new Map<number, { resources: ActionResources; actions: ActionSet }>();
  forEachAction(actions, (index) => {
    const resources = universe.resourcesOf(service, index);
    let group = found.get(resources.id);
    if (group === undefined) {
      group = { resources, actions: emptyActionSet(catalog, service) };
      found.set(resources.id, group);
    }
    group.actions[index >> 5]! |= 1 << (index & 31);
  });
  return [...found.values()].map((group) => ({ service, rules: new Set<Rule>(), ...group }));
}
