import type { AllowedRow, RequestPatterns } from "../../server/src/core/access/effectiveAccess.js";
import { evaluate } from "../../server/src/core/access/evaluate/evaluate.js";
import { globMatches } from "../../server/src/core/access/evaluate/globs.js";
import type { ContextValues } from "../../server/src/core/access/layers.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";
import { documentOf, layersOf } from "./policyNotation.js";

/** Whether a request is one that a row of effective access speaks of: ARNs field by field, exceptions as far as they may run. */
export function isInRow(row: RequestPatterns, action: string, resource: string): boolean {
  return (
    row.actions.some((pattern) => globMatches(pattern.toLowerCase(), action.toLowerCase())) &&
    row.resources.some((pattern) => arnMatches(pattern, resource)) &&
    !row.except.some((pattern) => globMatches(pattern, resource))
  );
}

/** Whether it is one that a row of what nobody can tell may speak of: by any reading. */
export function isPerhapsInRow(row: RequestPatterns, action: string, resource: string): boolean {
  const readings = row.resources.filter((pattern) => globMatches(pattern, resource));
  return (
    isInRow(row, action, resource) || isInRow({ ...row, resources: readings.length > 0 ? ["*"] : [] }, action, resource)
  );
}

/** A row with a policy variable's value put in: patterns that lack it match nothing (V4). */
export function withValue<T extends RequestPatterns>(row: T, variable: string, value: string | undefined): T {
  const put = (texts: readonly string[]) =>
    texts.flatMap((text) => {
      if (!text.includes(variable)) return [text];
      return value === undefined ? [] : [text.replaceAll(variable, value)];
    });
  return { ...row, resources: put(row.resources), except: put(row.except) };
}

function arnMatches(pattern: string, resource: string): boolean {
  if (pattern === "*" || resource === "*") return pattern === resource || pattern === "*";
  const fields = (arn: string) => [...arn.split(":").slice(0, 5), arn.split(":").slice(5).join(":")];
  const texts = fields(resource);
  return fields(pattern).every((field, i) => globMatches(field, texts[i]!));
}

/**
 * Whether a context satisfies all conditions of a row, by the definition: what they allow and deny alone is allowed.
 * Undefined where that cannot be told, as of a key with several values that is tested without a set operator (Q8).
 */
export function conditionsHold(
  { conditions }: AllowedRow,
  request: { readonly action: string; readonly resource: string; readonly context: ContextValues },
  catalog: Catalog,
): boolean | undefined {
  const account = "111122223333";
  const everything = { Action: "*", Resource: "*" };
  // A key or role is asked with its own policy as well (D4): one that leaves it to the account.
  const toAccount = documentOf("resource", {
    Version: "2012-10-17",
    Statement: { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, ...everything },
  });
  const held = conditions.map(({ unless, tests }) => {
    const Condition: { [operator: string]: { [key: string]: JsonValue } } = {};
    for (const { operator, key, values } of tests) {
      Condition[operator] = { ...Condition[operator], [key]: [...values] };
    }
    const tested: JsonValue = { Effect: unless ? "Deny" : "Allow", ...everything, Condition };
    const Statement: JsonValue = unless ? [{ Effect: "Allow", ...everything }, tested] : [tested];
    const identity = [documentOf("identity", { Version: "2012-10-17", Statement })];
    const decision = evaluate(
      {
        principal: { kind: "role-session", roleArn: `arn:aws:iam::${account}:role/r` },
        ...request,
        resourceAccount: account,
        contextIsComplete: true,
      },
      layersOf({ identity, ...(request.resource !== "*" && { resources: { [request.resource]: toAccount } }) }),
      catalog,
    );
    return decision.decision === "unknown" ? undefined : decision.decision === "allow";
  });
  return held.includes(false) ? false : held.includes(undefined) ? undefined : true;
}
