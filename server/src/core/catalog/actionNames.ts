import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const actionNamesFile = "action-names.json";

/** Names that people write for actions and services, which policies have other names for. */
export interface ActionNames {
  /** By API operation in lower case, `s3:listobjectsv2`, the actions that a call of it takes, in AWS's casing. */
  readonly calls: ReadonlyMap<string, readonly string[]>;
  /** By the name that SDKs and the AWS CLI have for a service, `sesv2`, the prefix of its actions. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readActionNames({ calls, prefixes }: Record<string, unknown>): ActionNames {
  const complaint = () => new CatalogError(actionNamesFile, "is damaged: a member is missing or not as expected");
  if (!Array.isArray(calls) || !Array.isArray(prefixes)) throw complaint();
  return {
    calls: new Map(
      calls.map((row: unknown) => {
        if (!isObject(row) || typeof row.call !== "string" || !isStrings(row.actions)) throw complaint();
        return [row.call.toLowerCase(), row.actions];
      }),
    ),
    prefixes: new Map(
      prefixes.map((row: unknown) => {
        if (!isObject(row) || typeof row.name !== "string" || typeof row.prefix !== "string") throw complaint();
        return [row.name, row.prefix];
      }),
    ),
  };
}
