import type { ActionSet } from "./actionSets.js";
import { has, union } from "./bits.js";
import type { Universe } from "./universe.js";

/** Actions of one service. */
export interface ServiceActions {
  readonly service: string;
  readonly actions: ActionSet;
}

/** The full names of all actions of some groups, each once, sorted. */
export function sortedNames(groups: Iterable<ServiceActions>, universe: Universe): readonly string[] {
  const byService = new Map<string, ActionSet>();
  for (const { service, actions } of groups) {
    const known = byService.get(service);
    byService.set(service, known === undefined ? actions : union(known, actions));
  }
  const sorted: string[] = [];
  for (const service of inNameOrder(byService.keys())) {
    const [names, actions] = [universe.fullNames(service), byService.get(service)!];
    for (const index of universe.nameOrder(service)) if (has(actions, index)) sorted.push(names[index]!);
  }
  return sorted;
}

/** Services in the order of their actions' full names: `s3-outposts:…` comes before `s3:…`. */
export function inNameOrder(services: Iterable<string>): readonly string[] {
  return [...services]
    .map((service) => `${service}:`)
    .sort()
    .map((prefix) => prefix.slice(0, -1));
}
