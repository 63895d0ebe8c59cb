import type { Catalog } from "../../catalog/catalog.js";
import { type ActionSet, emptyActionSet } from "./actionSets.js";
import { excludedCharacters, formatGlobs } from "./arnFormats.js";
import { anyStar, foldedToken, type Glob, globOf, literalGlob, noColonStar, type Tokens } from "./tokens.js";

/** Which resources an action can be called on (M2, M3). Actions with the same answer share one object. */
export interface ActionResources {
  readonly id: number;
  readonly service: string;
  /** `none`: evaluated with resource `*`; `unknown`: the catalog has no details, any text is possible. */
  readonly kind: "none" | "typed" | "unknown";
  /** For `typed`: all ARNs of all its types. For `none`: the star. For `unknown`: any text. */
  readonly patterns: readonly ResourceShape[];
}

/** The names of their resource types, each once. */
export function typesOf({ patterns }: ActionResources): readonly string[] {
  const types: string[] = [];
  for (const { type } of patterns) if (type !== "" && !types.includes(type)) types.push(type);
  return types;
}

/** A service's actions that can be called on the same resources. */
export interface ActionClass {
  readonly resources: ActionResources;
  readonly actions: ActionSet;
}

export interface ResourceShape {
  readonly glob: Glob;
  /** The service that its ARNs name; undefined where the format is no ARN or leaves it open. */
  readonly service: string | undefined;
  readonly type: string;
  readonly format: string;
}

/**
 * The requests that can occur, by the catalog. One object serves one set of partitions; it reads the catalog lazily and
 * keeps what it has read.
 */
export class Universe {
  readonly catalog: Catalog;
  readonly partitions: readonly string[];
  readonly #byService = new Map<string, readonly ActionResources[]>();
  readonly #classes = new Map<string, readonly ActionClass[]>();
  readonly #serviceArns = new Map<string, Glob>();
  readonly #places = new Map<ActionResources, string>();
  readonly #fullNames = new Map<string, readonly string[]>();
  readonly #nameOrders = new Map<string, readonly number[]>();
  #nextId = 0;

  constructor(catalog: Catalog, partitions: readonly string[]) {
    this.catalog = catalog;
    this.partitions = partitions;
  }

  /** By the action's index in `catalog.actionNames(service)`. */
  resourcesOf(service: string, action: number): ActionResources {
    return this.#resourcesOf(service)[action]!;
  }

  #resourcesOf(service: string): readonly ActionResources[] {
    let all = this.#byService.get(service);
    if (all === undefined) {
      all = this.#read(service);
      // Details that are not loaded yet may be later.
      if (this.catalog.details(service) !== undefined) this.#byService.set(service, all);
    }
    return all;
  }

  /** All actions of a service, parted by what they can be called on, in the order of each part's first one. */
  classesOf(service: string): readonly ActionClass[] {
    const known = this.#classes.get(service);
    if (known !== undefined) return known;
    const found = new Map<ActionResources, ActionSet>();
    this.#resourcesOf(service).forEach((resources, action) => {
      let actions = found.get(resources);
      if (actions === undefined) {
        actions = emptyActionSet(this.catalog, service);
        found.set(resources, actions);
      }
      actions[action >> 5]! |= 1 << (action & 31);
    });
    const classes = [...found].map(([resources, actions]) => ({ resources, actions }));
    if (this.catalog.details(service) !== undefined) this.#classes.set(service, classes);
    return classes;
  }

  /** What the ARNs of some resources have for a Region and an account, as a text: the same for those that have the same. */
  placesOf(resources: ActionResources): string {
    let places = this.#places.get(resources);
    if (places === undefined) {
      places = [...new Set(resources.patterns.map(({ glob }) => placeIn(glob.tokens)))].sort().join();
      this.#places.set(resources, places);
    }
    return places;
  }

  /** `s3:GetObject`, in AWS's casing, in the order of `catalog.actionNames(service)`. */
  fullNames(service: string): readonly string[] {
    let names = this.#fullNames.get(service);
    if (names === undefined) {
      names = this.catalog.actionNames(service).map((name) => `${service}:${name}`);
      this.#fullNames.set(service, names);
    }
    return names;
  }

  /** Places in `fullNames(service)`, sorted by what stands there: AWS's casing makes it another order than the catalog's. */
  nameOrder(service: string): readonly number[] {
    let order = this.#nameOrders.get(service);
    if (order === undefined) {
      const names = this.fullNames(service);
      order = names.map((_, index) => index).sort((a, b) => (names[a]! < names[b]! ? -1 : 1));
      this.#nameOrders.set(service, order);
    }
    return order;
  }

  /**
   * Every ARN of a service: what an action without resource type may really be checked with (Q5). What names it in capitals
   * may be about it too.
   */
  serviceArns(service: string): Glob {
    let glob = this.#serviceArns.get(service);
    if (glob === undefined) {
      const star = noColonStar;
      const text = (s: string) => Array.from(s, (c) => c.charCodeAt(0));
      glob = globOf([...text("arn:"), star, 58, ...text(service).map(foldedToken), 58, star, 58, star, 58, anyStar]);
      this.#serviceArns.set(service, glob);
    }
    return glob;
  }

  #read(service: string): readonly ActionResources[] {
    const names = this.catalog.lowerActionNames(service);
    const details = this.catalog.details(service);
    if (details === undefined) {
      const unknown: ActionResources = {
        id: this.#nextId++,
        service,
        kind: "unknown",
        patterns: [{ glob: globOf([anyStar]), service: undefined, type: "", format: "" }],
      };
      return names.map(() => unknown);
    }
    const excluded = excludedCharacters(details);
    const shapes = new Map<string, readonly ResourceShape[]>();
    for (const type of details.resourceTypes.values()) {
      shapes.set(
        type.name,
        type.arnFormats.flatMap((format) => {
          const named = serviceIn(format);
          return formatGlobs(format, excluded, this.partitions).map((glob) => ({
            glob,
            service: named,
            type: type.name,
            format,
          }));
        }),
      );
    }
    const shared = new Map<string, ActionResources>();
    return names.map((name) => {
      const resourceTypes = details.actions.get(name)?.resourceTypes ?? [];
      let key = "";
      for (const type of resourceTypes) key += `${type.name}\n`;
      let resources = shared.get(key);
      if (resources === undefined) {
        const types = resourceTypes.map((type) => type.name);
        resources = {
          id: this.#nextId++,
          service,
          kind: types.length === 0 ? "none" : "typed",
          patterns:
            types.length === 0
              ? [{ glob: literalGlob("*"), service: undefined, type: "", format: "*" }]
              : types.flatMap(
                  (type) => shapes.get(type) ?? [{ glob: globOf([anyStar]), service: undefined, type, format: "" }],
                ),
        };
        shared.set(key, resources);
      }
      return resources;
    });
  }
}

function serviceIn(format: string): string | undefined {
  const [arn, , service] = format.split(":");
  return arn === "arn" && service !== undefined && /^[a-z0-9-]+$/.test(service) ? service : undefined;
}

/** The tokens of an ARN's fourth and fifth field. */
function placeIn(tokens: Tokens): string {
  let colons = 0;
  let text = "";
  for (const token of tokens) {
    if (token === 58) colons++;
    if (colons === 5) break;
    if (colons >= 3) text += `${token} `;
  }
  return text;
}
