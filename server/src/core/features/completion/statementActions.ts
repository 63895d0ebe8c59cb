import { globMatches } from "../../access/evaluate/globs.js";
import type { ActionDetails, ServiceDetails } from "../../catalog/catalog.js";
import { serviceOf } from "../../messages/actionNames.js";
import type { Place } from "./place.js";

/** The actions that a statement speaks of, one service's. */
export interface ActionsOfService {
  readonly service: ServiceDetails;
  readonly actions: readonly ActionDetails[];
}

/** Whether a statement speaks of any action at all: NotAction, `*`, or nothing yet. */
export function isOfAnyAction({ statement }: Place): boolean {
  if (statement === undefined || statement.negatedActions || statement.actions.length === 0) return true;
  return statement.actions.some((action) => /^[^:]*[*?]/.test(action));
}

/**
 * The actions of the statement around the slot, with the details of their services. Those of a wildcard in the service
 * are not among them.
 */
export async function actionsOfStatement({ statement, catalog }: Place): Promise<readonly ActionsOfService[]> {
  if (statement === undefined || statement.negatedActions) return [];
  const patterns = new Map<string, string[]>();
  for (const entry of statement.actions) {
    const service = serviceOf(entry);
    if (!catalog.hasService(service)) continue;
    const list = patterns.get(service) ?? [];
    list.push(entry.slice(entry.indexOf(":") + 1).toLowerCase());
    patterns.set(service, list);
  }
  await catalog.load([...patterns.keys()]);
  return [...patterns].flatMap(([name, wanted]) => {
    const service = catalog.details(name);
    if (service === undefined) return [];
    const actions = [...service.actions].filter(([action]) => wanted.some((pattern) => globMatches(pattern, action)));
    return actions.length === 0 ? [] : [{ service, actions: actions.map(([, details]) => details) }];
  });
}
