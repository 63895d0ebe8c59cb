import type { CatalogLoader } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { isObject, isStrings, readJson } from "./dataFile.js";

const valuesFile = "known-values.json";
const principalsFile = "service-principals.json";

/** Values to propose. None of the lists is complete: a value that is not in one may be as good. */
export interface KnownValues {
  /** `lambda.amazonaws.com`: those that AWS's managed policies name, sorted. */
  readonly servicePrincipals: readonly string[];
  /** What a condition key may be, by lower-cased key, for keys that take one of a few values. */
  readonly ofKeys: ReadonlyMap<string, readonly string[]>;
}

/** Reads the two files. Rejects with a CatalogError. */
export async function readKnownValues(loader: CatalogLoader): Promise<KnownValues> {
  const [values, principals] = await Promise.all([readJson(loader, valuesFile), readJson(loader, principalsFile)]);
  if (!isStrings(principals.principals)) throw new CatalogError(principalsFile, "is damaged: a member is missing");
  return {
    servicePrincipals: principals.principals,
    ofKeys: new Map(rowsOf(values.keys)),
  };
}

function rowsOf(table: unknown): readonly (readonly [string, readonly string[]])[] {
  if (!Array.isArray(table)) throw damaged();
  return table.map((row: unknown) => {
    if (!isObject(row) || typeof row.key !== "string" || !isStrings(row.values)) throw damaged();
    return [row.key.toLowerCase(), row.values] as const;
  });
}

function damaged(): CatalogError {
  return new CatalogError(valuesFile, "is damaged: a table is not as expected");
}
