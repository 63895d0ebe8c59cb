import type { AccessLevel, CatalogSource } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const indexFile = "catalog.json";

/** What `catalog.json` says: all that must be known without waiting. */
export interface ServiceIndex {
  readonly source: CatalogSource;
  readonly accessLevels: readonly AccessLevel[];
  readonly keyTypes: readonly string[];
  /** Services that resource control policies apply to. */
  readonly rcpServices: ReadonlySet<string>;
  /** Condition keys with a free part, of services and of identity providers. */
  readonly keyTemplates: readonly string[];
  /** Key prefixes that are no service: `saml`, `accounts.google.com`. */
  readonly keyPrefixes: ReadonlySet<string>;
  /** In order of prefix. */
  readonly services: readonly IndexedService[];
}

export interface IndexedService {
  readonly service: string;
  readonly title: string;
  /** Action names in AWS's casing, in order of their lower-cased names, with a space between. */
  readonly joinedActions: string;
  /** Length of the service's line in `service-details.jsonl` and `service-descriptions.jsonl`. */
  readonly detailBytes: number;
  readonly descriptionBytes: number;
}

/** Takes the parsed file apart. Throws a CatalogError where it is not what scripts/update-data writes. */
export function readServiceIndex(file: Record<string, unknown>): ServiceIndex {
  const { source, accessLevels, keyTypes, rcpServices, keyTemplates, keyPrefixes, services } = file;
  const isSource =
    isObject(source) && [source.name, source.version, source.date].every((item) => typeof item === "string");
  if (
    !isSource ||
    !isStrings(accessLevels) ||
    !isStrings(keyTypes) ||
    !isStrings(rcpServices) ||
    !isStrings(keyTemplates) ||
    !Array.isArray(keyPrefixes) ||
    !keyPrefixes.every(isStrings) ||
    !Array.isArray(services)
  ) {
    throw new CatalogError(indexFile, "is damaged: a member is missing");
  }
  return {
    source: source as unknown as CatalogSource,
    accessLevels: accessLevels as AccessLevel[],
    keyTypes,
    rcpServices: new Set(rcpServices),
    keyTemplates,
    keyPrefixes: new Set(keyPrefixes.map(([prefix]) => prefix ?? "")),
    services: services.map(readService),
  };
}

function readService(row: unknown): IndexedService {
  if (Array.isArray(row) && row.length === 5) {
    const [service, title, detailBytes, descriptionBytes, joinedActions] = row as unknown[];
    if (
      typeof service === "string" &&
      typeof title === "string" &&
      typeof joinedActions === "string" &&
      typeof detailBytes === "number" &&
      typeof descriptionBytes === "number"
    ) {
      return { service, title, joinedActions, detailBytes, descriptionBytes };
    }
  }
  throw new CatalogError(indexFile, "is damaged: a service is not as expected");
}
