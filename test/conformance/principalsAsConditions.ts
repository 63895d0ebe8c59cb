import type { JsonValue } from "../../server/src/core/syntax/json.js";

/** A key that no service has. It stands for who makes the request: `AWS:arn…`, `Service:…`, `Federated:…`. */
export const principalKey = "conformance:Principal";

type Members = { readonly [name: string]: JsonValue };

/**
 * The policy of a resource or a role as one that `compare` can read: who may make the request becomes a condition, and a
 * trust policy, which has no Resource, is about everything. Policies without principals stay as they are.
 */
export function principalsAsConditions(policy: JsonValue): JsonValue {
  if (!isObject(policy)) return policy;
  const { Statement: statements } = policy;
  if (statements === undefined) return policy;
  return { ...policy, Statement: Array.isArray(statements) ? statements.map(rewritten) : rewritten(statements) };
}

function rewritten(statement: JsonValue): JsonValue {
  if (!isObject(statement)) return statement;
  const { Principal: named, NotPrincipal: excepted, Condition: condition, ...rest } = statement;
  const principal = named ?? excepted;
  if (principal === undefined) return statement;
  const patterns = patternsOf(principal);
  const everything = { ...rest, ...("Resource" in rest || "NotResource" in rest ? {} : { Resource: "*" }) };
  if (named !== undefined && patterns.includes("*")) {
    return condition === undefined ? everything : { ...everything, Condition: condition };
  }
  const given = isObject(condition) ? condition : {};
  const operator = named === undefined ? "StringNotLike" : "StringLike";
  const tests = isObject(given[operator]) ? given[operator] : {};
  return {
    ...everything,
    Condition: { ...given, [operator]: { ...tests, [principalKey]: patterns } },
  };
}

function patternsOf(principal: JsonValue): JsonValue[] {
  if (!isObject(principal)) return ["*"];
  return Object.entries(principal).flatMap(([type, values]) =>
    (Array.isArray(values) ? values : [values]).map((value) => patternOf(type, String(value))),
  );
}

function patternOf(type: string, value: string): string {
  // Everybody, users without an account too; in a trust policy `Federated: "*"` is every provider.
  if (type === "AWS" && value === "*") return "*";
  const account = /^(?:arn:aws:iam::)?(\d+)(?::root)?$/.exec(value)?.[1];
  // An account stands for everybody in it.
  return type === "AWS" && account !== undefined ? `AWS:arn:aws:*::${account}:*` : `${type}:${value}`;
}

function isObject(value: JsonValue | undefined): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
