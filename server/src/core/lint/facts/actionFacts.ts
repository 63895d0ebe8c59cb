import { type ActionSet, addMatching, emptyActionSet, forEachAction } from "../../access/sets/actionSets.js";
import { type Budget, BudgetSpent } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { PolicyPath } from "../../syntax/json.js";

/** One entry of Action or NotAction, taken apart. */
export interface ActionFacts {
  readonly text: string;
  readonly path: PolicyPath;
  /** Whether it stands in NotAction. */
  readonly negated: boolean;
  /**
   * `every`: `*`. `named`: `s3:GetObject`. `pattern`: `s3:Get*`. `wildcard-service`: a wildcard before the colon.
   * `no-action`: without exactly one colon or with nothing on one side of it, so that it names nothing (A1).
   */
  readonly form: "every" | "named" | "pattern" | "wildcard-service" | "no-action";
  /** What is before the colon, in lower case; "" for `*` and where there is no colon. */
  readonly service: string;
  /** What is behind the colon, as written. */
  readonly name: string;
  /**
   * By service prefix, the catalog's actions that it matches, in AWS's casing and without the prefix. Undefined where
   * finding out would take more work than a check may do: then nothing may be concluded.
   */
  readonly matches: ReadonlyMap<string, readonly string[]> | undefined;
}

/** Where an entry stands: in an element, and there in a list if it is one. */
export interface EntryPlace {
  readonly element: PolicyPath;
  readonly index: number | undefined;
  readonly negated: boolean;
}

/** @param budget shared by all entries of a policy */
export function actionFacts(text: string, place: EntryPlace, catalog: Catalog, budget: Budget): ActionFacts {
  return new ReadAction(text, place, catalog, budget);
}

/** A managed policy has hundreds of entries, and few rules ask for all of them: what is asked for is worked out then. */
class ReadAction implements ActionFacts {
  readonly text: string;
  readonly form: ActionFacts["form"];
  readonly service: string;
  readonly name: string;
  readonly #place: EntryPlace;
  readonly #catalog: Catalog;
  readonly #budget: Budget;
  #path: PolicyPath | undefined;
  #matches: ActionFacts["matches"];
  #sought = false;

  constructor(text: string, place: EntryPlace, catalog: Catalog, budget: Budget) {
    const colon = text.indexOf(":");
    const service = text === "*" || colon < 0 ? "" : text.slice(0, colon).toLowerCase();
    const name = text === "*" ? "" : text.slice(colon + 1);
    this.text = text;
    this.service = service;
    this.name = name;
    this.form = formOf(text, service, name);
    this.#place = place;
    this.#catalog = catalog;
    this.#budget = budget;
  }

  get negated(): boolean {
    return this.#place.negated;
  }

  get path(): PolicyPath {
    this.#path ??= pathOf(this.#place);
    return this.#path;
  }

  get matches(): ActionFacts["matches"] {
    if (!this.#sought) this.#matches = matchesOf(this, this.#catalog, this.#budget);
    this.#sought = true;
    return this.#matches;
  }
}

export function pathOf({ element, index }: EntryPlace): PolicyPath {
  return index === undefined ? element : [...element, index];
}

function formOf(text: string, service: string, name: string): ActionFacts["form"] {
  if (text === "*") return "every";
  if (service === "" || name === "" || name.includes(":")) return "no-action";
  if (hasWildcard(service)) return "wildcard-service";
  return hasWildcard(name) ? "pattern" : "named";
}

function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

function matchesOf({ text, form, service }: ActionFacts, catalog: Catalog, budget: Budget): ActionFacts["matches"] {
  if (form === "no-action") return new Map();
  if (form === "every") return new Map(catalog.services.map((each) => [each, catalog.actionNames(each)]));
  const services = form === "wildcard-service" ? catalog.services : catalog.hasService(service) ? [service] : [];
  const pattern = text.toLowerCase().replace(/\*+/g, "*");
  const found = new Map<string, readonly string[]>();
  // Longer than any action that could match it: not worth the units.
  if (pattern.replaceAll("*", "").length > longestAction) return found;
  try {
    for (const each of services) {
      const set = emptyActionSet(catalog, each);
      addMatching(catalog, each, pattern, set, budget);
      const names = namesIn(set, catalog.actionNames(each));
      if (names.length > 0) found.set(each, names);
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

/** Twice as long as AWS's longest, service and colon included. */
const longestAction = 200;

function namesIn(set: ActionSet, all: readonly string[]): readonly string[] {
  const names: string[] = [];
  forEachAction(set, (index) => names.push(all[index]!));
  // Shared with the catalog where it is all of them.
  return names.length === all.length ? all : names;
}
