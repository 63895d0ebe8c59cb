import {
  addMatching,
  emptyActionSet,
  forEachAction,
  fullActionSet,
  literalService,
  sharedActions,
} from "../sets/actionSets.js";
import { Budget } from "../sets/budget.js";
import type { Universe } from "../sets/universe.js";
import type { GroupAccess, JudgedGroup } from "./groupAccess.js";

/** A statement's actions with what was found out about them, found by pattern. */
export class JudgedActions {
  readonly #universe: Universe;
  readonly #byService = new Map<string, JudgedGroup[]>();

  constructor(groups: readonly JudgedGroup[], universe: Universe) {
    this.#universe = universe;
    for (const group of groups) {
      const known = this.#byService.get(group.service);
      if (known === undefined) this.#byService.set(group.service, [group]);
      else known.push(group);
    }
  }

  /**
   * Calls back with each action that a pattern matches, group by group.
   * @param pattern lower-cased; what is neither `*` nor has exactly one colon matches nothing (A1)
   */
  forEach(pattern: string, visit: (action: string, access: GroupAccess) => void): void {
    const { catalog } = this.#universe;
    // What is matched here was matched, and metered, when the statement was read.
    const free = new Budget(Number.POSITIVE_INFINITY);
    const own = literalService(pattern);
    const services = own === undefined ? this.#byService.keys() : [own];
    for (const service of services) {
      const groups = this.#byService.get(service);
      if (groups === undefined) continue;
      const names = this.#universe.fullNames(service);
      const isAll = pattern === "*";
      const matched = isAll ? fullActionSet(catalog, service) : emptyActionSet(catalog, service);
      if (!isAll) addMatching(catalog, service, pattern, matched, free);
      for (const { actions, access } of groups) {
        forEachAction(sharedActions(actions, matched), (index) => visit(names[index]!, access));
      }
    }
  }
}
