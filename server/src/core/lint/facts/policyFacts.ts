import { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { Effect, PolicyModel, Statement } from "../../policy/model.js";
import type { JsonNode, JsonObject, PolicyPath } from "../../syntax/json.js";
import { memberNamed, membersByName, pathBelow } from "../../syntax/navigate.js";
import type { ParsedPolicy } from "../../syntax/parsedPolicy.js";
import { bothOf, noRules, type RulePlaces } from "../concerns.js";
import { type ActionFacts, actionFacts, type ElementPlace, matchesOf, type ReadActionText } from "./actionFacts.js";
import { type ConditionFacts, type ConditionValueFacts, conditionFacts } from "./conditionFacts.js";
import type { EntryTexts, Looked } from "./entryTexts.js";
import { FormatsBeside } from "./fittingFormats.js";
import { type ReadResourceText, type ResourceFacts, resourceFacts } from "./resourceFacts.js";

/**
 * A statement as the rules look at it: all of its entries that could be read, also where the statement as a whole could
 * not, so that one mistake does not hide another.
 */
export interface StatementFacts {
  /** Its place in the document's list of statements, unreadable ones counted. */
  readonly index: number;
  readonly path: PolicyPath;
  readonly node: JsonObject;
  /** What it means; undefined where that cannot be told. */
  readonly statement: Statement | undefined;
  readonly effect: Effect | undefined;
  /** Of Action, then of NotAction. */
  readonly actions: readonly ActionFacts[];
  /** Of Resource, then of NotResource. */
  readonly resources: readonly ResourceFacts[];
  /** Of Principal, then of NotPrincipal. */
  readonly principals: readonly PrincipalFacts[];
  readonly conditions: readonly ConditionFacts[];
  /** The rules that say which entries they may have something to say about, and may here. */
  readonly concerned: RulePlaces;
}

/** One principal. `"*"` as the whole of the element has the type `*`. */
export interface PrincipalFacts {
  readonly type: string;
  readonly text: string;
  readonly path: PolicyPath;
  /** Whether it stands in NotPrincipal. */
  readonly negated: boolean;
}

/**
 * What finding all actions of a policy's wildcards may take; the largest AWS managed policy takes a tenth of it. Every
 * statement has an equal share, so that what is found out about one does not hang on the others.
 */
const budgetOfActions = 20_000_000;

/**
 * Takes every statement apart. What must be looked up in the catalog is, once, when it is first asked for.
 * @param texts what is known of entries by their text
 * @param each has a say in how a statement is read: `read` takes what was found out before about a statement that says
 * the same at the same place
 */
export function policyFacts(
  { root, text, problems }: ParsedPolicy,
  { statements }: PolicyModel,
  texts: EntryTexts,
  each?: (place: StatementPlace, read: (same?: StatementFacts) => StatementFacts) => StatementFacts,
): readonly StatementFacts[] {
  const readable: (Statement | undefined)[] = [];
  for (const statement of statements) readable[statement.index] = statement;
  const places = statementPlaces(root);
  // Where text is missing or stands twice, an element's own text does not say all.
  const source = problems.length > 0 ? undefined : text;
  return places.map((place) => {
    const read = (same?: StatementFacts) =>
      new ReadStatement(
        place,
        readable[place.index],
        same ?? new StatementParts(place, source, texts, budgetOfActions / place.count),
      );
    return each === undefined ? read() : each(place, read);
  });
}

/** Where a statement stands in its policy. */
export interface StatementPlace {
  readonly node: JsonObject;
  readonly path: PolicyPath;
  readonly index: number;
  /** How many statements there are beside it, itself counted. */
  readonly count: number;
}

const none: readonly never[] = [];

type Parts = Pick<StatementFacts, "actions" | "resources" | "principals" | "conditions" | "concerned">;

class ReadStatement implements StatementFacts {
  readonly index: number;
  readonly path: PolicyPath;
  readonly node: JsonObject;
  readonly statement: Statement | undefined;
  readonly #parts: Parts;

  constructor({ index, path, node }: StatementPlace, statement: Statement | undefined, parts: Parts) {
    this.index = index;
    this.path = path;
    this.node = node;
    this.statement = statement;
    // Not one inside the other, however often the statement is read again.
    this.#parts = parts instanceof ReadStatement ? parts.#parts : parts;
  }

  get effect(): Effect | undefined {
    const effect = memberNamed(this.node, "Effect")?.value;
    const isEffect = effect?.type === "string" && (effect.value === "Allow" || effect.value === "Deny");
    return isEffect ? (effect.value as Effect) : undefined;
  }

  get actions(): readonly ActionFacts[] {
    return this.#parts.actions;
  }

  get resources(): readonly ResourceFacts[] {
    return this.#parts.resources;
  }

  get principals(): readonly PrincipalFacts[] {
    return this.#parts.principals;
  }

  get conditions(): readonly ConditionFacts[] {
    return this.#parts.conditions;
  }

  get concerned(): RulePlaces {
    return this.#parts.concerned;
  }
}

/** A statement's entries, each element taken apart when it is first asked for. */
class StatementParts implements Parts {
  readonly #node: JsonObject;
  readonly #path: PolicyPath;
  readonly #source: string | undefined;
  readonly #texts: EntryTexts;
  readonly #units: number;
  #budget: Budget | undefined;
  #actionTexts: readonly Looked<ReadActionText>[] | undefined;
  #resourceTexts: readonly Looked<ReadResourceText>[] | undefined;
  #actions: readonly ActionFacts[] | undefined;
  #resources: readonly ResourceFacts[] | undefined;
  #principals: readonly PrincipalFacts[] | undefined;
  #conditions: readonly ConditionFacts[] | undefined;
  #concerned: RulePlaces | undefined;

  /** @param source the policy's text, where each part of it says all of what it stands for */
  constructor({ node, path }: StatementPlace, source: string | undefined, texts: EntryTexts, units: number) {
    this.#node = node;
    this.#path = path;
    this.#source = source;
    this.#texts = texts;
    this.#units = units;
  }

  get actions(): readonly ActionFacts[] {
    if (this.#actions === undefined) {
      const texts = this.#lookedActions();
      const matches = (about: ReadActionText) => matchesOf(about, this.#texts.catalog, () => this.#shared());
      this.#actions = this.#entries("Action", (_, place, index, element) =>
        actionFacts(texts[place]!.about, element, index, matches),
      );
    }
    return this.#actions;
  }

  get resources(): readonly ResourceFacts[] {
    if (this.#resources === undefined) {
      const texts = this.#lookedResources();
      this.#resources = this.#entries("Resource", (_, place, index, element) =>
        resourceFacts(texts[place]!.about, element, index),
      );
    }
    return this.#resources;
  }

  get principals(): readonly PrincipalFacts[] {
    if (this.#principals === undefined) {
      const plain = memberNamed(this.#node, "Principal")?.value;
      const negated = memberNamed(this.#node, "NotPrincipal")?.value;
      this.#principals =
        plain === undefined && negated === undefined
          ? none
          : [
              ...principalsIn(plain, this.#path.concat("Principal"), false),
              ...principalsIn(negated, this.#path.concat("NotPrincipal"), true),
            ];
    }
    return this.#principals;
  }

  get conditions(): readonly ConditionFacts[] {
    if (this.#conditions === undefined) {
      const node = memberNamed(this.#node, "Condition")?.value;
      this.#conditions =
        node === undefined ? none : conditionsIn(node, this.#path.concat("Condition"), this.#texts.catalog);
    }
    return this.#conditions;
  }

  get concerned(): RulePlaces {
    this.#concerned ??= this.#findConcerned();
    return this.#concerned;
  }

  #findConcerned(): RulePlaces {
    const { rules, catalog } = this.#texts;
    const actions = this.#lookedActions();
    const resources = this.#lookedResources();
    let found = noRules;
    for (const looked of [actions, resources]) {
      const [first] = looked;
      if (looked.length === 1) found = bothOf(found, rules.alone(first!.concerned));
      else for (const { concerned } of looked) if (concerned !== found) found = bothOf(found, concerned);
    }
    if (memberNamed(this.#node, "NotAction") !== undefined) found = bothOf(found, rules.notAction);
    if (hasTwice(actions, ({ about }) => about.lower)) found = bothOf(found, rules.repeatedAction);
    if (hasTwice(resources, ({ about }) => about.text)) found = bothOf(found, rules.repeatedResource);
    const block = memberNamed(this.#node, "Condition")?.value;
    if (block !== undefined) {
      const source = this.#source?.slice(block.span.start, block.span.end);
      found = bothOf(
        found,
        this.#texts.conditions(source, () => ({ node: block, conditions: this.conditions })),
      );
    }
    const hasPrincipals = memberNamed(this.#node, "Principal") ?? memberNamed(this.#node, "NotPrincipal");
    return hasPrincipals === undefined ? found : bothOf(found, rules.byPrincipals(this.principals, catalog));
  }

  #lookedActions(): readonly Looked<ReadActionText>[] {
    if (this.#actionTexts === undefined) {
      const budget = () => this.#shared();
      this.#actionTexts = this.#entries("Action", (text) => this.#texts.action(text, budget));
    }
    return this.#actionTexts;
  }

  /** Actions come first, since they may take of the same units. */
  #lookedResources(): readonly Looked<ReadResourceText>[] {
    if (this.#resourceTexts === undefined) {
      const actions = this.#lookedActions();
      const budget = () => this.#shared();
      const beside = new FormatsBeside(() => servicesOf(actions), this.#texts.arnShapes);
      this.#resourceTexts = this.#entries("Resource", (text) => this.#texts.resource(text, beside, budget));
    }
    return this.#resourceTexts;
  }

  /** Many statements have nothing that costs work. */
  #shared(): Budget {
    this.#budget ??= new Budget(this.#units);
    return this.#budget;
  }

  /** The entries of an element and of its negation, in order. */
  #entries<Made>(
    plain: "Action" | "Resource",
    make: (text: string, place: number, index: number | undefined, element: ElementPlace) => Made,
  ): readonly Made[] {
    const made: Made[] = [];
    for (const name of bothNames[plain]) {
      const node = memberNamed(this.#node, name)?.value;
      if (node === undefined) continue;
      const element = { path: pathBelow(this.#path, name), negated: name !== plain };
      if (node.type === "string") made.push(make(node.value, made.length, undefined, element));
      if (node.type !== "array") continue;
      for (let index = 0; index < node.items.length; index++) {
        const item = node.items[index]!;
        if (item.type === "string") made.push(make(item.value, made.length, index, element));
      }
    }
    return made;
  }
}

const bothNames = { Action: ["Action", "NotAction"], Resource: ["Resource", "NotResource"] } as const;

function servicesOf(actions: readonly Looked<ReadActionText>[]): ReadonlySet<string> {
  const services = new Set<string>();
  for (const { about } of actions) services.add(about.service);
  return services;
}

function hasTwice<T>(entries: readonly T[], textOf: (entry: T) => string): boolean {
  if (entries.length < 2) return false;
  if (entries.length === 2) return textOf(entries[0]!) === textOf(entries[1]!);
  const texts = new Set<string>();
  for (const entry of entries) texts.add(textOf(entry));
  return texts.size < entries.length;
}

function statementPlaces(root: JsonNode | undefined): readonly StatementPlace[] {
  const list = root?.type === "object" ? memberNamed(root, "Statement")?.value : undefined;
  if (list?.type === "object") return [{ node: list, path: ["Statement"], index: 0, count: 1 }];
  if (list?.type !== "array") return [];
  const count = list.items.filter(({ type }) => type === "object").length;
  const places: StatementPlace[] = [];
  for (const [index, node] of list.items.entries()) {
    if (node.type === "object") places.push({ node, path: ["Statement", index], index, count });
  }
  return places;
}

function stringsIn(
  node: JsonNode | undefined,
  path: PolicyPath,
): readonly { readonly text: string; readonly path: PolicyPath }[] {
  if (node?.type === "string") return [{ text: node.value, path }];
  if (node?.type !== "array") return [];
  return node.items.flatMap((item, at) => (item.type === "string" ? [{ text: item.value, path: [...path, at] }] : []));
}

function principalsIn(node: JsonNode | undefined, path: PolicyPath, negated: boolean): readonly PrincipalFacts[] {
  if (node?.type === "string") return [{ type: node.value === "*" ? "*" : "", text: node.value, path, negated }];
  if (node?.type !== "object") return [];
  return [...membersByName(node)].flatMap(([type, { value }]) =>
    stringsIn(value, [...path, type]).map(({ text, path: at }) => ({ type, text, path: at, negated })),
  );
}

function conditionsIn(node: JsonNode, path: PolicyPath, catalog: Catalog): readonly ConditionFacts[] {
  if (node.type !== "object") return none;
  const found: ConditionFacts[] = [];
  for (const [operator, { value: keys }] of membersByName(node)) {
    if (keys?.type !== "object") continue;
    const operatorPath = path.concat(operator);
    for (const [key, { value }] of membersByName(keys)) {
      if (value === undefined) continue;
      const at = operatorPath.concat(key);
      const written = { operator, operatorPath, key, path: at, values: valuesIn(value, at), isList: isArray(value) };
      found.push(conditionFacts(written, catalog));
    }
  }
  return found;
}

function isArray(node: JsonNode): boolean {
  return node.type === "array";
}

function valuesIn(node: JsonNode, path: PolicyPath): readonly ConditionValueFacts[] {
  const items = node.type === "array" ? node.items : [node];
  return items.flatMap((item, at) =>
    item.type === "string" || item.type === "number" || item.type === "boolean"
      ? [{ value: item.value, text: String(item.value), path: node.type === "array" ? [...path, at] : path }]
      : [],
  );
}
