import { addMatching, emptyActionSet, fullActionSet, literalService } from "../sets/actionSets.js";
import { count, forEachIn, has } from "../sets/bits.js";
import { Budget } from "../sets/budget.js";
import { inNameOrder } from "../sets/sortedNames.js";
import type { Universe } from "../sets/universe.js";
import type { GroupAccess, JudgedGroup } from "./groupAccess.js";

/** A statement's actions with what was found out about them, found by pattern. */
export class JudgedActions {
  readonly #universe: Universe;
  readonly #byService = new Map<string, JudgedGroup[]>();
  readonly #accesses = new Map<string, readonly (GroupAccess | undefined)[]>();
  #services: readonly string[] | undefined;

  constructor(groups: readonly JudgedGroup[], universe: Universe) {
    this.#universe = universe;
    for (const group of groups) {
      const known = this.#byService.get(group.service);
      if (known === undefined) this.#byService.set(group.service, [group]);
      else known.push(group);
    }
  }

  /**
   * Calls back with each action that a pattern matches, in the order of their full names.
   * @param pattern lower-cased
   */
  forEach(pattern: string, visit: (action: string, access: GroupAccess) => void): void {
    const { catalog } = this.#universe;
    // What is matched here was matched, and metered, when the statement was read.
    const free = new Budget(Number.POSITIVE_INFINITY);
    const own = literalService(pattern);
    this.#services ??= inNameOrder(this.#byService.keys());
    for (const service of own === undefined ? this.#services : [own]) {
      const accesses = this.#accessesOf(service);
      if (accesses === undefined) continue;
      const names = this.#universe.fullNames(service);
      const isAll = pattern === "*";
      const matched = isAll ? fullActionSet(catalog, service) : emptyActionSet(catalog, service);
      if (!isAll) addMatching(catalog, service, pattern, matched, free);
      let indexes: Iterable<number> = this.#universe.nameOrder(service);
      if (count(matched) * 8 < names.length) {
        const few: number[] = [];
        forEachIn(matched, (index) => few.push(index));
        indexes = few.sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
      }
      for (const index of indexes) {
        const access = accesses[index];
        if (access !== undefined && has(matched, index)) visit(names[index]!, access);
      }
    }
  }

  /** By the action's index in the catalog; undefined: no action of this service is judged. */
  #accessesOf(service: string): readonly (GroupAccess | undefined)[] | undefined {
    const groups = this.#byService.get(service);
    if (groups === undefined) return undefined;
    let accesses = this.#accesses.get(service);
    if (accesses === undefined) {
      const filled = new Array<GroupAccess | undefined>(this.#universe.fullNames(service).length);
      for (const { actions, access } of groups) {
        forEachIn(actions, (index) => {
          filled[index] = access;
        });
      }
      accesses = filled;
      this.#accesses.set(service, accesses);
    }
    return accesses;
  }
}
