import { type ActionNames, actionNamesFile, readActionNames } from "./actionNames.js";
import { type ActionNote, actionNotesFile, readActionNotes } from "./actionNotes.js";
import { type ArnFieldValues, arnFieldsFile, readArnFieldValues } from "./arnFields.js";
import { type ArnFormat, arnFormat } from "./arnFormat.js";
import type { Catalog, CatalogLoader, CatalogSource, ServiceDescriptions, ServiceDetails } from "./catalog.js";
import { type ConditionChecks, conditionChecksFile, readConditionChecks } from "./conditionChecks.js";
import { readJson } from "./dataFile.js";
import { type GlobalKeys, globalKeysFile, readGlobalKeys } from "./globalKeys.js";
import { type JoinedNames, joinNames } from "./joinedNames.js";
import { type KnownValues, readKnownValues } from "./knownValues.js";
import { LineFile } from "./lineFile.js";
import { ManagedPolicies } from "./managedPolicies.js";
import { type PolicyQuotas, policyQuotasFile, readPolicyQuotas } from "./policyQuotas.js";
import {
  type ResourcePolicySupport,
  readResourcePolicySupport,
  resourcePoliciesFile,
} from "./resourcePolicySupport.js";
import { type IndexedService, indexFile, readServiceIndex, type ServiceIndex } from "./serviceIndex.js";
import { descriptionsFile, detailsFile, readDescriptionsLine, readDetailsLine } from "./serviceLines.js";
import { readSessionFacts, type SessionFacts, sessionFactsFile } from "./sessionFacts.js";

/**
 * Reads what must be known at once: names of services and actions, and the hand-kept tables. The rest is read through
 * `loader` when it is first needed, each file once.
 *
 * Rejects with a CatalogError where a file cannot be read or is damaged; so do the catalog's own asynchronous methods,
 * which try again at the next call.
 */
export async function loadCatalog(loader: CatalogLoader): Promise<Catalog> {
  const [index, globalKeys, resourcePolicies, conditionChecks, arnFields, quotas, sessionFacts, names] =
    await Promise.all([
      readJson(loader, indexFile),
      readJson(loader, globalKeysFile),
      readJson(loader, resourcePoliciesFile),
      readJson(loader, conditionChecksFile),
      readJson(loader, arnFieldsFile),
      readJson(loader, policyQuotasFile),
      readJson(loader, sessionFactsFile),
      readJson(loader, actionNamesFile),
    ]);
  const tables = {
    globalKeys: readGlobalKeys(globalKeys),
    conditionChecks: readConditionChecks(conditionChecks),
    arnFields: readArnFieldValues(arnFields),
    quotas: readPolicyQuotas(quotas),
    sessionFacts: readSessionFacts(sessionFacts),
    apiNames: readActionNames(names),
  };
  return new LazyCatalog(loader, readServiceIndex(index), tables, resourcePolicies);
}

/** A service of the catalog with what has been decoded of it so far. */
interface KnownService {
  readonly indexed: IndexedService;
  /** The number of the service's line in the files of lines. */
  readonly line: number;
  names?: readonly string[];
  lowerNames?: readonly string[];
  joinedNames?: JoinedNames;
  details?: ServiceDetails;
  arnFormats?: readonly ArnFormat[];
}

class LazyCatalog implements Catalog {
  readonly source: CatalogSource;
  readonly services: readonly string[];
  readonly globalKeys: GlobalKeys;
  readonly conditionChecks: ConditionChecks;
  readonly arnFields: ArnFieldValues;
  readonly quotas: PolicyQuotas;
  readonly sessionFacts: SessionFacts;
  readonly apiNames: ActionNames;
  readonly resourcePolicies: ResourcePolicySupport;
  readonly keyTemplates: readonly string[];
  readonly #index: ServiceIndex;
  readonly #known: ReadonlyMap<string, KnownService>;
  readonly #details: LineFile;
  readonly #descriptions: LineFile;
  readonly #managedPolicies: ManagedPolicies;
  readonly #loader: CatalogLoader;
  #loadedServices = 0;
  #actionNotes: ReadonlyMap<string, ActionNote> | undefined;
  #knownValues: Promise<KnownValues> | undefined;

  constructor(
    loader: CatalogLoader,
    index: ServiceIndex,
    tables: Pick<Catalog, "globalKeys" | "conditionChecks" | "arnFields" | "quotas" | "sessionFacts" | "apiNames">,
    resourcePolicies: Record<string, unknown>,
  ) {
    const indexed = index.services;
    this.source = index.source;
    this.services = indexed.map(({ service }) => service);
    this.globalKeys = tables.globalKeys;
    this.conditionChecks = tables.conditionChecks;
    this.arnFields = tables.arnFields;
    this.quotas = tables.quotas;
    this.sessionFacts = tables.sessionFacts;
    this.apiNames = tables.apiNames;
    this.resourcePolicies = readResourcePolicySupport(resourcePolicies, (service) => this.hasService(service));
    this.keyTemplates = index.keyTemplates;
    this.#index = index;
    this.#loader = loader;
    this.#known = new Map(indexed.map((service, line) => [service.service, { indexed: service, line }]));
    this.#details = new LineFile(
      loader,
      detailsFile,
      indexed.map((service) => service.detailBytes),
    );
    this.#descriptions = new LineFile(
      loader,
      descriptionsFile,
      indexed.map((service) => service.descriptionBytes),
    );
    this.#managedPolicies = new ManagedPolicies(loader);
    this.#loader = loader;
  }

  get loadedServices(): number {
    return this.#loadedServices;
  }

  hasService(service: string): boolean {
    return this.#find(service) !== undefined;
  }

  title(service: string): string | undefined {
    return this.#find(service)?.indexed.title;
  }

  actionNames(service: string): readonly string[] {
    const known = this.#find(service);
    return known === undefined ? [] : namesOf(known);
  }

  lowerActionNames(service: string): readonly string[] {
    const known = this.#find(service);
    return known === undefined ? [] : lowerNamesOf(known);
  }

  joinedActionNames(service: string): JoinedNames {
    const known = this.#find(service);
    if (known === undefined) return joinNames([]);
    known.joinedNames ??= joinNames(lowerNamesOf(known));
    return known.joinedNames;
  }

  actionIndex(service: string, name: string): number {
    const known = this.#find(service);
    return known === undefined ? -1 : indexOfSorted(lowerNamesOf(known), name.toLowerCase());
  }

  canonicalAction(service: string, name: string): string | undefined {
    const details = this.#find(service)?.details;
    if (details !== undefined) return details.actions.get(name.toLowerCase())?.name;
    return this.actionNames(service)[this.actionIndex(service, name)];
  }

  details(service: string): ServiceDetails | undefined {
    return this.#find(service)?.details;
  }

  arnFormats(service: string): readonly ArnFormat[] {
    const known = this.#find(service);
    if (known?.details === undefined) return [];
    known.arnFormats ??= [...known.details.resourceTypes.values()].flatMap(({ name, arnFormats }) =>
      arnFormats.map((text) => arnFormat(name, text)),
    );
    return known.arnFormats;
  }

  async load(services: readonly string[]): Promise<void> {
    const missing = new Set<KnownService>();
    for (const service of services) {
      const known = this.#find(service);
      if (known !== undefined && known.details === undefined) missing.add(known);
    }
    if (missing.size === 0) return;
    const lineAt = await this.#details.lines();
    for (const known of missing) {
      // Another call may have decoded it while this one waited; whoever holds those details keeps the same object.
      if (known.details !== undefined) continue;
      known.details = readDetailsLine(this.#index, known.indexed, namesOf(known), lineAt(known.line));
      this.#loadedServices++;
    }
  }

  loadAll(): Promise<void> {
    return this.load(this.services);
  }

  async descriptions(service: string): Promise<ServiceDescriptions | undefined> {
    const known = this.#find(service);
    if (known === undefined) return undefined;
    // Not kept: a hover decodes one service in less than a millisecond, and all of them would be several megabytes.
    const line = await this.#descriptions.line(known.line);
    return readDescriptionsLine(known.indexed, lowerNamesOf(known), line);
  }

  async actionNote(action: string): Promise<ActionNote | undefined> {
    this.#actionNotes ??= readActionNotes(await readJson(this.#loader, actionNotesFile));
    return this.#actionNotes.get(action.toLowerCase());
  }

  managedPolicy(arn: string): Promise<string | undefined> {
    return this.#managedPolicies.text(arn);
  }

  managedPolicyArns(): Promise<readonly string[]> {
    return this.#managedPolicies.arns();
  }

  knownValues(): Promise<KnownValues> {
    this.#knownValues ??= readKnownValues(this.#loader).catch((error: unknown) => {
      this.#knownValues = undefined; // A later need may find the files again.
      throw error;
    });
    return this.#knownValues;
  }

  supportsResourceControlPolicies(service: string): boolean {
    return this.#index.rcpServices.has(service.toLowerCase());
  }

  hasKeyPrefix(prefix: string): boolean {
    const lower = prefix.toLowerCase();
    return lower === "aws" || this.#known.has(lower) || this.#index.keyPrefixes.has(lower);
  }

  #find(service: string): KnownService | undefined {
    return this.#known.get(service) ?? this.#known.get(service.toLowerCase());
  }
}

function namesOf(known: KnownService): readonly string[] {
  known.names ??= known.indexed.joinedActions === "" ? [] : known.indexed.joinedActions.split(" ");
  return known.names;
}

function lowerNamesOf(known: KnownService): readonly string[] {
  known.lowerNames ??= namesOf(known).map((name) => name.toLowerCase());
  return known.lowerNames;
}

/** The place of `word` in a list sorted by code units; -1 where it is not. */
function indexOfSorted(sorted: readonly string[], word: string): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = sorted[middle] ?? "";
    if (found === word) return middle;
    if (found < word) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
