export type ConditionFamily = "string" | "arn" | "numeric" | "date" | "bool" | "binary" | "ip" | "null";

/** What one policy value is compared with one request value by; negation apart. */
export type BaseOperator =
  | "StringEquals"
  | "StringEqualsIgnoreCase"
  | "StringLike"
  | "ArnEquals"
  | "ArnLike"
  | "NumericEquals"
  | "NumericLessThan"
  | "NumericLessThanEquals"
  | "NumericGreaterThan"
  | "NumericGreaterThanEquals"
  | "DateEquals"
  | "DateLessThan"
  | "DateLessThanEquals"
  | "DateGreaterThan"
  | "DateGreaterThanEquals"
  | "Bool"
  | "BinaryEquals"
  | "IpAddress"
  | "Null";

export interface ConditionOperator {
  readonly qualifier: "none" | "ForAllValues" | "ForAnyValue";
  readonly family: ConditionFamily;
  readonly base: BaseOperator;
  /** True for StringNotEquals, NotIpAddress …: no value matches by `base`. */
  readonly negated: boolean;
  readonly ifExists: boolean;
}

const families: { readonly [base in BaseOperator]: ConditionFamily } = {
  StringEquals: "string",
  StringEqualsIgnoreCase: "string",
  StringLike: "string",
  ArnEquals: "arn",
  ArnLike: "arn",
  NumericEquals: "numeric",
  NumericLessThan: "numeric",
  NumericLessThanEquals: "numeric",
  NumericGreaterThan: "numeric",
  NumericGreaterThanEquals: "numeric",
  DateEquals: "date",
  DateLessThan: "date",
  DateLessThanEquals: "date",
  DateGreaterThan: "date",
  DateGreaterThanEquals: "date",
  Bool: "bool",
  BinaryEquals: "binary",
  IpAddress: "ip",
  Null: "null",
};

const negations: ReadonlyMap<string, BaseOperator> = new Map([
  ["StringNotEquals", "StringEquals"],
  ["StringNotEqualsIgnoreCase", "StringEqualsIgnoreCase"],
  ["StringNotLike", "StringLike"],
  ["ArnNotEquals", "ArnEquals"],
  ["ArnNotLike", "ArnLike"],
  ["NumericNotEquals", "NumericEquals"],
  ["DateNotEquals", "DateEquals"],
  ["NotIpAddress", "IpAddress"],
]);

/** All operators without qualifier and IfExists. */
export const conditionOperatorNames: readonly string[] = [...Object.keys(families), ...negations.keys()];

/**
 * Takes an operator as a policy writes it apart (section 4). Undefined for one that AWS does not document: IfExists on
 * Null (C6) and other letter case among them.
 */
export function parseOperator(text: string): ConditionOperator | undefined {
  // Most are written without anything about them.
  return bareOperators.get(text) ?? takenApart(text);
}

function takenApart(text: string): ConditionOperator | undefined {
  const qualifier = qualifierOf(text);
  const rest = qualifier === "none" ? text : text.slice(qualifier.length + 1);
  const ifExists = rest.endsWith("IfExists");
  const name = ifExists ? rest.slice(0, -"IfExists".length) : rest;
  const negation = negations.get(name);
  if (negation === undefined && !isBase(name)) return undefined;
  const base = negation ?? (name as BaseOperator);
  if (base === "Null" && ifExists) return undefined;
  return { qualifier, family: families[base], base, negated: negation !== undefined, ifExists };
}

function qualifierOf(text: string): ConditionOperator["qualifier"] {
  if (text.startsWith("ForAllValues:")) return "ForAllValues";
  return text.startsWith("ForAnyValue:") ? "ForAnyValue" : "none";
}

function isBase(name: string): name is BaseOperator {
  return Object.hasOwn(families, name);
}

const bareOperators: ReadonlyMap<string, ConditionOperator> = new Map(
  conditionOperatorNames.map((name) => [name, takenApart(name)!]),
);
