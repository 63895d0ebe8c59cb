import type { Catalog, ServiceDetails } from "../../catalog/catalog.js";
import type { Presence } from "../../catalog/globalKeys.js";
import { findKey } from "../../catalog/keyTemplate.js";

/** What is the same of a condition key in all requests to a service. */
export interface KeyKind {
  readonly presence: Presence;
  /** Undefined where the key is not listed. */
  readonly multivalued: boolean | undefined;
  /** Undefined where the key is not listed. */
  readonly type: string | undefined;
  /** Any action may send it, whether the catalog lists it for the action or not. */
  readonly isForAll: boolean;
}

/** What the catalog says of condition keys in requests to one service: asked for group after group of its actions. */
export class ServiceKeys {
  readonly #catalog: Catalog;
  readonly #details: ServiceDetails | undefined;
  readonly #names: readonly string[];
  readonly #kinds = new Map<string, KeyKind>();
  /** By the action's index; what is listed for it, undefined where the catalog does not know it. */
  readonly #ofAction = new Map<number, ReadonlyMap<string, string> | undefined>();
  readonly #listing = new Map<string, Map<number, boolean>>();

  constructor(catalog: Catalog, service: string) {
    this.#catalog = catalog;
    this.#details = catalog.details(service);
    this.#names = catalog.lowerActionNames(service);
  }

  /** @param key in any letter case */
  kindOf(key: string): KeyKind {
    let kind = this.#kinds.get(key);
    if (kind === undefined) {
      kind = this.#findKind(key);
      this.#kinds.set(key, kind);
    }
    return kind;
  }

  /** Whether the catalog lists the key for an action, by the action's index in `catalog.actionNames(service)`. */
  lists(action: number, key: string): boolean {
    let byAction = this.#listing.get(key);
    if (byAction === undefined) {
      byAction = new Map();
      this.#listing.set(key, byAction);
    }
    let listed = byAction.get(action);
    if (listed === undefined) {
      const keys = this.#keysOf(action);
      listed = keys !== undefined && findKey(keys, key) !== undefined;
      byAction.set(action, listed);
    }
    return listed;
  }

  #findKind(key: string): KeyKind {
    const global = this.#catalog.globalKeys.find(key);
    const own = this.#details === undefined ? undefined : findKey(this.#details.conditionKeys, key);
    // Tags of the request or the resource are sent only by actions that list them.
    const ofTags = global?.key === "aws:TagKeys" || global?.key.includes("${");
    return {
      presence: global?.presenceInSession ?? "sometimes",
      multivalued: global?.multivalued ?? own?.type.startsWith("ArrayOf"),
      type: global?.type ?? own?.type,
      isForAll:
        global !== undefined && (global.category === "principal" || (global.category !== "resource" && !ofTags)),
    };
  }

  #keysOf(action: number): ReadonlyMap<string, string> | undefined {
    if (this.#ofAction.has(action)) return this.#ofAction.get(action);
    const keys = this.#findKeys(this.#names[action]!);
    this.#ofAction.set(action, keys);
    return keys;
  }

  #findKeys(name: string): ReadonlyMap<string, string> | undefined {
    const action = this.#details?.actions.get(name);
    if (action === undefined) return undefined;
    const types = action.resourceTypes.flatMap((type) => [
      ...type.conditionKeys,
      ...(this.#details?.resourceTypes.get(type.name)?.conditionKeys ?? []),
    ]);
    return new Map([...action.conditionKeys, ...types].map((each) => [each.toLowerCase(), each]));
  }
}
