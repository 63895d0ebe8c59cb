import { addMatching, emptyActionSet, literalService } from "../access/sets/actionSets.js";
import { has } from "../access/sets/bits.js";
import { Budget } from "../access/sets/budget.js";
import type { Catalog } from "../catalog/catalog.js";

export interface NamedActions {
  /** In full, as the catalog writes them, each once. */
  readonly known: readonly string[];
  /** Entries that match no action of the catalog, as they are written. */
  readonly strange: readonly string[];
}

/** The catalog's actions that entries match (A1, A2), and the entries of which it has none. */
export function namedActions(entries: readonly string[], catalog: Catalog): NamedActions {
  const known = new Set<string>();
  const strange: string[] = [];
  const budget = new Budget(Number.POSITIVE_INFINITY);
  for (const entry of entries) {
    const lower = entry.toLowerCase();
    const service = literalService(lower);
    const matched = service === undefined ? undefined : emptyActionSet(catalog, service);
    if (matched !== undefined) addMatching(catalog, service!, lower, matched, budget);
    if (matched === undefined || !matched.some((word) => word !== 0)) {
      strange.push(entry);
      continue;
    }
    catalog.actionNames(service!).forEach((name, index) => {
      if (has(matched, index)) known.add(`${service}:${name}`);
    });
  }
  return { known: [...known], strange };
}

/** Service and name of an action, in lower case. */
export function splitAction(action: string): readonly [service: string, name: string] {
  const colon = action.indexOf(":");
  return [action.slice(0, colon).toLowerCase(), action.slice(colon + 1).toLowerCase()];
}
