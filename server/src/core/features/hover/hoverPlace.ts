import type { Analysis, PolicyAnalysis } from "../../analysis.js";
import type { Statement } from "../../policy/model.js";
import type { JsonNode, JsonString, PolicyPath } from "../../syntax/json.js";
import { pathAt } from "../../syntax/navigate.js";
import { indexInString } from "../../syntax/stringSpans.js";
import { type Span, spanContains } from "../../text/span.js";

/** What the mouse is on. */
export type HoverSubject =
  /** The name of an element, or the value of Version, Effect, Sid. `value` is missing on the name. */
  | { readonly kind: "element"; readonly name: string; readonly value?: string }
  | { readonly kind: "action"; readonly text: string; readonly negated: boolean }
  | { readonly kind: "resource"; readonly text: string; readonly negated: boolean }
  | { readonly kind: "principal"; readonly type: string; readonly text: string }
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "key"; readonly operator: string; readonly key: string }
  | { readonly kind: "value"; readonly operator: string; readonly key: string; readonly text: string }
  /** `${…}` within a resource or a condition's value. */
  | { readonly kind: "variable"; readonly text: string; readonly within: "resource" | "value" };

/** A subject and all that is around it. */
export interface HoverPlace {
  readonly subject: HoverSubject;
  readonly path: PolicyPath;
  readonly span: Span;
  /** The statement that it is a part of; undefined at the top of the policy, and where it could not be read. */
  readonly statement: Statement | undefined;
  /** The policy there, once for each session that uses it. */
  readonly policies: readonly PolicyAnalysis[];
}

export function hoverPlace({ policies }: Analysis, offset: number): HoverPlace | undefined {
  const here = policies.filter(({ region }) => spanContains(region.span, offset));
  const first = here[0];
  const place = first && pathAt(first.parsed.root, offset);
  if (first === undefined || place === undefined || place.on === "inside" || place.node === undefined) return undefined;
  const subject = subjectAt(place.path, place.on, place.node, () => indexAt(first, place.node, offset));
  if (subject === undefined) return undefined;
  const statement = first.model.statements.find(({ path }) => path.every((step, at) => step === place.path[at]));
  const { node, path } = place;
  return { subject, path, span: node.span, statement, policies: here };
}

function indexAt(policy: PolicyAnalysis, node: JsonNode | undefined, offset: number): number {
  return node?.type === "string" ? indexInString(policy.parsed.text, node as JsonString, offset) : 0;
}

function subjectAt(
  path: PolicyPath,
  on: "key" | "value",
  node: JsonNode,
  index: () => number,
): HoverSubject | undefined {
  const text = "value" in node ? String(node.value) : undefined;
  if (text === undefined) return undefined;
  const [top, ...rest] = path;
  if (top !== "Statement" || path.length === 1) {
    if (path.length !== 1 || typeof top !== "string") return undefined;
    return on === "key" ? { kind: "element", name: top } : { kind: "element", name: top, value: text };
  }
  const [name, ...below] = typeof rest[0] === "number" ? rest.slice(1) : rest;
  if (typeof name !== "string") return undefined;
  if (on === "key" && below.length === 0) return { kind: "element", name };
  switch (name) {
    case "Action":
    case "NotAction":
      return { kind: "action", text, negated: name === "NotAction" };
    case "Resource":
    case "NotResource":
      return variableAt(text, index(), "resource") ?? { kind: "resource", text, negated: name === "NotResource" };
    case "Principal":
    case "NotPrincipal":
      return { kind: "principal", type: on === "key" ? text : String(below[0] ?? "*"), text: on === "key" ? "" : text };
    case "Condition":
      return conditionAt(below, on, text, index);
    default:
      return below.length === 0 ? { kind: "element", name, value: text } : undefined;
  }
}

function conditionAt(
  [operator, key]: PolicyPath,
  on: "key" | "value",
  text: string,
  index: () => number,
): HoverSubject | undefined {
  if (typeof operator !== "string") return undefined;
  if (on === "key") {
    return key === undefined ? { kind: "operator", text: operator } : { kind: "key", operator, key: String(key) };
  }
  if (key === undefined) return undefined;
  return variableAt(text, index(), "value") ?? { kind: "value", operator, key: String(key), text };
}

/** The policy variable at an index of a text. */
function variableAt(text: string, index: number, within: "resource" | "value"): HoverSubject | undefined {
  for (const match of text.matchAll(/\$\{[^}]*\}/g)) {
    if (match.index <= index && index < match.index + match[0].length) {
      return { kind: "variable", text: match[0], within };
    }
  }
  return undefined;
}
