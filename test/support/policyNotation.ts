import type { Layers, PolicyDocument } from "../../server/src/core/access/layers.js";
import { modelOfValue } from "../../server/src/core/policy/buildModel.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";

/*
 * Policies written as in the worked examples of docs/semantics.md. One text is one statement:
 *
 *   +s3:Get*,s3:PutObject @ b/*,b2/* ? StringEquals aws:PrincipalTag/team=red & Bool aws:SecureTransport=true > AWS:111…
 *
 *   + -      Allow, Deny
 *   actions  joined by commas; `!` before the first makes NotAction
 *   @        resources, `!` for NotResource; one that neither begins with `arn:` or `*${` nor is `*` is below arn:aws:s3:::
 *            Without @ it is `*`, or nothing in a trust policy.
 *   ?        conditions joined by ` & `; values joined by commas; `key=` alone has no values, `key=''` an empty one
 *   >        principals joined by commas: `*`, `AWS:…`, `Service:…`; `!` before the first makes NotPrincipal
 *
 * A comma before a space does not separate, so that `${key, 'default'}` stays whole.
 */

/** A policy of version 2012-10-17 as JSON. */
export function policyOf(...statements: readonly string[]): JsonValue {
  return { Version: "2012-10-17", Statement: statements.map(statementOf) };
}

/** The same under another version, or none. */
export function policyOfVersion(version: string | undefined, ...statements: readonly string[]): JsonValue {
  return { ...(version === undefined ? {} : { Version: version }), Statement: statements.map(statementOf) };
}

export function documentOf(kind: PolicyKind, policy: JsonValue, name: string = kind): PolicyDocument {
  return { name, model: modelOfValue(policy, kind) };
}

const documentBuilder =
  (kind: PolicyKind) =>
  (...statements: readonly string[]): PolicyDocument =>
    documentOf(kind, policyOf(...statements));

export const identity = documentBuilder("identity");
export const session = documentBuilder("session");
export const boundary = documentBuilder("boundary");
export const scp = documentBuilder("scp");
export const rcp = documentBuilder("rcp");
export const resourcePolicy = documentBuilder("resource");
export const trustPolicy = documentBuilder("trust");

/** Layers of which nothing is said do not exist. */
export function layersOf(given: {
  readonly identity?: readonly PolicyDocument[];
  readonly session?: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  readonly scps?: readonly (readonly PolicyDocument[])[];
  readonly rcps?: readonly (readonly PolicyDocument[])[];
  /** By the ARN of the resource it is attached to. */
  readonly resources?: { readonly [arn: string]: PolicyDocument };
}): Layers {
  const none = { state: "none" } as const;
  const layer = <T>(value: T | undefined) => (value === undefined ? none : ({ state: "given", value } as const));
  return {
    identity: layer(given.identity),
    session: layer(given.session),
    boundary: layer(given.boundary === undefined ? undefined : [given.boundary]),
    serviceControlPolicies: layer(given.scps),
    resourceControlPolicies: layer(given.rcps),
    resourcePolicies: layer(
      given.resources &&
        Object.entries(given.resources).map(([resource, value]) => ({ resource, policy: { state: "given", value } })),
    ),
  };
}

/** One statement as JSON. */
export function statementOf(text: string): JsonValue {
  const [beforePrincipal, principal] = cut(text, " > ");
  const [beforeCondition, condition] = cut(beforePrincipal, " ? ");
  const [actions, resources] = cut(beforeCondition.slice(1), "@");
  if (!/^[+-]/.test(text)) throw new Error(`a statement begins with + or -: ${text}`);
  return {
    Effect: text.startsWith("+") ? "Allow" : "Deny",
    ...(principal === undefined ? {} : principalOf(principal)),
    ...element("Action", actions.trim(), (action) => action),
    ...(resources === undefined && principal !== undefined && /^sts:|^!sts:/.test(actions.trim())
      ? {}
      : element("Resource", (resources ?? "*").trim(), resourceArn)),
    ...(condition === undefined ? {} : { Condition: conditionOf(condition) }),
  };
}

/** `b/*` is `arn:aws:s3:::b/*`; `*${x}` stays. */
export function resourceArn(text: string): string {
  return text === "*" || text.startsWith("*${") || text.startsWith("arn:") ? text : `arn:aws:s3:::${text}`;
}

function cut(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

function list(text: string): readonly string[] {
  return text === "" ? [] : text.split(/,(?! )/).map((item) => (item === "''" ? "" : item));
}

function element(name: string, text: string, read: (item: string) => string): { readonly [name: string]: JsonValue } {
  const negated = text.startsWith("!");
  return { [negated ? `Not${name}` : name]: list(negated ? text.slice(1) : text).map(read) };
}

function conditionOf(text: string): JsonValue {
  const condition: { [operator: string]: { [key: string]: JsonValue } } = {};
  for (const test of text.split(" & ")) {
    const [operator, rest] = cut(test.trim(), " ");
    const [key, values] = cut(rest ?? "", "=");
    condition[operator] = { ...condition[operator], [key.trim()]: list(values ?? "") };
  }
  return condition;
}

function principalOf(text: string): { readonly [name: string]: JsonValue } {
  const negated = text.startsWith("!");
  const name = negated ? "NotPrincipal" : "Principal";
  const entries = list(negated ? text.slice(1) : text);
  if (entries.length === 1 && entries[0] === "*") return { [name]: "*" };
  const byType: { [type: string]: string[] } = {};
  for (const entry of entries) {
    const [type, value] = cut(entry, ":");
    byType[type] = [...(byType[type] ?? []), value ?? ""];
  }
  return { [name]: byType };
}
