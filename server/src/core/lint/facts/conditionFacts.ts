import { type ConditionOperator, parseOperator } from "../../access/evaluate/conditionOperator.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { GlobalKey } from "../../catalog/globalKeys.js";
import { findKey } from "../../catalog/keyTemplate.js";
import type { PolicyPath } from "../../syntax/json.js";

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

export interface WrittenTest extends Pick<ConditionFacts, "operatorPath" | "key" | "path" | "values" | "isList"> {
  readonly operator: string;
}

export function conditionFacts(written: WrittenTest, catalog: Catalog): ConditionFacts {
  return new ReadCondition(written, catalog);
}

/** What the catalog says is looked up when it is asked for. */
class ReadCondition implements ConditionFacts {
  readonly operatorText: string;
  readonly operatorPath: PolicyPath;
  readonly operator: ConditionOperator | undefined;
  readonly key: string;
  readonly lowerKey: string;
  readonly keyPrefix: string;
  readonly path: PolicyPath;
  readonly values: readonly ConditionValueFacts[];
  readonly isList: boolean;
  readonly #catalog: Catalog;
  #known: KnownKey | undefined;
  #sought = false;

  constructor({ operator, operatorPath, key, path, values, isList }: WrittenTest, catalog: Catalog) {
    this.operatorText = operator;
    this.operatorPath = operatorPath;
    this.operator = parseOperator(operator);
    this.key = key;
    this.lowerKey = key.toLowerCase();
    this.keyPrefix = this.lowerKey.slice(0, Math.max(0, this.lowerKey.indexOf(":")));
    this.path = path;
    this.values = values;
    this.isList = isList;
    this.#catalog = catalog;
  }

  get known(): KnownKey | undefined {
    if (!this.#sought) this.#known = knownKey(this.key, this.keyPrefix, this.#catalog);
    this.#sought = true;
    return this.#known;
  }
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
