import { type ActionSet, addMatching, emptyActionSet } from "../../access/sets/actionSets.js";
import { forEachIn, isEmpty } from "../../access/sets/bits.js";
import { type Budget, BudgetSpent } from "../../access/sets/budget.js";
import type { ActionDetails, Catalog } from "../../catalog/catalog.js";
import type { PolicyPath } from "../../syntax/json.js";
import { pathBelow } from "../../syntax/navigate.js";
import type { ArnShape, ArnShapes } from "../arnShapes.js";
import { noRules, type RuleSet } from "../ruleSet.js";
import type { Looked } from "./looked.js";
import { quickHash } from "./repetitions.js";

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
  /** What is before the first wildcard, in lower case. */
  readonly beginning: string;
  /** A number that is the same for entries that say the same, and nearly always another one for others. */
  readonly sameness: number;
  /** What the catalog says of a `named` action; undefined for an unknown one, and where its service is not loaded. */
  readonly known: ActionDetails | undefined;
  /** Of a `pattern`, whether it matches no action. False where finding out would take more work than a check may do. */
  readonly matchesNone: boolean;
  /** The ARN formats that a `known` action takes; see `ArnShapes.of`. */
  readonly arnShapes: readonly ArnShape[];
  /**
   * Whether the catalog lists a condition key for the action, for the action itself or for a resource type of it. Undefined
   * where the catalog does not know the action or has not loaded its service.
   * @param key as the catalog writes it, a free part as `${TagKey}`
   */
  carriesKey(key: string, catalog: Catalog): boolean | undefined;
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

/**
 * What was found out about an entry's text. What every statement asks of each of its entries comes first: hundreds of
 * thousands are looked at, and what stands together in memory comes together.
 */
export class ReadActionText implements ActionText, Looked {
  readonly text: string;
  readonly units: number;
  readonly concerned: RuleSet;
  readonly service: string;
  readonly sameness: number;
  readonly form: ActionText["form"];
  readonly lower: string;
  #ownShapes: readonly ArnShape[] | undefined = undefined;
  readonly known: ActionDetails | undefined;
  /** What a pattern matches; null where the units don't suffice, undefined where it is no pattern. */
  readonly found: readonly FoundActions[] | null | undefined;
  readonly alone: RuleSet;
  readonly #shapes: ArnShapes;
  #carried: CarriedKey | undefined = undefined;

  /**
   * Looks an entry's text up in the catalog. Takes of the budget what finding the actions of a pattern takes.
   */
  constructor(text: string, available: Available, { catalog, arnShapes, judge, prefixOf }: ActionReading) {
    this.#shapes = arnShapes;
    const lower = text.toLowerCase();
    const colon = Math.max(0, lower.indexOf(":"));
    const before = lower.slice(0, colon);
    this.text = text;
    this.concerned = noRules;
    this.service = prefixOf(before);
    this.sameness = quickHash(lower);
    this.lower = lower;
    this.form = formOf(lower, colon);
    this.known = this.form === "named" ? catalog.details(this.service)?.actions.get(this.lowerName) : undefined;
    const isPattern = this.form === "pattern";
    const spent = isPattern ? available.budget.used : 0;
    this.found = isPattern ? findActions(this, catalog, available) : undefined;
    const { concerned, alone } = judge(this);
    this.concerned = concerned;
    this.alone = alone;
    this.units = isPattern ? available.budget.used - spent : 0;
  }

  get name(): string {
    return this.text === "*" ? "" : this.text.slice(this.text.indexOf(":") + 1);
  }

  get lowerName(): string {
    return this.text === "*" ? "" : this.lower.slice(this.lower.indexOf(":") + 1);
  }

  get beginning(): string {
    const wildcard = firstWildcard(this.lower);
    return wildcard < 0 ? this.lower : this.lower.slice(0, wildcard);
  }

  get matchesNone(): boolean {
    return this.found?.length === 0;
  }

  get arnShapes(): readonly ArnShape[] {
    this.#ownShapes ??= this.known === undefined ? [] : this.#shapes.of(this.service, this.known);
    return this.#ownShapes;
  }

  carriesKey(key: string, catalog: Catalog): boolean | undefined {
    if (this.#carried?.key !== key) this.#carried = { key, answer: carriesKey(catalog, this, key) };
    return this.#carried.answer;
  }
}

/** The last key that was asked about. Hundreds of actions are asked about the same one. */
interface CarriedKey {
  readonly key: string;
  readonly answer: boolean | undefined;
}

/** What entries of Action and NotAction are read with. */
export interface ActionReading {
  readonly catalog: Catalog;
  readonly arnShapes: ArnShapes;
  /** Finds the rules that an entry concerns. */
  readonly judge: (action: ActionText) => Pick<Looked, "concerned" | "alone">;
  /** A text before a colon, the same object for all entries of a service. */
  readonly prefixOf: (text: string) => string;
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

/** The same for a text that stands in no policy. */
export function matchesOfText(text: string, catalog: Catalog, available: Available): ActionFacts["matches"] {
  const lower = text.toLowerCase();
  const colon = Math.max(0, lower.indexOf(":"));
  const written = { lower, service: lower.slice(0, colon), form: formOf(lower, colon) };
  return namesOf(written, findActions(written, catalog, available), catalog);
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

  get beginning(): string {
    return this.#about.beginning;
  }

  get sameness(): number {
    return this.#about.sameness;
  }

  get matchesNone(): boolean {
    return this.#about.matchesNone;
  }

  get arnShapes(): readonly ArnShape[] {
    return this.#about.arnShapes;
  }

  carriesKey(key: string, catalog: Catalog): boolean | undefined {
    return this.#about.carriesKey(key, catalog);
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
  { lower, form, service }: Pick<ActionText, "lower" | "form" | "service">,
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
      if (!isEmpty(set)) found.push({ service: each, set });
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetSpent) return null;
    throw error;
  }
}

function namesOf(
  { form }: Pick<ActionText, "form">,
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
  forEachIn(set, (index) => {
    names.push(all[index]!);
  });
  // Shared with the catalog where it is all of them.
  return names.length === all.length ? all : names;
}

function carriesKey(catalog: Catalog, { service, known }: ActionText, key: string): boolean | undefined {
  const details = known && catalog.details(service);
  if (known === undefined || details === undefined) return undefined;
  const lower = key.toLowerCase();
  const isKey = (each: string) => each === key || (each.length === key.length && each.toLowerCase() === lower);
  if (known.conditionKeys.some(isKey)) return true;
  return known.resourceTypes.some(
    ({ name, conditionKeys }) =>
      conditionKeys.some(isKey) || (details.resourceTypes.get(name)?.conditionKeys.some(isKey) ?? false),
  );
}
