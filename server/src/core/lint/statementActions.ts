import type { Catalog } from "../catalog/catalog.js";
import type { ActionText } from "./facts/actionFacts.js";
import type { StatementFacts } from "./facts/policyFacts.js";

/**
 * Whether the Action or NotAction of a statement takes in an action (A1, A3). Where finding out would take too much work,
 * it is said to: then no rule concludes that the action is missing.
 */
export function allowsAction({ actions }: StatementFacts, action: string): boolean {
  const lower = action.toLowerCase();
  const [service = "", name = ""] = lower.split(":", 2);
  const matched = actions.some(({ matches }) => {
    if (matches === undefined) return true;
    return matches.get(service)?.some((each) => each.toLowerCase() === name) === true;
  });
  const negated = actions.some((entry) => entry.negated);
  return negated ? !matched || actions.some(({ matches }) => matches === undefined) : matched;
}

/**
 * Whether the catalog lists a condition key for an action, for the action itself or for a resource type of it. Undefined
 * where the catalog does not know the action or has not loaded its service.
 * @param key as the catalog writes it, a free part as `${TagKey}`
 */
export function carriesKey(catalog: Catalog, { service, known }: ActionText, key: string): boolean | undefined {
  const details = known && catalog.details(service);
  if (known === undefined || details === undefined) return undefined;
  const lower = key.toLowerCase();
  const isKey = (each: string) => each === key || (each.length === key.length && each.toLowerCase() === lower);
  if (known.conditionKeys.some(isKey)) return true;
  return known.resourceTypes.some(
    ({ name, conditionKeys }) =>
      conditionKeys.some(isKey) || (details.resourceTypes.get(name)?.conditionKeys.some(isKey) ?? false),
  );
}
