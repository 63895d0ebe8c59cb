import type { Catalog, ConditionKeyDetails, ServiceDetails } from "../../catalog/catalog.js";
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

/** Made for each group of actions, and hardly ever asked anything: it looks up what it is asked. */
export class CatalogFacts implements ConditionFacts {
  readonly bindings: Bindings;
  readonly #catalog: Catalog;
  readonly #details: ServiceDetails | undefined;
  readonly #actions: () => readonly string[];
  #listed: Map<string, boolean> | undefined;
  #keys: readonly (ReadonlyMap<string, string> | undefined)[] | undefined;

  /** @param actions lower-cased names of the cell's actions */
  constructor(catalog: Catalog, bindings: Bindings, service: string, actions: () => readonly string[]) {
    this.bindings = bindings;
    this.#catalog = catalog;
    this.#details = catalog.details(service);
    this.#actions = actions;
  }

  presence(key: string): Presence {
    return this.#catalog.globalKeys.find(key)?.presenceInSession ?? "sometimes";
  }

  isMultivalued(key: string): boolean | undefined {
    return this.#catalog.globalKeys.find(key)?.multivalued ?? this.#inService(key)?.type.startsWith("ArrayOf");
  }

  typeOf(key: string): string | undefined {
    return this.#catalog.globalKeys.find(key)?.type ?? this.#inService(key)?.type;
  }

  isListed(key: string): boolean {
    this.#listed ??= new Map();
    let known = this.#listed.get(key);
    if (known === undefined) {
      known = this.#isListed(key);
      this.#listed.set(key, known);
    }
    return known;
  }

  #inService(key: string): ConditionKeyDetails | undefined {
    return this.#details === undefined ? undefined : findKey(this.#details.conditionKeys, key);
  }

  #isListed(key: string): boolean {
    const global = this.#catalog.globalKeys.find(key);
    // Tags of the request or the resource are sent only by actions that list them.
    const ofTags = global?.key === "aws:TagKeys" || global?.key.includes("${");
    if (global !== undefined && global.category !== "resource" && !ofTags) return true;
    if (global?.category === "principal") return true;
    this.#keys ??= this.#actions().map((name) => this.#keysOf(name));
    return this.#keys.every((keys) => keys !== undefined && findKey(keys, key) !== undefined);
  }

  /** The keys that the catalog lists for an action; undefined where it does not know it. */
  #keysOf(name: string): ReadonlyMap<string, string> | undefined {
    const action = this.#details?.actions.get(name);
    if (action === undefined) return undefined;
    const types = action.resourceTypes.flatMap((type) => [
      ...type.conditionKeys,
      ...(this.#details?.resourceTypes.get(type.name)?.conditionKeys ?? []),
    ]);
    return new Map([...action.conditionKeys, ...types].map((each) => [each.toLowerCase(), each]));
  }
}
