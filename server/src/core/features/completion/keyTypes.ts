import type { ConditionFamily } from "../../access/evaluate/conditionOperator.js";
import type { Catalog } from "../../catalog/catalog.js";
import { findKey } from "../../catalog/keyTemplate.js";

/** The type of a condition key as the reference says it: `String`, `ArrayOfString` …; of services that are loaded. */
export function keyTypeOf(key: string, catalog: Catalog): string | undefined {
  const global = catalog.globalKeys.find(key);
  if (global !== undefined) return global.type;
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  const details = catalog.details(service);
  return details === undefined ? undefined : findKey(details.conditionKeys, key)?.type;
}

/** The operators that keys of a type are compared by. */
export function familyOfKey(type: string | undefined): ConditionFamily | undefined {
  switch (type?.replace(/^ArrayOf/, "")) {
    case "String":
      return "string";
    case "ARN":
      return "arn";
    case "Bool":
      return "bool";
    case "Date":
      return "date";
    case "Numeric":
      return "numeric";
    case "IPAddress":
      return "ip";
    case "Binary":
      return "binary";
    default:
      return undefined;
  }
}
