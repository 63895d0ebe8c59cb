import {
  type ActionSet,
  addMatching,
  emptyActionSet,
  forEachAction,
  isEmptySet,
} from "../../access/sets/actionSets.js";
import { type Budget, BudgetSpent } from "../../access/sets/budget.js";
import type { ActionDetails, Catalog, ServiceDetails } from "../../catalog/catalog.js";
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
  /** The whole and the name in lower case, as actions are compared (A1). */
  readonly lower: string;
  readonly lowerName: string;
  /** What the catalog says of a `named` action; undefined for an unknown one, and where its service is not loaded. */
  readonly known: ActionDetails | undefined;
  /**
   * By service prefix, the catalog's actions that it matches, in AWS's casing and without the prefix. Undefined where
   * finding out would take more work than a check may do: then nothing may be concluded.
   */
  readonly matches: ReadonlyMap<string, readonly string[]> | undefined;
  /** Whether it matches any action; undefined like `matches`. */
  readonly matchesAny: boolean | undefined;
}

/** An element that holds entries. */
export interface ElementPlace {
  readonly path: PolicyPath;
  readonly negated: boolean;
}

/** Looks entries up in the catalog. Those that follow each other in a list are mostly of one service. */
export class ActionLookup {
  readonly catalog: Catalog;
  readonly #makeBudget: () => Budget;
  #service = "";
  #details: ServiceDetails | undefined;

  /** @param budget shared by all entries of a statement */
  constructor(catalog: Catalog, budget: () => Budget) {
    this.catalog = catalog;
    this.#makeBudget = budget;
  }

  get budget(): Budget {
    return this.#makeBudget();
  }

  /** What is before the colon of an entry in lower case; the same text again for one that follows on. */
  serviceOf(lower: string): string {
    const colon = lower.indexOf(":");
    if (colon <= 0) return "";
    if (colon !== this.#service.length || !lower.startsWith(this.#service)) {
      this.#service = lower.slice(0, colon);
      this.#details = this.catalog.details(this.#service);
    }
    return this.#service;
  }

  details(service: string): ServiceDetails | undefined {
    return service === this.#service ? this.#details : this.catalog.details(service);
  }
}

/** @param index the entry's place in its list, if it stands in one */
export function actionFacts(
  text: string,
  element: ElementPlace,
  index: number | undefined,
  lookup: ActionLookup,
): ActionFacts {
  return new ReadAction(text, element, index, lookup);
}

/** A managed policy has hundreds of entries, and few rules ask for all of them: what is asked for is worked out then. */
class ReadAction implements ActionFacts {
  readonly text: string;
  readonly lower: string;
  readonly form: ActionFacts["form"];
  readonly service: string;
  readonly known: ActionDetails | undefined;
  readonly #element: ElementPlace;
  readonly #index: number | undefined;
  readonly #lookup: ActionLookup;
  /** Undefined while nobody has asked; null where the units don't suffice. */
  #found: readonly FoundActions[] | null | undefined;
  #matches: ActionFacts["matches"];
  #path: PolicyPath | undefined;

  constructor(text: string, element: ElementPlace, index: number | undefined, lookup: ActionLookup) {
    this.text = text;
    this.lower = text.toLowerCase();
    this.service = lookup.serviceOf(this.lower);
    this.form = formOf(this.lower, this.service.length);
    if (this.form === "named") this.known = lookup.details(this.service)?.actions.get(this.lowerName);
    this.#element = element;
    this.#index = index;
    this.#lookup = lookup;
  }

  get name(): string {
    return this.text === "*" ? "" : this.text.slice(this.text.indexOf(":") + 1);
  }

  get lowerName(): string {
    return this.text === "*" ? "" : this.lower.slice(this.lower.indexOf(":") + 1);
  }

  get negated(): boolean {
    return this.#element.negated;
  }

  get path(): PolicyPath {
    this.#path ??= pathOf(this.#element, this.#index);
    return this.#path;
  }

  get matches(): ActionFacts["matches"] {
    this.#matches ??= namesOf(this, this.#foundActions(), this.#lookup.catalog);
    return this.#matches;
  }

  get matchesAny(): boolean | undefined {
    if (this.form === "every" || this.known !== undefined) return true;
    const found = this.#foundActions();
    return found === null ? undefined : found.length > 0;
  }

  #foundActions(): readonly FoundActions[] | null {
    if (this.#found === undefined) this.#found = findActions(this, this.#lookup);
    return this.#found;
  }
}

export function pathOf({ path }: ElementPlace, index: number | undefined): PolicyPath {
  return index === undefined ? path : path.concat(index);
}

function formOf(lower: string, colon: number): ActionFacts["form"] {
  if (lower === "*") return "every";
  if (colon === 0 || colon === lower.length - 1 || lower.includes(":", colon + 1)) return "no-action";
  const wildcard = firstWildcard(lower);
  if (wildcard < 0) return "named";
  return wildcard < colon ? "wildcard-service" : "pattern";
}

function firstWildcard(text: string): number {
  const star = text.indexOf("*");
  const one = text.indexOf("?");
  if (star < 0 || one < 0) return Math.max(star, one);
  return Math.min(star, one);
}

/** Actions of one service; none of these sets is empty. */
interface FoundActions {
  readonly service: string;
  readonly set: ActionSet;
}

/** Null where the units don't suffice. */
function findActions(
  { lower, form, service }: ActionFacts,
  { catalog, budget }: ActionLookup,
): readonly FoundActions[] | null {
  if (form === "no-action" || form === "every") return [];
  const services = form === "wildcard-service" ? catalog.services : catalog.hasService(service) ? [service] : [];
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
    if (error instanceof BudgetSpent) return null;
    throw error;
  }
}

function namesOf(
  { form }: ActionFacts,
  found: readonly FoundActions[] | null,
  catalog: Catalog,
): ActionFacts["matches"] {
  if (form === "every") return new Map(catalog.services.map((each) => [each, catalog.actionNames(each)]));
  if (found === null) return undefined;
  return new Map(found.map(({ service, set }) => [service, namesIn(set, catalog.actionNames(service))]));
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
