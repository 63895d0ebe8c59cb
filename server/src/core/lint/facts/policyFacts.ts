import { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { Effect, PolicyModel, Statement } from "../../policy/model.js";
import type { JsonNode, JsonObject, PolicyPath } from "../../syntax/json.js";
import { membersByName } from "../../syntax/navigate.js";
import { type ActionFacts, actionFacts, type EntryPlace } from "./actionFacts.js";
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

/** What finding all actions of a policy's wildcards may take; the largest AWS managed policy takes a tenth of it. */
const budgetOfActions = 20_000_000;

/** Takes every statement apart. What must be looked up in the catalog is, once, when it is first asked for. */
export function policyFacts(
  root: JsonNode | undefined,
  { statements }: PolicyModel,
  catalog: Catalog,
): readonly StatementFacts[] {
  const budget = new Budget(budgetOfActions);
  const readable = new Map(statements.map((statement) => [statement.index, statement]));
  return statementNodes(root).map(({ node, path, index }) => {
    const elements = membersByName(node);
    const both = <Facts>(plain: string, make: (text: string, place: EntryPlace) => Facts): readonly Facts[] => {
      const facts: Facts[] = [];
      for (const negated of [false, true]) {
        const name = negated ? `Not${plain}` : plain;
        const node = elements.get(name)?.value;
        const element = [...path, name];
        if (node?.type === "string") facts.push(make(node.value, { element, index: undefined, negated }));
        if (node?.type !== "array") continue;
        for (let index = 0; index < node.items.length; index++) {
          const item = node.items[index]!;
          if (item.type === "string") facts.push(make(item.value, { element, index, negated }));
        }
      }
      return facts;
    };
    const actions = both("Action", (text, place) => actionFacts(text, place, catalog, budget));
    const services = new Set(actions.map(({ service }) => service));
    const formatsOf = formatsFor(services, catalog, budget);
    const effect = elements.get("Effect")?.value;
    const isEffect = effect?.type === "string" && (effect.value === "Allow" || effect.value === "Deny");
    return {
      index,
      path,
      node,
      statement: readable.get(index),
      effect: isEffect ? (effect.value as Effect) : undefined,
      actions,
      resources: both("Resource", (text, place) => resourceFacts(text, place, formatsOf)),
      principals: [
        ...principalsIn(elements.get("Principal")?.value, [...path, "Principal"], false),
        ...principalsIn(elements.get("NotPrincipal")?.value, [...path, "NotPrincipal"], true),
      ],
      conditions: conditionsIn(elements.get("Condition")?.value, [...path, "Condition"], catalog),
    };
  });
}

function statementNodes(
  root: JsonNode | undefined,
): readonly { readonly node: JsonObject; readonly path: PolicyPath; readonly index: number }[] {
  const list = root?.type === "object" ? membersByName(root).get("Statement")?.value : undefined;
  if (list?.type === "object") return [{ node: list, path: ["Statement"], index: 0 }];
  if (list?.type !== "array") return [];
  return list.items.flatMap((node, index) =>
    node.type === "object" ? [{ node, path: ["Statement", index], index }] : [],
  );
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

function conditionsIn(node: JsonNode | undefined, path: PolicyPath, catalog: Catalog): readonly ConditionFacts[] {
  if (node?.type !== "object") return [];
  return [...membersByName(node)].flatMap(([operator, { value: keys }]) => {
    if (keys?.type !== "object") return [];
    const operatorPath = [...path, operator];
    return [...membersByName(keys)].flatMap(([key, { value }]) => {
      if (value === undefined) return [];
      const at = [...operatorPath, key];
      const written = { operator, operatorPath, key, path: at, values: valuesIn(value, at), isList: isArray(value) };
      return [conditionFacts(written, catalog)];
    });
  });
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
