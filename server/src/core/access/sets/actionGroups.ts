import type { ActionSet } from "./actionSets.js";
import { count, difference, intersection, meets } from "./bits.js";
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
  const parts = byResources(service, actions, universe, budget);
  for (const rule of rules) {
    const matched = rule.actions(catalog, service, budget);
    budget.spend((1 + (matched.length >> 3)) * parts.length);
    splitAll(parts, rule, matched, budget);
  }
  return parts.map((part) => {
    const matching = rulesOf(part.rules);
    budget.spend(40 + 6 * matching.size);
    return { service, actions: part.actions, resources: part.resources, rules: matching };
  });
}

interface Part {
  readonly resources: ActionResources;
  actions: ActionSet;
  /** The rules so far that match, the latest first. Parts that come of one share what they have in common. */
  rules: RuleChain | undefined;
}

interface RuleChain {
  readonly rule: Rule;
  readonly rest: RuleChain | undefined;
}

/** Notes which parts the rule matches; one that it matches a part of becomes two, side by side. */
function splitAll(parts: Part[], rule: Rule, matched: ActionSet, budget: Budget): void {
  let chain: RuleChain | undefined;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    const { actions, resources, rules: rest } = part;
    let inside = 0;
    let outside = 0;
    for (let w = 0; w < actions.length; w++) {
      inside |= actions[w]! & matched[w]!;
      outside |= actions[w]! & ~matched[w]!;
    }
    if (inside === 0) continue;
    if (chain === undefined || chain.rest !== rest) {
      chain = { rule, rest };
      budget.spend(1);
    }
    part.rules = chain;
    if (outside === 0) continue;
    // Copies of sets are dear beside a look at a text position.
    budget.spend(12 + matched.length);
    part.actions = intersection(actions, matched);
    at++;
    parts.splice(at, 0, { resources, actions: difference(actions, matched), rules: rest });
  }
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
    if (!meets(actions, all)) continue;
    const shared = intersection(actions, all);
    budget.spend(2 * count(shared));
    parts.push({ resources, actions: shared, rules: undefined });
  }
  return parts;
}
