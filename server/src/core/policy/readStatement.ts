import type { JsonNode, JsonObject, PolicyPath } from "../syntax/json.js";
import { distinctMembers, membersByName, pathBelow } from "../syntax/navigate.js";
import type {
  ConditionTest,
  ConditionValue,
  Effect,
  ModelProblemKind,
  PatternEntry,
  PatternList,
  PolicyKind,
  PrincipalElement,
  PrincipalEntry,
  Statement,
} from "./model.js";
import { type ElementName, StatementElements } from "./statementElements.js";

/** Notes a problem of the document or of one statement. */
export type ReportModelProblem = (
  kind: ModelProblemKind,
  path: PolicyPath,
  statement: number | undefined,
  detail: string,
  meaningLost: boolean,
) => void;

/**
 * An element that is there but cannot be read. Told apart from `undefined`, which is an element that is not there;
 * either the problem was reported, or its value is still to be typed and the text's own problem says so.
 */
const unreadable = Symbol("unreadable");
type Unreadable = typeof unreadable;

/** Reads one statement. `undefined` where its meaning cannot be told: then a problem with `meaningLost` says why. */
export function readStatement(
  node: JsonObject,
  path: PolicyPath,
  index: number,
  kind: PolicyKind,
  report: ReportModelProblem,
): Statement | undefined {
  const reader = new ElementReader(node, path, index, report);
  reader.reportUnknown();
  const sid = readSid(reader, kind);
  const effect = readEffect(reader);
  const actions = readPatterns(reader, "Action", "NotAction");
  if (actions === undefined) reader.missing("missing-action", "Action");
  const resources = readResources(reader, kind, actions);
  const principals = readPrincipals(reader, kind);
  const conditions = readConditions(reader);
  if (effect === unreadable || actions === undefined || actions === unreadable) return undefined;
  if (resources === unreadable || principals === unreadable || conditions === unreadable) return undefined;
  return {
    index,
    path,
    sid,
    effect,
    actions,
    resources,
    principals,
    conditions,
  };
}

/** Gives a statement's elements, and notes what is wrong with them. */
class ElementReader {
  readonly path: PolicyPath;
  readonly #node: JsonObject;
  readonly #elements: StatementElements;
  readonly #index: number;
  readonly #report: ReportModelProblem;

  constructor(node: JsonObject, path: PolicyPath, index: number, report: ReportModelProblem) {
    this.path = path;
    this.#node = node;
    this.#elements = new StatementElements(node);
    this.#index = index;
    this.#report = report;
  }

  /** The element's value; `undefined` without the element, `unreadable` while its value is still to be typed. */
  element(name: ElementName): JsonNode | Unreadable | undefined {
    const member = this.#elements[name];
    return member === undefined ? undefined : (member.value ?? unreadable);
  }

  /** Reports a problem at a value below the statement, for which the statement cannot be read. */
  fault(kind: ModelProblemKind, below: PolicyPath, detail: string): Unreadable {
    this.#report(kind, [...this.path, ...below], this.#index, detail, true);
    return unreadable;
  }

  /** Reports a problem that leaves the statement's meaning as it is. */
  blemish(kind: ModelProblemKind, below: PolicyPath, detail: string): void {
    this.#report(kind, [...this.path, ...below], this.#index, detail, false);
  }

  /** Reports an element that the statement lacks, unless the statement is still being typed. */
  missing(kind: ModelProblemKind, name: string): Unreadable {
    if (this.#node.closed) this.#report(kind, this.path, this.#index, name, true);
    return unreadable;
  }

  reportUnknown(): void {
    // A misspelled Condition would change everything, so nothing may be concluded (G1).
    for (const name of this.#elements.unknown) {
      this.#report("unknown-element", [...this.path, name], this.#index, name, true);
    }
  }
}

function readSid(reader: ElementReader, kind: PolicyKind): string | undefined {
  const node = reader.element("Sid");
  if (node === undefined || node === unreadable) return undefined;
  if (node.type !== "string") {
    reader.blemish("wrong-type", ["Sid"], "Sid");
    return undefined;
  }
  // Services are laxer in their own resource policies: the default key policy of KMS has spaces in its Sid.
  if (kind !== "resource" && !/^[0-9A-Za-z]*$/.test(node.value)) reader.blemish("invalid-sid", ["Sid"], node.value);
  return node.value;
}

/** `Allow` or `Deny`, exactly so (G3). */
function readEffect(reader: ElementReader): Effect | Unreadable {
  const node = reader.element("Effect");
  if (node === undefined) return reader.missing("missing-effect", "Effect");
  if (node === unreadable) return unreadable;
  if (node.type !== "string") return reader.fault("wrong-type", ["Effect"], "Effect");
  if (node.value === "Allow" || node.value === "Deny") return node.value;
  return reader.fault("invalid-effect", ["Effect"], node.value);
}

/** One of an element and its negation (G1), a string or a list of strings (G5). */
function readPatterns(
  reader: ElementReader,
  plain: ElementName,
  negation: ElementName,
): PatternList | Unreadable | undefined {
  const positive = reader.element(plain);
  const negative = reader.element(negation);
  if (positive !== undefined && negative !== undefined) return reader.fault("both-elements", [negation], negation);
  const negated = negative !== undefined;
  const name = negated ? negation : plain;
  const node = positive ?? negative;
  if (node === undefined) return undefined;
  if (node === unreadable) return unreadable;
  const entries = readStrings(reader, node, [name], name);
  if (entries === unreadable) return unreadable;
  if (entries.length === 0 && isBeingTyped(node)) return unreadable;
  // Negated, an empty list would match everything; AWS takes neither (G1).
  if (entries.length === 0) return reader.fault("empty-list", [name], name);
  return { negated, entries };
}

function isBeingTyped(node: JsonNode): boolean {
  return (node.type === "array" || node.type === "object") && !node.closed;
}

function readStrings(
  reader: ElementReader,
  node: JsonNode,
  below: PolicyPath,
  name: string,
): readonly PatternEntry[] | Unreadable {
  const element = below.reduce<PolicyPath>(pathBelow, reader.path);
  if (node.type === "string") return [{ text: node.value, path: element }];
  if (node.type !== "array") return reader.fault("wrong-type", below, name);
  const entries: PatternEntry[] = [];
  let readable = true;
  for (let at = 0; at < node.items.length; at++) {
    const item = node.items[at]!;
    if (item.type === "string") {
      entries.push(new ListItem(item.value, element, at));
    } else {
      reader.fault("wrong-type", [...below, at], name);
      readable = false;
    }
  }
  return readable ? entries : unreadable;
}

/** An entry of a list. There are hundreds, and few are asked for their paths. */
class ListItem implements PatternEntry {
  readonly text: string;
  readonly #list: PolicyPath;
  readonly #index: number;

  constructor(text: string, list: PolicyPath, index: number) {
    this.text = text;
    this.#list = list;
    this.#index = index;
  }

  get path(): PolicyPath {
    return pathBelow(this.#list, this.#index);
  }
}

function readResources(
  reader: ElementReader,
  kind: PolicyKind,
  actions: PatternList | Unreadable | undefined,
): PatternList | Unreadable | undefined {
  if (kind === "trust") {
    const name = (["Resource", "NotResource"] as const).find((each) => reader.element(each) !== undefined);
    return name === undefined ? undefined : reader.fault("resource-not-supported", [name], name);
  }
  const resources = readPatterns(reader, "Resource", "NotResource");
  if (resources !== undefined) return resources;
  if (kind === "resource" && isForRepository(actions)) return undefined;
  return reader.missing("missing-resource", "Resource");
}

/** ECR's repository policies have no Resource. */
function isForRepository(actions: PatternList | Unreadable | undefined): boolean {
  if (actions === undefined || actions === unreadable || actions.negated) return false;
  return actions.entries.every(({ text }) => text.toLowerCase().startsWith("ecr:"));
}

const principalTypes: ReadonlySet<string> = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

function readPrincipals(reader: ElementReader, kind: PolicyKind): PrincipalElement | Unreadable | undefined {
  const positive = reader.element("Principal");
  const negative = reader.element("NotPrincipal");
  const needed = kind === "trust" || kind === "resource" || kind === "rcp";
  if (!needed) {
    const name = positive !== undefined ? "Principal" : "NotPrincipal";
    if (positive === undefined && negative === undefined) return undefined;
    return reader.fault("principal-not-supported", [name], name);
  }
  if (positive !== undefined && negative !== undefined) {
    return reader.fault("both-elements", ["NotPrincipal"], "NotPrincipal");
  }
  const node = positive ?? negative;
  if (node === undefined) return reader.missing("missing-principal", "Principal");
  if (node === unreadable) return unreadable;
  const name = positive !== undefined ? "Principal" : "NotPrincipal";
  const entries = readPrincipalEntries(reader, node, name);
  return entries === unreadable ? unreadable : { negated: positive === undefined, entries };
}

function readPrincipalEntries(
  reader: ElementReader,
  node: JsonNode,
  name: string,
): readonly PrincipalEntry[] | Unreadable {
  if (node.type === "string" && node.value === "*") return [{ type: "*", value: "*", path: [...reader.path, name] }];
  if (node.type !== "object") return reader.fault("wrong-type", [name], name);
  const types = membersByName(node);
  if (types.size === 0 && isBeingTyped(node)) return unreadable;
  if (types.size === 0) return reader.fault("empty-list", [name], name);
  const entries: PrincipalEntry[] = [];
  let readable = true;
  for (const [type, { value }] of types) {
    const below = [name, type];
    const strings = principalTypes.has(type)
      ? value === undefined
        ? unreadable
        : readStrings(reader, value, below, type)
      : reader.fault("unknown-principal-type", below, type);
    if (strings === unreadable || strings.length === 0) {
      if (strings !== unreadable && value?.type === "array" && value.closed) reader.fault("empty-list", below, type);
      readable = false;
    } else {
      for (const { text, path } of strings) {
        entries.push({
          type: type as PrincipalEntry["type"],
          value: text,
          path,
        });
      }
    }
  }
  return readable ? entries : unreadable;
}

function readConditions(reader: ElementReader): readonly ConditionTest[] | Unreadable {
  const node = reader.element("Condition");
  if (node === undefined) return [];
  if (node === unreadable) return unreadable;
  if (node.type !== "object") return reader.fault("wrong-type", ["Condition"], "Condition");
  const tests: ConditionTest[] = [];
  let readable = true;
  const empty = (operator: string, below: PolicyPath): void => {
    tests.push({
      operator,
      key: "",
      values: [],
      path: [...reader.path, ...below],
    });
  };
  const operators = distinctMembers(node);
  if (operators.length === 0) empty("", ["Condition"]);
  for (const { key: operatorKey, value: keysNode } of operators) {
    const operator = operatorKey.value;
    const below = ["Condition", operator];
    if (keysNode === undefined) {
      readable = false;
    } else if (keysNode.type !== "object") {
      reader.fault("wrong-type", below, operator);
      readable = false;
    } else {
      const keys = distinctMembers(keysNode);
      if (keys.length === 0) empty(operator, below);
      for (const { key: keyNode, value } of keys) {
        const key = keyNode.value;
        const values = value === undefined ? unreadable : readValues(reader, value, [...below, key], key);
        if (values === unreadable) readable = false;
        else
          tests.push({
            operator,
            key,
            values,
            path: [...reader.path, ...below, key],
          });
      }
    }
  }
  return readable ? tests : unreadable;
}

/** A string, number or Boolean, or a list of them (G5). */
function readValues(
  reader: ElementReader,
  node: JsonNode,
  below: PolicyPath,
  key: string,
): readonly ConditionValue[] | Unreadable {
  if (isScalar(node)) return [node.value];
  if (node.type !== "array") return reader.fault("wrong-type", below, key);
  const values: ConditionValue[] = [];
  let readable = true;
  for (const [at, item] of node.items.entries()) {
    if (isScalar(item)) {
      values.push(item.value);
    } else {
      reader.fault("wrong-type", [...below, at], key);
      readable = false;
    }
  }
  return readable ? values : unreadable;
}

function isScalar(node: JsonNode): node is Extract<JsonNode, { type: "string" | "number" | "boolean" }> {
  return node.type === "string" || node.type === "number" || node.type === "boolean";
}
