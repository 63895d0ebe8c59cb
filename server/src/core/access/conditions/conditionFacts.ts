import type { Presence } from "../../catalog/globalKeys.js";
import type { ConditionTest } from "../../policy/model.js";
import type { ActionSet } from "../sets/actionSets.js";
import { everyIn } from "../sets/bits.js";
import type { Bindings } from "../sets/variableBindings.js";
import type { ServiceKeys } from "./serviceKeys.js";

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

/** The same of all keys that some conditions are about. */
export function kindsOfKeys(tests: readonly ConditionTest[], facts: ConditionFacts): string {
  return tests.map(({ key }) => kindOfKey(key, facts)).join();
}

/** Made for each group of actions, and hardly ever asked anything: it looks up what it is asked. */
export class CatalogFacts implements ConditionFacts {
  readonly bindings: Bindings;
  readonly #keys: ServiceKeys;
  readonly #actions: ActionSet;
  #listed: Map<string, boolean> | undefined;

  constructor(keys: ServiceKeys, actions: ActionSet, bindings: Bindings) {
    this.bindings = bindings;
    this.#keys = keys;
    this.#actions = actions;
  }

  presence(key: string): Presence {
    return this.#keys.kindOf(key).presence;
  }

  isMultivalued(key: string): boolean | undefined {
    return this.#keys.kindOf(key).multivalued;
  }

  typeOf(key: string): string | undefined {
    return this.#keys.kindOf(key).type;
  }

  isListed(key: string): boolean {
    this.#listed ??= new Map();
    let known = this.#listed.get(key);
    if (known === undefined) {
      const { isForAll } = this.#keys.kindOf(key);
      known = isForAll || everyIn(this.#actions, (action) => this.#keys.lists(action, key));
      this.#listed.set(key, known);
    }
    return known;
  }
}
