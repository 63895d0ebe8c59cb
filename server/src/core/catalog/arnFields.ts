import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const arnFieldsFile = "arn-fields.json";

/** What the fields of an ARN may hold, beside what the services' ARN formats say. The table is kept by hand. */
export interface ArnFieldValues {
  readonly source: string;
  /** ISO date of the table. */
  readonly date: string;
  /** Partitions with their Regions: `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partitions: ReadonlyMap<string, readonly string[]>;
  /** The partition of a Region; undefined for one that the table does not have. */
  partitionOf(region: string): string | undefined;
  /** What the service field may hold that is no prefix of actions: `catalog`. */
  readonly services: readonly string[];
  /** What the account field may hold in place of a number: `aws`. */
  readonly accounts: readonly string[];
}

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readArnFieldValues(file: Record<string, unknown>): ArnFieldValues {
  const { source, date, partitions, services, accounts } = file;
  if (
    typeof source !== "string" ||
    typeof date !== "string" ||
    !isObject(partitions) ||
    !Object.values(partitions).every(isStrings) ||
    !isStrings(services) ||
    !isStrings(accounts)
  ) {
    throw new CatalogError(arnFieldsFile, "is damaged: a member is missing or not as expected");
  }
  const regions = new Map(Object.entries(partitions as { readonly [partition: string]: readonly string[] }));
  const partitionByRegion = new Map(
    [...regions].flatMap(([name, all]) => all.map((region) => [region, name] as const)),
  );
  return {
    source,
    date,
    partitions: regions,
    partitionOf: (region) => partitionByRegion.get(region),
    services,
    accounts,
  };
}
