import type { ActionSet } from "./actionSets.js";
import { count, difference, intersection, meets } from "./bits.js";
import type { Budget } from "./budget.js";
import { MatchingRules } from "./matchingRules.js";
import type { Rule } from "./rules.js";
import type { ActionResources, Universe } from "./universe.js";

/** Actions of one service that every statement in sight treats alike, and that can be called on the same resources. */
export interface ActionGroup {
  readonly service: string;
  readonly actions: ActionSet;
  readonly resources: ActionResources;
  /** Those of the rules that match the actions; the same object for groups that the same ones match. */
  readonly rules: MatchingRules;
}

/**
 * Splits a service's actions by where they can be called and by which of the rules match them.
 * @param own the statement whose actions they are: it matches all of them
 */
export function actionGroups(
  service: string,
  actions: ActionSet,
  own: Rule,
  rules: readonly Rule[],
  universe: Universe,
  budget: Budget,
): readonly ActionGroup[] {
  const { catalog } = universe;
  const parts = byResources(service, actions, universe, budget);
  for (const rule of rules) {
    const matched = rule.actions(catalog, service, budget);
    budget.spend((1 + (matched.length >> 3)) * parts.length);
    if (rule.isEveryAction) for (const part of parts) part.rules = goingOn(part.rules, rule, budget);
    else splitAll(parts, rule, matched, budget);
  }
  return parts.map((part) => {
    budget.spend(8);
    return { service, actions: part.actions, resources: part.resources, rules: matching(part.rules, own, budget) };
  });
}

interface Part {
  readonly resources: ActionResources;
  actions: ActionSet;
  /** The rules so far that match, the latest first. Parts that the same ones match have the same object. */
  rules: RuleChain;
}

interface RuleChain {
  readonly rule: Rule | undefined;
  readonly rest: RuleChain | undefined;
  /** The latest chain that goes on from here. */
  next: RuleChain | undefined;
  matching: MatchingRules | undefined;
}

/** Notes which parts the rule matches; one that it matches a part of becomes two, side by side. */
function splitAll(parts: Part[], rule: Rule, matched: ActionSet, budget: Budget): void {
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at]!;
    const { actions, resources, rules } = part;
    let inside = 0;
    let outside = 0;
    for (let w = 0; w < actions.length; w++) {
      inside |= actions[w]! & matched[w]!;
      outside |= actions[w]! & ~matched[w]!;
    }
    if (inside === 0) continue;
    part.rules = goingOn(rules, rule, budget);
    if (outside === 0) continue;
    // Copies of sets are dear beside a look at a text position.
    budget.spend(12 + matched.length);
    part.actions = intersection(actions, matched);
    at++;
    parts.splice(at, 0, { resources, actions: difference(actions, matched), rules });
  }
}

function goingOn(chain: RuleChain, rule: Rule, budget: Budget): RuleChain {
  if (chain.next?.rule !== rule) {
    chain.next = { rule, rest: chain, next: undefined, matching: undefined };
    budget.spend(2);
  }
  return chain.next;
}

function matching(chain: RuleChain, own: Rule, budget: Budget): MatchingRules {
  if (chain.matching === undefined) {
    const rules = new Set<Rule>([own]);
    for (let at = chain; at.rule !== undefined; at = at.rest!) rules.add(at.rule);
    budget.spend(20 + 6 * rules.size);
    chain.matching = new MatchingRules(rules);
  }
  return chain.matching;
}

function byResources(service: string, actions: ActionSet, universe: Universe, budget: Budget): Part[] {
  const parts: Part[] = [];
  const classes = universe.classesOf(service);
  const rules: RuleChain = { rule: undefined, rest: undefined, next: undefined, matching: undefined };
  budget.spend(classes.length * (2 + (actions.length >> 2)));
  for (const { resources, actions: all } of classes) {
    if (!meets(actions, all)) continue;
    const shared = intersection(actions, all);
    budget.spend(3 * count(shared));
    parts.push({ resources, actions: shared, rules });
  }
  return parts;
}
