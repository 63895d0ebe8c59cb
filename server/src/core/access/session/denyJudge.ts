import type { ActionCell } from "../sets/actionCell.js";
import { type ActionSet, emptyActionSet } from "../sets/actionSets.js";
import { difference, includes, intersection, isEmpty, meets, union } from "../sets/bits.js";
import { BudgetSpent } from "../sets/budget.js";
import type { Cell, LayerRules } from "../sets/cells/cell.js";
import { doubtfulArn } from "../sets/cells/unknownVerdicts.js";
import type { ResourcePattern } from "../sets/resourcePattern.js";
import type { Rule } from "../sets/rules.js";
import { matchesStar } from "../sets/starResource.js";
import { typesOf } from "../sets/universe.js";
import {
  budgetSpent,
  type GroupAccess,
  type JudgedGroup,
  outsideAccess,
  unfit,
  unknownAccess,
  vacuous,
} from "./groupAccess.js";
import { isGoneAround, knowsAllResourcePolicies, notNamed, withResourceGrants } from "./resourcePolicies.js";
import type { SessionScope } from "./sessionScope.js";

/** What became of one Deny statement. */
export interface JudgedDeny {
  readonly groups: readonly JudgedGroup[];
  /** Some of it could not be decided with the units there were. */
  readonly isSpent: boolean;
}

/**
 * Judges what a Deny takes away from what would be allowed without it: what some Allow of the session and all layers let
 * through. "Nothing" only where nobody could allow it. Each Allow is asked about alone, so that an edit of one leaves the
 * others' answers as they are.
 */
export class DenyJudge {
  readonly #scope: SessionScope;
  readonly #accesses = new Map<Rule, { readonly removesNothing: GroupAccess; readonly mayRemove: GroupAccess }>();

  constructor(scope: SessionScope) {
    this.#scope = scope;
  }

  /**
   * Taken at its widest: where it names actions in a way that IAM refuses, only "nothing" is certain of them (A2).
   * Throws BudgetSpent where the units do not even last for finding the actions.
   */
  judge(statement: Rule): JudgedDeny {
    const deny = statement.denyAtWidest;
    const { catalog, budget } = this.#scope;
    const groups: JudgedGroup[] = [];
    let isSpent = false;
    for (const service of deny.services ?? catalog.services) {
      if (!catalog.hasService(service)) continue;
      const actions = deny.actions(catalog, service, budget);
      if (isEmpty(actions)) continue;
      const removed = emptyActionSet(catalog, service);
      try {
        this.#addRemoved(deny, service, actions, removed);
        let gone = removed;
        const perhaps = this.#perhapsRemoved(deny, service, actions);
        if (perhaps !== undefined) {
          const more = difference(perhaps, removed);
          if (!isEmpty(more)) groups.push({ service, actions: more, access: unknownAccess(notNamed) });
          gone = union(removed, more);
        }
        for (const group of this.#alone(deny).get(service) ?? []) {
          if (includes(gone, group.actions)) continue;
          const isWhole = !meets(group.actions, gone);
          groups.push(isWhole ? group : { ...group, actions: difference(group.actions, gone) });
        }
      } catch (error) {
        if (!(error instanceof BudgetSpent)) throw error;
        isSpent = true;
        groups.push({ service, actions: difference(actions, removed), access: unknownAccess(budgetSpent) });
      }
      if (!isEmpty(removed))
        groups.push({ service, actions: removed, access: this.#accessOfRemoved(deny, service, removed) });
    }
    return { groups, isSpent };
  }

  /** Whether the Deny ever applies may be what cannot be told. */
  #accessOfRemoved(deny: Rule, service: string, removed: ActionSet): GroupAccess {
    const { budget, space, actions: catalogActions } = this.#scope;
    const groups = deny.conditions.length === 0 ? [] : catalogActions.cellsWithin(service, removed, deny, [], budget);
    const cell = groups.flatMap((group) => space.cells(deny, group, [])).at(0);
    const doubt = cell && space.conditionDoubt(cell);
    return doubt === undefined ? accessOf(deny, "removes") : unknownAccess(doubt);
  }

  /** Adds the actions of which something would be allowed without the Deny. */
  #addRemoved(deny: Rule, service: string, actions: ActionSet, removed: ActionSet): void {
    const { own, catalog, budget, space, resource } = this.#scope;
    // What a resource-based policy allows to the session itself, the session's Denies take away as well (D1, D3).
    const direct = resource?.rules.on(service).allows.filter((rule) => resource.besideLimits.has(rule)) ?? [];
    for (const allow of [...own.on(service).allows, ...direct]) {
      const allowed = allow.actions(catalog, service, budget);
      if (!meets(actions, allowed)) continue;
      const shared = intersection(actions, allowed);
      const taken = space.input.once("removes", [deny, allow], service, () =>
        this.#removedOf(deny, allow, service, shared, (group) =>
          space.grantRules(group).map((layer) => withResourceGrants(layer, group, resource)),
        ),
      );
      for (let w = 0; w < removed.length; w++) removed[w]! |= taken[w]!;
    }
  }

  /** Those that a stated policy may allow of which it cannot be told whether it means the session (D3), if there are any. */
  #perhapsRemoved(deny: Rule, service: string, actions: ActionSet): ActionSet | undefined {
    const { catalog, budget, space, resource } = this.#scope;
    if (!resource?.doubtful.size) return undefined;
    const perhaps = emptyActionSet(catalog, service);
    for (const allow of resource.rules.on(service).allows) {
      if (!resource.doubtful.has(allow)) continue;
      const shared = intersection(actions, allow.actions(catalog, service, budget));
      if (isEmpty(shared)) continue;
      const taken = this.#removedOf(deny, allow, service, shared, (group) => {
        const above = space.grantRules(group).filter(({ grant }) => !isGoneAround(grant));
        return above.map(({ rules }) => rules);
      });
      for (let w = 0; w < perhaps.length; w++) perhaps[w]! |= taken[w]!;
    }
    return perhaps;
  }

  /** Of the actions that both name, those of which the Deny takes away something that the Allow gives. */
  #removedOf(
    deny: Rule,
    allow: Rule,
    service: string,
    shared: ActionSet,
    layersOn: (group: ActionCell) => readonly LayerRules[],
  ): ActionSet {
    const { catalog, budget, space, universe, actions: catalogActions, resource } = this.#scope;
    const removed = emptyActionSet(catalog, service);
    const arns = universe.serviceArns(service);
    const above = [
      ...space.input.grants.map(({ rules }) => rules),
      ...(resource === undefined ? [] : [resource.rules]),
    ];
    const layersAbove = above.flatMap((rules) => {
      const { allows, denies } = rules.on(service);
      return [...allows, ...denies];
    });
    for (const group of catalogActions.cellsWithin(service, shared, deny, layersAbove, budget)) {
      if (group.outside !== undefined) continue;
      const layers: readonly LayerRules[] = [{ allows: [allow], denies: [] }, ...layersOn(group)];
      const cells = space.cells(deny, group, []).filter((cell) => doubtfulEntry(cell) === undefined);
      const isTaken =
        cells.length > 0 &&
        (group.resources.kind === "none"
          ? layers.every((layer) => layer.allows.some((each) => matchesStar(each, arns, budget) !== "no"))
          : cells.some((cell) => space.someAllowed(cell, layers)));
      if (!isTaken) continue;
      for (let w = 0; w < removed.length; w++) removed[w]! |= group.actions![w]!;
    }
    return removed;
  }

  /**
   * What is to be said of the actions of which nothing is taken away, by service: those of which the same is said are one
   * group. It hangs on nothing else of the policy, so all services are asked about at once.
   */
  #alone(deny: Rule): ReadonlyMap<string, readonly JudgedGroup[]> {
    const { catalog, budget, space, actions: catalogActions } = this.#scope;
    return space.input.once("removes nothing", [deny], "", () => {
      const groups = new Map<string, readonly JudgedGroup[]>();
      for (const service of deny.services ?? catalog.services) {
        if (!catalog.hasService(service)) continue;
        const actions = deny.actions(catalog, service, budget);
        if (isEmpty(actions)) continue;
        const parts = new Map<GroupAccess, ActionSet>();
        for (const group of catalogActions.cellsWithin(service, actions, deny, [], budget)) {
          const access = this.#accessAlone(deny, group);
          const others = parts.get(access);
          parts.set(access, others === undefined ? group.actions! : union(others, group.actions!));
        }
        groups.set(
          service,
          Array.from(parts, ([access, part]) => ({ service, actions: part, access })),
        );
      }
      return groups;
    });
  }

  #accessAlone(deny: Rule, group: ActionCell): GroupAccess {
    if (group.outside !== undefined) return outsideAccess(deny, group.outside);
    if (deny.resources.some(({ isDisputed }) => isDisputed)) {
      const doubtful = this.#scope.space.cells(deny, group, []).flatMap((cell) => doubtfulEntry(cell) ?? []);
      if (doubtful.length > 0) return unknownAccess(doubtfulArn(doubtful));
    }
    if (!this.#scope.space.fits(deny, group)) return unfit;
    const { session, catalog } = this.#scope;
    const { removesNothing, mayRemove } = this.#accessesOf(deny);
    if (knowsAllResourcePolicies(session)) return removesNothing;
    return catalog.resourcePolicies.policyFor(group.service, typesOf(group.resources)) === undefined
      ? removesNothing
      : mayRemove;
  }

  /** What may be said of a Deny, the same object each time. */
  #accessesOf(deny: Rule): { readonly removesNothing: GroupAccess; readonly mayRemove: GroupAccess } {
    let accesses = this.#accesses.get(deny);
    if (accesses === undefined) {
      const detail = "a resource policy that is not given may allow it";
      const { access } = accessOf(deny, "unknown");
      accesses = {
        removesNothing: accessOf(deny, "removes-nothing"),
        mayRemove: {
          identityVerdict: vacuous,
          access: { unknown: { why: "layer-not-given", detail, rules: ["D3"] }, ...access! },
        },
      };
      this.#accesses.set(deny, accesses);
    }
    return accesses;
  }
}

/** The entry that a cell is about where it may match nothing (Q4, Q18), or only itself (V3). */
function doubtfulEntry({ statement, entry }: Cell): ResourcePattern | undefined {
  const resource = entry === undefined ? undefined : statement.resources[entry]!;
  return resource?.isDisputed ? resource : undefined;
}

function accessOf(deny: Rule, result: "removes" | "removes-nothing" | "unknown"): GroupAccess {
  return {
    identityVerdict: vacuous,
    access: {
      decidedBy: "session",
      statements: [deny.ref],
      denied: false,
      revivable: false,
      dependsOn: [],
      layers: [],
      result,
    },
  };
}
