import type { Catalog } from "../../catalog/catalog.js";
import type { Presence } from "../../catalog/globalKeys.js";
import { findKey } from "../../catalog/keyTemplate.js";
import type { Bindings } from "../sets/variableBindings.js";

/** What is known of condition keys in the requests of a cell, whoever asks. Keys in any letter case. */
export interface ConditionFacts {
  readonly bindings: Bindings;
  presence(key: string): Presence;
  /** Undefined where the key is not listed. */
  isMultivalued(key: string): boolean | undefined;
  /** The key's type in the catalog: `String`, `Bool`, `ArrayOfString` …; undefined where it is not listed. */
  typeOf(key: string): string | undefined;
  /**
   * Whether the catalog lists the key for all actions of the cell, or it is one that any service may send. A key that
   * is not listed may be there or not: nothing certain rests on it (C8).
   */
  isListed(key: string): boolean;
}

/** All that an answer about a key hangs on besides what is asked, as a text. */
export function kindOfKey(key: string, facts: ConditionFacts): string {
  return `${facts.typeOf(key)} ${facts.presence(key)} ${facts.isMultivalued(key)} ${facts.isListed(key)}`;
}

/** @param actions lower-cased names of the cell's actions */
export function conditionFacts(
  catalog: Catalog,
  bindings: Bindings,
  service: string,
  actions: () => readonly string[],
): ConditionFacts {
  const details = catalog.details(service);
  const listed = new Map<string, boolean>();
  const inService = (key: string) => (details === undefined ? undefined : findKey(details.conditionKeys, key));
  return {
    bindings,
    presence: (key) => catalog.globalKeys.find(key)?.presenceInSession ?? "sometimes",
    isMultivalued: (key) => catalog.globalKeys.find(key)?.multivalued ?? inService(key)?.type.startsWith("ArrayOf"),
    typeOf: (key) => catalog.globalKeys.find(key)?.type ?? inService(key)?.type,
    isListed(key) {
      let known = listed.get(key);
      if (known === undefined) {
        known = isListed(key);
        listed.set(key, known);
      }
      return known;
    },
  };

  function isListed(key: string): boolean {
    const global = catalog.globalKeys.find(key);
    // Tags of the request or the resource are sent only by actions that list them.
    const ofTags = global?.key === "aws:TagKeys" || global?.key.includes("${");
    if (global !== undefined && global.category !== "resource" && !ofTags) return true;
    if (global?.category === "principal") return true;
    return actions().every((name) => {
      const action = details?.actions.get(name);
      if (action === undefined) return false;
      const types = action.resourceTypes.flatMap((type) => [
        ...type.conditionKeys,
        ...(details?.resourceTypes.get(type.name)?.conditionKeys ?? []),
      ]);
      const keys = new Map([...action.conditionKeys, ...types].map((each) => [each.toLowerCase(), each]));
      return findKey(keys, key) !== undefined;
    });
  }
}
