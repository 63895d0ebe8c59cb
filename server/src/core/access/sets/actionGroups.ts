import { type ActionSet, isEmptySet, sharedActions } from "./actionSets.js";
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
  let parts = byResources(service, actions, universe, budget);
  for (const rule of rules) {
    const matched = rule.actions(catalog, service, budget);
    budget.spend((1 + (matched.length >> 3)) * parts.length);
    const split: Part[] = [];
    for (const part of parts) split.push(...splitBy(part, rule, matched, budget));
    parts = split;
  }
  return parts.map((part) => {
    const matching = rulesOf(part.rules);
    budget.spend(4 + 2 * matching.size);
    return { service, actions: part.actions, resources: part.resources, rules: matching };
  });
}

interface Part {
  readonly resources: ActionResources;
  readonly actions: ActionSet;
  /** The rules so far that match, the latest first. Parts that come of one share what they have in common. */
  readonly rules: RuleChain | undefined;
}

interface RuleChain {
  readonly rule: Rule;
  readonly rest: RuleChain | undefined;
}

function splitBy(part: Part, rule: Rule, matched: ActionSet, budget: Budget): readonly Part[] {
  const { actions, resources } = part;
  let inside = 0;
  let outside = 0;
  for (let w = 0; w < actions.length; w++) {
    inside |= actions[w]! & matched[w]!;
    outside |= actions[w]! & ~matched[w]!;
  }
  if (inside === 0) return [part];
  const rules = { rule, rest: part.rules };
  if (outside === 0) return [{ resources, actions, rules }];
  // Copies of sets are dear beside a look at a text position.
  budget.spend(8 + matched.length);
  return [
    { resources, actions: sharedActions(actions, matched), rules },
    { resources, actions: actions.map((word, w) => word & ~matched[w]!), rules: part.rules },
  ];
}

function rulesOf(chain: RuleChain | undefined): ReadonlySet<Rule> {
  const rules = new Set<Rule>();
  for (let at = chain; at !== undefined; at = at.rest) rules.add(at.rule);
  return rules;
}

function byResources(service: string, actions: ActionSet, universe: Universe, budget: Budget): Part[] {
  const parts: Part[] = [];
  const classes = universe.classesOf(service);
  budget.spend(classes.length * (2 + (actions.length >> 2)));
  for (const { resources, actions: all } of classes) {
    const shared = sharedActions(actions, all);
    if (!isEmptySet(shared)) parts.push({ resources, actions: shared, rules: undefined });
  }
  return parts;
}
