import { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { Effect, PolicyModel, Statement } from "../../policy/model.js";
import type { JsonNode, JsonObject, PolicyPath } from "../../syntax/json.js";
import { memberNamed, membersByName } from "../../syntax/navigate.js";
import type { ArnShapes } from "../resourceFit.js";
import { type ActionFacts, ActionLookup, actionFacts, type ElementPlace } from "./actionFacts.js";
import { type ConditionFacts, type ConditionValueFacts, conditionFacts } from "./conditionFacts.js";
import { formatsFor } from "./fittingFormats.js";
import { type ResourceFacts, resourceFacts } from "./resourceFacts.js";

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
}

/** One condition, with the statement it stands in. */
export interface ConditionAt {
  readonly statement: StatementFacts;
  readonly condition: ConditionFacts;
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
 * @param each has a say in how a statement is read: `read` takes what was found out before about a statement that says
 * the same at the same place
 */
export function policyFacts(
  root: JsonNode | undefined,
  { statements }: PolicyModel,
  catalog: Catalog,
  shapes: ArnShapes,
  each: (place: StatementPlace, read: (same?: StatementFacts) => StatementFacts) => StatementFacts = (_, read) =>
    read(),
): readonly StatementFacts[] {
  const readable = new Map<number, Statement>();
  for (const statement of statements) readable.set(statement.index, statement);
  const places = statementPlaces(root);
  return places.map((place) =>
    each(place, (same) => {
      const parts = same ?? new StatementParts(place, catalog, shapes, budgetOfActions / place.count);
      return new ReadStatement(place, readable.get(place.index), parts);
    }),
  );
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

type Parts = Pick<StatementFacts, "actions" | "resources" | "principals" | "conditions">;

class ReadStatement implements StatementFacts {
  readonly index: number;
  readonly path: PolicyPath;
  readonly node: JsonObject;
  readonly statement: Statement | undefined;
  readonly effect: Effect | undefined;
  readonly #parts: Parts;

  constructor({ index, path, node }: StatementPlace, statement: Statement | undefined, parts: Parts) {
    this.index = index;
    this.path = path;
    this.node = node;
    this.statement = statement;
    const effect = memberNamed(node, "Effect")?.value;
    const isEffect = effect?.type === "string" && (effect.value === "Allow" || effect.value === "Deny");
    this.effect = isEffect ? (effect.value as Effect) : undefined;
    // Not one inside the other, however often the statement is read again.
    this.#parts = parts instanceof ReadStatement ? parts.#parts : parts;
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
}

/** A statement's entries, each element taken apart when it is first asked for. */
class StatementParts implements Parts {
  readonly #node: JsonObject;
  readonly #path: PolicyPath;
  readonly #catalog: Catalog;
  readonly #shapes: ArnShapes;
  readonly #units: number;
  #budget: Budget | undefined;
  #actions: readonly ActionFacts[] | undefined;
  #resources: readonly ResourceFacts[] | undefined;
  #principals: readonly PrincipalFacts[] | undefined;
  #conditions: readonly ConditionFacts[] | undefined;

  constructor({ node, path }: StatementPlace, catalog: Catalog, shapes: ArnShapes, units: number) {
    this.#node = node;
    this.#path = path;
    this.#catalog = catalog;
    this.#shapes = shapes;
    this.#units = units;
  }

  get actions(): readonly ActionFacts[] {
    if (this.#actions === undefined) {
      const lookup = new ActionLookup(this.#catalog, () => this.#shared());
      this.#actions = this.#both("Action", (text, element, index) => actionFacts(text, element, index, lookup));
    }
    return this.#actions;
  }

  get resources(): readonly ResourceFacts[] {
    if (this.#resources === undefined) {
      const formatsOf = formatsFor(
        () => this.#services(),
        this.#shapes,
        () => this.#shared(),
      );
      this.#resources = this.#both("Resource", (text, element, index) =>
        resourceFacts(text, element, index, formatsOf),
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
      this.#conditions = node === undefined ? none : conditionsIn(node, this.#path.concat("Condition"), this.#catalog);
    }
    return this.#conditions;
  }

  /** Many statements have nothing that costs work. */
  #shared(): Budget {
    this.#budget ??= new Budget(this.#units);
    return this.#budget;
  }

  #services(): ReadonlySet<string> {
    const services = new Set<string>();
    for (const { service } of this.actions) services.add(service);
    return services;
  }

  /** The entries of an element and of its negation. */
  #both<Facts>(
    plain: string,
    make: (text: string, element: ElementPlace, index: number | undefined) => Facts,
  ): readonly Facts[] {
    const facts: Facts[] = [];
    for (const negated of [false, true]) {
      const name = negated ? `Not${plain}` : plain;
      const node = memberNamed(this.#node, name)?.value;
      if (node === undefined) continue;
      const element = { path: this.#path.concat(name), negated };
      if (node.type === "string") facts.push(make(node.value, element, undefined));
      if (node.type !== "array") continue;
      for (let index = 0; index < node.items.length; index++) {
        const item = node.items[index]!;
        if (item.type === "string") facts.push(make(item.value, element, index));
      }
    }
    return facts;
  }
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
