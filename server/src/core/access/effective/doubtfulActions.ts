import type { Catalog } from "../../catalog/catalog.js";
import { globMatches } from "../evaluate/globs.js";
import type { Rule } from "../sets/rules.js";

/** Actions that some statement matches by a pattern that AWS would not accept (A1, A2): of these nothing is certain. */
export class DoubtfulActions {
  readonly #catalog: Catalog;
  readonly #actions = new Set<string>();

  constructor(rules: readonly Rule[], catalog: Catalog) {
    this.#catalog = catalog;
    for (const rule of rules) for (const action of this.namedBy(rule)) this.#actions.add(action);
  }

  /** @param action in the catalog's casing */
  has(action: string): boolean {
    return this.#actions.has(action);
  }

  /** Those that such patterns of one statement match. */
  namedBy(rule: Rule): readonly string[] {
    const patterns = rule.actionPatterns.filter((pattern) => pattern !== "*" && !/^[^:*?]+:[^:]*$/.test(pattern));
    if (patterns.length === 0) return [];
    return this.#catalog.services.flatMap((service) =>
      this.#catalog
        .actionNames(service)
        .map((name) => `${service}:${name}`)
        .filter((action) => patterns.some((pattern) => globMatches(pattern, action.toLowerCase()))),
    );
  }
}
