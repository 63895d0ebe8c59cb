import type { Catalog } from "../../catalog/catalog.js";
import type { Presence } from "../../catalog/globalKeys.js";
import { findKey } from "../../catalog/keyTemplate.js";

/** What the catalog says of condition keys, for requests of a session to one service. */
export interface ConditionKeys {
  /** Undefined where the key is not in the catalog. */
  isMultivalued(key: string): boolean | undefined;
  /** Whether its values may be any text; a key that is not in the catalog is what it is tested as. */
  isText(key: string): boolean;
  /** A key that the catalog does not list for the service may be there or not (C8). */
  presence(key: string): Presence;
}

/** @param service prefix of the requested action */
export function conditionKeys(catalog: Catalog, service: string): ConditionKeys {
  const details = catalog.details(service);
  return {
    isMultivalued(key) {
      const globalKey = catalog.globalKeys.find(key);
      if (globalKey !== undefined) return globalKey.multivalued;
      const known = details === undefined ? undefined : findKey(details.conditionKeys, key);
      return known?.type.startsWith("ArrayOf");
    },
    isText(key) {
      const type = catalog.globalKeys.find(key)?.type ?? (details && findKey(details.conditionKeys, key)?.type);
      return type === "String" || type === "ArrayOfString";
    },
    presence: (key) => catalog.globalKeys.find(key)?.presenceInSession ?? "sometimes",
  };
}
