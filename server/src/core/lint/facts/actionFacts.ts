import {
  type ActionSet,
  addMatching,
  emptyActionSet,
  forEachAction,
  isEmptySet,
} from "../../access/sets/actionSets.js";
import { type Budget, BudgetSpent } from "../../access/sets/budget.js";
import type { ActionDetails, Catalog } from "../../catalog/catalog.js";
import type { PolicyPath } from "../../syntax/json.js";
import { pathBelow } from "../../syntax/navigate.js";

/** What an entry of Action or NotAction says by its text alone: the same wherever it stands. */
export interface ActionText {
  readonly text: string;
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
  /** Of a `pattern`, whether it matches no action. False where finding out would take more work than a check may do. */
  readonly matchesNone: boolean;
}

/** One entry of Action or NotAction, taken apart. */
export interface ActionFacts extends ActionText {
  readonly path: PolicyPath;
  /** Whether it stands in NotAction. */
  readonly negated: boolean;
  /**
   * By service prefix, the catalog's actions that it matches, in AWS's casing and without the prefix. Undefined where
   * finding out would take more work than a check may do: then nothing may be concluded.
   */
  readonly matches: ReadonlyMap<string, readonly string[]> | undefined;
}

/** An element that holds entries. */
export interface ElementPlace {
  readonly path: PolicyPath;
  readonly negated: boolean;
}

/** What may be spent on finding things out; made when it is asked for. */
export interface Available {
  readonly budget: Budget;
}

/** Looks an entry's text up in the catalog. Takes of the budget what finding the actions of a pattern takes. */
export function readActionText(text: string, catalog: Catalog, available: Available): ReadActionText {
  return new ReadActionText(text, catalog, available);
}

export class ReadActionText implements ActionText {
  readonly text: string;
  readonly lower: string;
  readonly form: ActionText["form"];
  readonly service: string;
  readonly known: ActionDetails | undefined;
  /** What a pattern matches; null where the units don't suffice, undefined where it is no pattern. */
  readonly found: readonly FoundActions[] | null | undefined;

  constructor(text: string, catalog: Catalog, available: Available) {
    this.text = text;
    this.lower = text.toLowerCase();
    const colon = Math.max(0, this.lower.indexOf(":"));
    this.service = this.lower.slice(0, colon);
    this.form = formOf(this.lower, colon);
    this.known = this.form === "named" ? catalog.details(this.service)?.actions.get(this.lowerName) : undefined;
    this.found = this.form === "pattern" ? findActions(this, catalog, available) : undefined;
  }

  get name(): string {
    return this.text === "*" ? "" : this.text.slice(this.text.indexOf(":") + 1);
  }

  get lowerName(): string {
    return this.text === "*" ? "" : this.lower.slice(this.lower.indexOf(":") + 1);
  }

  get matchesNone(): boolean {
    return this.found?.length === 0;
  }
}

/**
 * An entry at its place.
 * @param index its place in its list, if it stands in one
 * @param matchesOf finds the actions of an entry that is no pattern
 */
export function actionFacts(
  about: ReadActionText,
  element: ElementPlace,
  index: number | undefined,
  matchesOf: (about: ReadActionText) => ActionFacts["matches"],
): ActionFacts {
  return new ReadAction(about, element, index, matchesOf);
}

/** Which actions an entry matches; takes of the budget what finding them takes where that is not known. */
export function matchesOf(about: ReadActionText, catalog: Catalog, available: Available): ActionFacts["matches"] {
  const { found = findActions(about, catalog, available) } = about;
  return namesOf(about, found, catalog);
}

/** A managed policy has hundreds of entries, and few rules ask for all of them: what is asked for is worked out then. */
class ReadAction implements ActionFacts {
  readonly #about: ReadActionText;
  readonly #element: ElementPlace;
  readonly #index: number | undefined;
  readonly #matchesOf: (about: ReadActionText) => ActionFacts["matches"];
  #matches: ActionFacts["matches"];

  constructor(
    about: ReadActionText,
    element: ElementPlace,
    index: number | undefined,
    matchesOf: (about: ReadActionText) => ActionFacts["matches"],
  ) {
    this.#about = about;
    this.#element = element;
    this.#index = index;
    this.#matchesOf = matchesOf;
  }

  get text(): string {
    return this.#about.text;
  }

  get lower(): string {
    return this.#about.lower;
  }

  get form(): ActionText["form"] {
    return this.#about.form;
  }

  get service(): string {
    return this.#about.service;
  }

  get known(): ActionDetails | undefined {
    return this.#about.known;
  }

  get name(): string {
    return this.#about.name;
  }

  get lowerName(): string {
    return this.#about.lowerName;
  }

  get matchesNone(): boolean {
    return this.#about.matchesNone;
  }

  get negated(): boolean {
    return this.#element.negated;
  }

  get path(): PolicyPath {
    return pathOf(this.#element, this.#index);
  }

  get matches(): ActionFacts["matches"] {
    this.#matches ??= this.#matchesOf(this.#about);
    return this.#matches;
  }
}

export function pathOf({ path }: ElementPlace, index: number | undefined): PolicyPath {
  return index === undefined ? path : pathBelow(path, index);
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
export interface FoundActions {
  readonly service: string;
  readonly set: ActionSet;
}

/** Null where the units don't suffice. */
function findActions(
  { lower, form, service }: ActionText,
  catalog: Catalog,
  available: Available,
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
      addMatching(catalog, each, pattern, set, available.budget);
      if (!isEmptySet(set)) found.push({ service: each, set });
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetSpent) return null;
    throw error;
  }
}

function namesOf(
  { form }: ActionText,
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
