import type { Catalog } from "../catalog/catalog.js";
import { addMatching, emptyActionSet, literalService } from "./sets/actionSets.js";
import { has } from "./sets/bits.js";
import { Budget, BudgetSpent } from "./sets/budget.js";

/**
 * The catalog's actions that an action pattern matches (A1, A2), as `s3:GetObject` in AWS's casing, sorted. None for a
 * pattern that names no service or has a wildcard in it, `*` included, and for one that is too long to be compared.
 */
export function matchingActions(pattern: string, catalog: Catalog): readonly string[] {
  const lower = pattern.toLowerCase();
  const service = lower === "*" ? undefined : literalService(lower);
  if (service === undefined || !catalog.hasService(service)) return [];
  const set = emptyActionSet(catalog, service);
  try {
    addMatching(catalog, service, lower, set, new Budget(unitsForOnePattern));
  } catch (error) {
    if (error instanceof BudgetSpent) return [];
    throw error;
  }
  return catalog
    .actionNames(service)
    .filter((_, at) => has(set, at))
    .map((name) => `${service}:${name}`);
}

/** Far more than any pattern of a real policy takes. */
const unitsForOnePattern = 1_000_000;
