import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const resourcePoliciesFile = "resource-policies.json";

/**
 * Which resources can have a resource-based policy, so that "No effect" is said only where none could allow the request
 * after all (E3). The table is kept by hand and errs to one side: what is doubtful counts as possible.
 */
export interface ResourcePolicySupport {
  readonly source: string;
  /** ISO date of the table. */
  readonly date: string;
  /**
   * Whether a resource-based policy could allow an action.
   * @param service prefix, in any letter case
   * @param resourceTypes names of the resource types the action has in the catalog; none for one evaluated with `*`
   * @returns undefined where the table says that there is no such policy, else what the policy is called
   */
  policyFor(service: string, resourceTypes: readonly string[]): string | undefined;
}

interface Entry {
  readonly service: string;
  readonly resourceTypes: "*" | readonly string[];
  readonly policy: string;
}

/**
 * Takes the parsed data file apart. Throws a CatalogError where it is not as expected.
 * @param isKnown whether the catalog has a service: nothing is known of others, so anything is possible there
 */
export function readResourcePolicySupport(
  file: Record<string, unknown>,
  isKnown: (service: string) => boolean,
): ResourcePolicySupport {
  const { source, date, services } = file;
  if (typeof source !== "string" || typeof date !== "string" || !Array.isArray(services)) {
    throw new CatalogError(resourcePoliciesFile, "is damaged: a member is missing");
  }
  const entries = new Map((services as unknown[]).map(readEntry).map((entry) => [entry.service, entry]));
  return {
    source,
    date,
    policyFor: (service, resourceTypes) => {
      const entry = entries.get(service.toLowerCase());
      if (entry === undefined) return isKnown(service) ? undefined : "resource policy";
      const listed = entry.resourceTypes;
      // "*" also stands for actions without resource types: the reference leaves some of them out.
      return listed === "*" || resourceTypes.some((type) => listed.includes(type)) ? entry.policy : undefined;
    },
  };
}

function readEntry(row: unknown): Entry {
  if (isObject(row)) {
    const { service, resourceTypes, policy } = row;
    if (
      typeof service === "string" &&
      typeof policy === "string" &&
      (resourceTypes === "*" || isStrings(resourceTypes))
    ) {
      return { service, resourceTypes, policy };
    }
  }
  throw new CatalogError(resourcePoliciesFile, "is damaged: an entry is not as expected");
}
