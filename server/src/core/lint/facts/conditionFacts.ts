import { type ConditionOperator, parseOperator } from "../../access/evaluate/conditionOperator.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { GlobalKey } from "../../catalog/globalKeys.js";
import { findKey } from "../../catalog/keyTemplate.js";
import type { JsonMember, JsonNode, PolicyPath } from "../../syntax/json.js";
import { pathBelow } from "../../syntax/navigate.js";

/** One operator applied to one key, taken apart. */
export interface ConditionFacts {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operatorText: string;
  readonly operatorPath: PolicyPath;
  /** Undefined for an operator that AWS does not document. */
  readonly operator: ConditionOperator | undefined;
  /** As written. */
  readonly key: string;
  /** In lower case, as keys are compared (C2). */
  readonly lowerKey: string;
  /** What is before its first colon, in lower case: `aws`, a service, an identity provider; "" without a colon. */
  readonly keyPrefix: string;
  /** To the key's value; its name is at `keySpanOf(path)`. */
  readonly path: PolicyPath;
  readonly values: readonly ConditionValueFacts[];
  /** Whether the values stand in a list. */
  readonly isList: boolean;
  /** What the catalog says of the key; undefined where it does not know it. */
  readonly known: KnownKey | undefined;
}

export interface ConditionValueFacts {
  readonly value: string | number | boolean;
  /** As IAM compares it. */
  readonly text: string;
  readonly path: PolicyPath;
}

export interface KnownKey {
  /** In AWS's casing, a free part as `${TagKey}`. */
  readonly key: string;
  /** `String`, `ArrayOfString`, `ARN`, `Bool`, `Date`, `IPAddress`, `Numeric`, `ArrayOfARN` … */
  readonly type: string;
  /** Types besides, that it is compared by too. */
  readonly otherTypes: readonly string[];
  readonly multivalued: boolean;
  /** Where any service may find it in a request. */
  readonly global: GlobalKey | undefined;
}

/**
 * One test of a condition.
 * @param element the path of the whole condition
 * @param test a key with its values
 */
export function conditionFacts(
  element: PolicyPath,
  operator: string,
  test: JsonMember & { readonly value: JsonNode },
  catalog: Catalog,
): ConditionFacts {
  return new ReadCondition(element, operator, test.key.value, test.value, catalog);
}

/** Few rules ask for all of it: what is asked for is worked out then. */
class ReadCondition implements ConditionFacts {
  readonly operatorText: string;
  readonly key: string;
  readonly lowerKey: string;
  readonly #element: PolicyPath;
  readonly #value: JsonNode;
  readonly #catalog: Catalog;
  #operator: ConditionOperator | undefined;
  #operatorSought = false;
  #path: PolicyPath | undefined;
  #values: readonly ConditionValueFacts[] | undefined;
  #known: KnownKey | undefined;
  #knownSought = false;

  constructor(element: PolicyPath, operator: string, key: string, value: JsonNode, catalog: Catalog) {
    this.#element = element;
    this.operatorText = operator;
    this.key = key;
    this.lowerKey = key.toLowerCase();
    this.#value = value;
    this.#catalog = catalog;
  }

  get operator(): ConditionOperator | undefined {
    if (!this.#operatorSought) this.#operator = parseOperator(this.operatorText);
    this.#operatorSought = true;
    return this.#operator;
  }

  get keyPrefix(): string {
    return this.lowerKey.slice(0, Math.max(0, this.lowerKey.indexOf(":")));
  }

  get operatorPath(): PolicyPath {
    return pathBelow(this.#element, this.operatorText);
  }

  get path(): PolicyPath {
    this.#path ??= pathBelow(this.operatorPath, this.key);
    return this.#path;
  }

  get values(): readonly ConditionValueFacts[] {
    this.#values ??= valuesIn(this.#value, this.path);
    return this.#values;
  }

  get isList(): boolean {
    return this.#value.type === "array";
  }

  get known(): KnownKey | undefined {
    if (!this.#knownSought) this.#known = knownKey(this.key, this.keyPrefix, this.#catalog);
    this.#knownSought = true;
    return this.#known;
  }
}

function valuesIn(node: JsonNode, path: PolicyPath): readonly ConditionValueFacts[] {
  if (node.type !== "array") return isScalar(node) ? [valueAt(node, path)] : [];
  const values: ConditionValueFacts[] = [];
  for (let at = 0; at < node.items.length; at++) {
    const item = node.items[at]!;
    if (isScalar(item)) values.push(valueAt(item, pathBelow(path, at)));
  }
  return values;
}

type Scalar = Extract<JsonNode, { readonly type: "string" | "number" | "boolean" }>;

function isScalar(node: JsonNode): node is Scalar {
  const { type } = node;
  return type === "string" || type === "number" || type === "boolean";
}

function valueAt({ value }: Scalar, path: PolicyPath): ConditionValueFacts {
  return { value, text: String(value), path };
}

/** What the catalog says of a key as a policy writes it: the global one, or the one of the service it begins with. */
export function knownKey(key: string, prefix: string, catalog: Catalog): KnownKey | undefined {
  const global = catalog.globalKeys.find(key);
  if (global !== undefined) {
    const { type, otherTypes, multivalued } = global;
    return { key: global.key, type, otherTypes, multivalued, global };
  }
  const details = catalog.details(prefix);
  const known = details === undefined ? undefined : findKey(details.conditionKeys, key);
  if (known === undefined) return undefined;
  const { type } = known;
  return { key: known.key, type, otherTypes: [], multivalued: type.startsWith("ArrayOf"), global: undefined };
}
