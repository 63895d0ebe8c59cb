import {
  type ActionSet,
  addMatching,
  emptyActionSet,
  forEachAction,
  isEmptySet,
} from "../../access/sets/actionSets.js";
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
  /** Whether it matches any action; undefined like `matches`. */
  readonly matchesAny: boolean | undefined;
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
  #found: readonly FoundActions[] | undefined;
  #sought = false;
  #matches: ActionFacts["matches"];
  #namesSought = false;

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
    if (!this.#namesSought) this.#matches = namesOf(this, this.#foundActions(), this.#catalog);
    this.#namesSought = true;
    return this.#matches;
  }

  get matchesAny(): boolean | undefined {
    if (this.form === "every") return true;
    const found = this.#foundActions();
    return found && found.length > 0;
  }

  #foundActions(): readonly FoundActions[] | undefined {
    if (!this.#sought) this.#found = findActions(this, this.#catalog, this.#budget);
    this.#sought = true;
    return this.#found;
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

/** Actions of one service; none of these sets is empty. */
interface FoundActions {
  readonly service: string;
  readonly set: ActionSet;
}

/** Undefined where the units don't suffice. */
function findActions(
  { text, form, service }: ActionFacts,
  catalog: Catalog,
  budget: Budget,
): readonly FoundActions[] | undefined {
  if (form === "no-action" || form === "every") return [];
  const services = form === "wildcard-service" ? catalog.services : catalog.hasService(service) ? [service] : [];
  const lower = text.toLowerCase();
  const pattern = lower.includes("**") ? lower.replace(/\*+/g, "*") : lower;
  // Longer than any action that could match it: not worth the units.
  if (pattern.length > longestAction && pattern.replaceAll("*", "").length > longestAction) return [];
  const found: FoundActions[] = [];
  try {
    for (const each of services) {
      const set = emptyActionSet(catalog, each);
      addMatching(catalog, each, pattern, set, budget);
      if (!isEmptySet(set)) found.push({ service: each, set });
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

function namesOf(
  { form }: ActionFacts,
  found: readonly FoundActions[] | undefined,
  catalog: Catalog,
): ActionFacts["matches"] {
  if (form === "every") return new Map(catalog.services.map((each) => [each, catalog.actionNames(each)]));
  return found && new Map(found.map(({ service, set }) => [service, namesIn(set, catalog.actionNames(service))]));
}

/** Twice as long as AWS's longest, service and colon included. */
const longestAction = 200;

function namesIn(set: ActionSet, all: readonly string[]): readonly string[] {
  const names: string[] = [];
  forEachAction(set, (index) => {
    names.push(all[index]!);
  });
  // Shared with the catalog where it is all of them.
  return names.length === all.length ? all : names;
}
