import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const conditionChecksFile = "condition-checks.json";

/**
 * Facts that AWS publishes about single condition keys, for checks of conditions and principals. The table is kept by
 * hand; its notes say where each part comes from. Keys and actions are spelled as AWS does.
 */
export interface ConditionChecks {
  readonly source: string;
  /** ISO date of the table. */
  readonly date: string;
  /** Global keys that should no longer be used, with those that took their place. */
  readonly replacedKeys: readonly { readonly key: string; readonly by: readonly string[] }[];
  /** Keys whose value whoever calls can choose. */
  readonly keysSetByCaller: readonly string[];
  /** Keys that say enough only together with one of others. */
  readonly pairedKeys: readonly { readonly key: string; readonly oneOf: readonly string[] }[];
  /** Keys that are evaluated for these actions only. */
  readonly actionsOfKeys: readonly { readonly key: string; readonly actions: readonly string[] }[];
  /** Keys that every request of these actions has. */
  readonly keysAlwaysSent: readonly { readonly key: string; readonly actions: readonly string[] }[];
  /** Keys whose values are service principals: `s3.amazonaws.com`, or `s3.us-east-1.amazonaws.com` in a Region. */
  readonly servicePrincipalKeys: readonly { readonly key: string; readonly form: "plain" | "in-region" }[];
  /** What service principals end in: `amazonaws.com`. */
  readonly servicePrincipalSuffixes: readonly string[];
  /** Keys that AWS compares with the ARN of a KMS key. */
  readonly kmsKeyArnKeys: readonly string[];
  /** Keys that only these services support, but for some of their actions. */
  readonly keysOfServices: readonly {
    readonly key: string;
    readonly services: readonly string[];
    readonly except: readonly string[];
  }[];
  /** Keys that tell on whose behalf a service calls. */
  readonly sourceKeys: readonly string[];
  /** Keys that are used for that and do not tell it well. */
  readonly weakSourceKeys: readonly string[];
  /** Keys that say nothing in a resource-based policy of the service. */
  readonly irrelevantKeys: readonly { readonly key: string; readonly service: string }[];
  /** Ranges of IP addresses from which no request comes over the internet. */
  readonly privateRanges: readonly string[];
  /** Keys that the catalog takes for lists and that have one value all the same. */
  readonly singleValuedKeys: readonly string[];
  /** Keys that the catalog takes for single values and that AWS accepts lists of: nothing is claimed of them. */
  readonly severalValuedKeys: readonly string[];
  /** Identity providers that a trust policy names by their domain. */
  readonly webIdentityProviders: readonly string[];
  /** GitHub's, without the path that some organizations have. */
  readonly githubProvider: string;
}

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readConditionChecks(file: Record<string, unknown>): ConditionChecks {
  const texts = ["source", "date", "githubProvider"];
  const lists = ["keysSetByCaller", "servicePrincipalSuffixes", "kmsKeyArnKeys", "sourceKeys", "weakSourceKeys"];
  const moreLists = ["privateRanges", "singleValuedKeys", "severalValuedKeys", "webIdentityProviders"];
  const complete =
    texts.every((name) => typeof file[name] === "string") &&
    [...lists, ...moreLists].every((name) => isStrings(file[name])) &&
    Object.entries(tables).every(([name, isRow]) => {
      const rows = file[name];
      return (
        Array.isArray(rows) && rows.every((row: unknown) => isObject(row) && typeof row.key === "string" && isRow(row))
      );
    });
  if (!complete) throw new CatalogError(conditionChecksFile, "is damaged: a member is missing or not as expected");
  return file as unknown as ConditionChecks;
}

/** What a row of each table must have beside its key. */
const tables: { readonly [table: string]: (row: Record<string, unknown>) => boolean } = {
  replacedKeys: ({ by }) => isStrings(by),
  pairedKeys: ({ oneOf }) => isStrings(oneOf),
  actionsOfKeys: ({ actions }) => isStrings(actions),
  keysAlwaysSent: ({ actions }) => isStrings(actions),
  servicePrincipalKeys: ({ form }) => form === "plain" || form === "in-region",
  keysOfServices: ({ services, except }) => isStrings(services) && isStrings(except),
  irrelevantKeys: ({ service }) => typeof service === "string",
};
