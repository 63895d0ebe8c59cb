import type { JsonNode, JsonObject } from "../syntax/json.js";
import { memberNamed } from "../syntax/navigate.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import type { PolicyKind } from "./model.js";

/** Whether a document is an IAM policy by its looks: an object whose `Statement` holds objects with policy elements. */
export function looksLikePolicy(parsed: ParsedPolicy): boolean {
  return statementsOf(parsed).some(
    (statement) => has(statement, "Effect") || has(statement, "Action") || has(statement, "NotAction"),
  );
}

/**
 * The kind of policy that a document of unknown purpose looks like: with principals and resources a resource policy,
 * with principals and only STS actions a trust policy, without principals an identity policy. Session policies,
 * boundaries, SCPs and RCPs cannot be told from these by their looks.
 */
export function guessKind(parsed: ParsedPolicy): PolicyKind {
  const statements = statementsOf(parsed);
  if (!statements.some((statement) => has(statement, "Principal") || has(statement, "NotPrincipal"))) return "identity";
  if (statements.some((statement) => has(statement, "Resource") || has(statement, "NotResource"))) return "resource";
  // Not "identity" otherwise, as ECR's repository policies have principals and no resources.
  return statements.some(assumesRole) ? "trust" : "resource";
}

/** `sts:AssumeRole`, `sts:AssumeRoleWithSAML`, `sts:AssumeRoleWithWebIdentity`, and what they may stand beside. */
function assumesRole(statement: JsonObject): boolean {
  return stringsOf(memberNamed(statement, "Action")?.value).some((action) =>
    /^sts:(\*|assumerole.*|tagsession|setsourceidentity)$/i.test(action),
  );
}

function statementsOf(parsed: ParsedPolicy): readonly JsonObject[] {
  if (parsed.root?.type !== "object") return [];
  const list = memberNamed(parsed.root, "Statement")?.value;
  if (list?.type === "object") return [list];
  return list?.type === "array" ? list.items.filter((item) => item.type === "object") : [];
}

function stringsOf(node: JsonNode | undefined): readonly string[] {
  if (node?.type === "string") return [node.value];
  if (node?.type !== "array") return [];
  return node.items.flatMap((item) => (item.type === "string" ? [item.value] : []));
}

function has(object: JsonObject, name: string): boolean {
  return memberNamed(object, name) !== undefined;
}
