import { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { Effect, PolicyModel, Statement } from "../../policy/model.js";
import { type ElementName, StatementElements } from "../../policy/statementElements.js";
import type { JsonMember, JsonNode, JsonObject, JsonString, PolicyPath } from "../../syntax/json.js";
import { distinctMembers, memberNamed, membersByName, pathBelow } from "../../syntax/navigate.js";
import type { ParsedPolicy } from "../../syntax/parsedPolicy.js";
import { noRules, type RuleSet, type RuleSets } from "../ruleSet.js";
import {
  type ActionFacts,
  type ActionText,
  actionFacts,
  type ElementPlace,
  matchesOf,
  type ReadActionText,
} from "./actionFacts.js";
import { type ConditionFacts, conditionFacts } from "./conditionFacts.js";
import type { EntryTexts } from "./entryTexts.js";
import type { Looked } from "./looked.js";
import { type ReadResourceText, type ResourceFacts, type ResourceText, resourceFacts } from "./resourceFacts.js";

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
  /** Entries of `actions` and `resources` by what they say, which takes less time than their places do. */
  readonly actionTexts: readonly ActionText[];
  readonly resourceTexts: readonly ResourceText[];
  /** The places of those that may say what one before them says, in any letter case of an action: the others surely don't. */
  readonly likelyRepeatedActions: readonly number[];
  readonly likelyRepeatedResources: readonly number[];
  /** Whether it has NotAction, or NotResource. */
  readonly hasNotAction: boolean;
  readonly hasNotResource: boolean;
  /** The rules that say which entries concern them, if some do here. */
  readonly concerned: RuleSet;
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
  each?: EachStatement,
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
    return each === undefined ? read() : each(place, readable[place.index], read);
  });
}

type EachStatement = (
  place: StatementPlace,
  statement: Statement | undefined,
  read: (same?: StatementFacts) => StatementFacts,
) => StatementFacts;

/** Where a statement stands in its policy. */
export interface StatementPlace {
  readonly node: JsonObject;
  readonly path: PolicyPath;
  readonly index: number;
  /** How many statements there are beside it, itself counted. */
  readonly count: number;
}

const none: readonly never[] = [];

type Parts = Omit<StatementFacts, "index" | "path" | "node" | "statement" | "effect">;

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

  get actionTexts(): readonly ActionText[] {
    return this.#parts.actionTexts;
  }

  get resourceTexts(): readonly ResourceText[] {
    return this.#parts.resourceTexts;
  }

  get likelyRepeatedActions(): readonly number[] {
    return this.#parts.likelyRepeatedActions;
  }

  get likelyRepeatedResources(): readonly number[] {
    return this.#parts.likelyRepeatedResources;
  }

  get hasNotAction(): boolean {
    return this.#parts.hasNotAction;
  }

  get hasNotResource(): boolean {
    return this.#parts.hasNotResource;
  }

  get concerned(): RuleSet {
    return this.#parts.concerned;
  }
}

/** A statement's entries, each element taken apart when it is first asked for. */
class StatementParts implements Parts {
  readonly #path: PolicyPath;
  readonly #source: string | undefined;
  readonly #texts: EntryTexts;
  readonly #units: number;
  readonly #elements: StatementElements;
  #budget: Budget | undefined;
  #lookedActions: readonly ReadActionText[] | undefined;
  #lookedResources: readonly ReadResourceText[] | undefined;
  #actions: readonly ActionFacts[] | undefined;
  #resources: readonly ResourceFacts[] | undefined;
  #principals: readonly PrincipalFacts[] | undefined;
  #conditions: readonly ConditionFacts[] | undefined;
  #repeatedActions: readonly number[] | undefined;
  #repeatedResources: readonly number[] | undefined;
  #concerned: RuleSet | undefined;

  /** @param source the policy's text, where each part of it says all of what it stands for */
  constructor({ node, path }: StatementPlace, source: string | undefined, texts: EntryTexts, units: number) {
    this.#path = path;
    this.#source = source;
    this.#texts = texts;
    this.#units = units;
    this.#elements = new StatementElements(node);
  }

  get actions(): readonly ActionFacts[] {
    if (this.#actions === undefined) {
      const looked = this.#lookAtActions();
      const matches = (about: ReadActionText) => matchesOf(about, this.#texts.catalog, this);
      this.#actions = this.#entries("Action", "NotAction", (place, element, index) =>
        actionFacts(looked[place]!, element, index, matches),
      );
    }
    return this.#actions;
  }

  get resources(): readonly ResourceFacts[] {
    if (this.#resources === undefined) {
      const looked = this.#lookAtResources();
      this.#resources = this.#entries("Resource", "NotResource", (place, element, index) =>
        resourceFacts(looked[place]!, element, index),
      );
    }
    return this.#resources;
  }

  get actionTexts(): readonly ActionText[] {
    return this.#lookAtActions();
  }

  get resourceTexts(): readonly ResourceText[] {
    return this.#lookAtResources();
  }

  get principals(): readonly PrincipalFacts[] {
    if (this.#principals === undefined) {
      const { Principal, NotPrincipal } = this.#elements;
      this.#principals =
        Principal === undefined && NotPrincipal === undefined
          ? none
          : [
              ...principalsIn(Principal?.value, pathBelow(this.#path, "Principal"), false),
              ...principalsIn(NotPrincipal?.value, pathBelow(this.#path, "NotPrincipal"), true),
            ];
    }
    return this.#principals;
  }

  get conditions(): readonly ConditionFacts[] {
    if (this.#conditions === undefined) {
      const node = this.#elements.Condition?.value;
      this.#conditions =
        node === undefined ? none : conditionsIn(node, pathBelow(this.#path, "Condition"), this.#texts.catalog);
    }
    return this.#conditions;
  }

  /** What may be spent on this statement. Many have nothing that costs work. */
  get budget(): Budget {
    this.#budget ??= new Budget(this.#units);
    return this.#budget;
  }

  get likelyRepeatedActions(): readonly number[] {
    this.#repeatedActions ??= this.#texts.repetitions.likelyIn(this.#lookAtActions());
    return this.#repeatedActions;
  }

  get likelyRepeatedResources(): readonly number[] {
    this.#repeatedResources ??= this.#texts.repetitions.likelyIn(this.#lookAtResources());
    return this.#repeatedResources;
  }

  get hasNotAction(): boolean {
    return this.#elements.NotAction !== undefined;
  }

  get hasNotResource(): boolean {
    return this.#elements.NotResource !== undefined;
  }

  get concerned(): RuleSet {
    this.#concerned ??= this.#findConcerned();
    return this.#concerned;
  }

  #findConcerned(): RuleSet {
    const texts = this.#texts;
    const { sets, rules, catalog } = texts;
    let found = concernedBy(this.#lookAtActions(), noRules, sets);
    found = concernedBy(this.#lookAtResources(), found, sets);
    const { Sid, NotAction, Condition, Principal, NotPrincipal } = this.#elements;
    if (Sid?.value?.type === "string" && Sid.value.value === "") found = sets.union(found, texts.emptySid);
    if (NotAction !== undefined) found = sets.union(found, texts.notAction);
    if (this.likelyRepeatedActions.length > 0) found = sets.union(found, texts.repeatedAction);
    if (this.likelyRepeatedResources.length > 0) found = sets.union(found, texts.repeatedResource);
    const block = Condition?.value;
    if (block !== undefined) {
      const source = this.#source?.slice(block.span.start, block.span.end);
      const conditions = () => ({ node: block, conditions: this.conditions });
      found = sets.union(found, texts.conditions(source, conditions));
    }
    if (Principal !== undefined || NotPrincipal !== undefined)
      found = sets.union(found, sets.of(rules.byPrincipals(this.principals, catalog)));
    return found;
  }

  #lookAtActions(): readonly ReadActionText[] {
    if (this.#lookedActions === undefined) {
      const { Action, NotAction } = this.#elements;
      this.#lookedActions = this.#texts.actions(stringsOf(Action, NotAction), this.#source, this);
    }
    return this.#lookedActions;
  }

  /** Actions come first, since they may take of the same units. */
  #lookAtResources(): readonly ReadResourceText[] {
    if (this.#lookedResources === undefined) {
      const actions = this.#lookAtActions();
      const { Resource, NotResource } = this.#elements;
      const beside = this.#texts.formatsBeside(() => servicesOf(actions));
      const looked: ReadResourceText[] = [];
      for (const { value } of stringsOf(Resource, NotResource)) looked.push(this.#texts.resource(value, beside, this));
      this.#lookedResources = looked;
    }
    return this.#lookedResources;
  }

  /** The entries of an element and of its negation, in order. */
  #entries<Made>(
    plain: ElementName,
    negation: ElementName,
    make: (place: number, element: ElementPlace, index: number | undefined) => Made,
  ): readonly Made[] {
    const made: Made[] = [];
    for (const name of [plain, negation]) {
      const node = this.#elements[name]?.value;
      if (node === undefined) continue;
      const element = { path: pathBelow(this.#path, name), negated: name !== plain };
      if (node.type === "string") made.push(make(made.length, element, undefined));
      if (node.type !== "array") continue;
      for (let index = 0; index < node.items.length; index++)
        if (node.items[index]!.type === "string") made.push(make(made.length, element, index));
    }
    return made;
  }
}

/** The strings of an element and of its negation, in order. */
function stringsOf(plain: JsonMember | undefined, negation: JsonMember | undefined): readonly JsonString[] {
  if (plain === undefined || negation === undefined) return stringsAt((plain ?? negation)?.value);
  return [...stringsAt(plain.value), ...stringsAt(negation.value)];
}

function stringsAt(node: JsonNode | undefined): readonly JsonString[] {
  if (node?.type === "string") return [node];
  if (node?.type !== "array") return none;
  return node.items.every(isString) ? node.items : node.items.filter(isString);
}

function isString(node: JsonNode): node is JsonString {
  return node.type === "string";
}

/** Each once. Most lists are of one or two services, in order. */
function servicesOf(actions: readonly ReadActionText[]): readonly string[] {
  const services: string[] = [];
  let last: string | undefined;
  for (const { service } of actions) {
    if (service !== last && !services.includes(service)) services.push(service);
    last = service;
  }
  return services;
}

/** With the rules that some entries concern. */
function concernedBy(entries: readonly Looked[], others: RuleSet, sets: RuleSets): RuleSet {
  if (entries.length === 1) return sets.union(others, entries[0]!.alone);
  let found = others;
  for (const { concerned } of entries) found = sets.union(found, concerned);
  return found;
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
  for (const { key: operator, value: keys } of distinctMembers(node)) {
    if (keys?.type !== "object") continue;
    for (const member of distinctMembers(keys))
      if (isGiven(member)) found.push(conditionFacts(path, operator.value, member, catalog));
  }
  return found;
}

function isGiven(member: JsonMember): member is JsonMember & { readonly value: JsonNode } {
  return member.value !== undefined;
}
