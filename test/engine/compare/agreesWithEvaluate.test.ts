import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { Decision, Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { documentOf } from "../../support/policyNotation.js";

/*
 * The fast engine against the literal definition: for small policies, every request of a small world is put to
 * `evaluate`. "Within" must hold for all of them, and what escapes must be found.
 */
const catalog = fakeCatalog();
const engine = new AccessEngine(catalog);

const texts = ["", "a", "b", "ab", "ba", "aa", "x", "ax", "xa", "axb", "a/b", "a/x", "b/a"];
const buckets = ["b", "c", "bx"];
const world = [
  ...buckets.map((bucket) => ["s3:ListBucket", `arn:aws:s3:::${bucket}`] as const),
  ...["s3:GetObject", "s3:PutObject"].flatMap((action) =>
    buckets.flatMap((bucket) =>
      texts.filter((t) => t !== "").map((key) => [action, `arn:aws:s3:::${bucket}/${key}`] as const),
    ),
  ),
];

const action = fc.constantFrom(
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "s3:Get*",
  "s3:*Object",
  "s3:?*",
  "*",
  "s3:*",
);
const key = fc.stringMatching(/^[ab*?/]{0,3}$/);
const resource = fc.oneof(
  fc.constantFrom("*", "arn:aws:s3:::*", "arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::?", "arn:aws:s3:::?/*"),
  fc.tuple(fc.constantFrom("b", "c", "b?", "*"), key).map(([bucket, k]) => `arn:aws:s3:::${bucket}/${k}`),
);
const condition = fc.constantFrom<JsonValue>(
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:SecureTransport": "false" } },
  { StringLike: { "s3:prefix": "a*" } },
  { StringEquals: { "s3:prefix": ["a", "b"] } },
  { StringNotEquals: { "s3:prefix": "a" } },
  { StringEqualsIfExists: { "s3:prefix": "a" } },
  { Null: { "s3:prefix": "true" } },
);
const contexts = ["true", "false"].flatMap((secure) =>
  [undefined, "a", "b", "ab", "z"].map((prefix) => ({
    "aws:SecureTransport": secure,
    ...(prefix === undefined ? {} : { "s3:prefix": prefix }),
  })),
);

function statement(withConditions: boolean) {
  return fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      notAction: fc.boolean(),
      actions: fc.array(action, { minLength: 1, maxLength: 2 }),
      notResource: fc.boolean(),
      resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
      Condition: withConditions ? fc.option(condition, { nil: undefined, freq: 2 }) : fc.constant(undefined),
    })
    .map(({ Effect, notAction, actions, notResource, resources, Condition }) => ({
      Effect,
      [notAction && actions.length === 1 ? "NotAction" : "Action"]: actions,
      [notResource ? "NotResource" : "Resource"]: resources,
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

const policy = (withConditions: boolean) =>
  fc
    .array(statement(withConditions), { minLength: 1, maxLength: 3 })
    .map((statements): JsonValue => ({ Version: "2012-10-17", Statement: statements as unknown as JsonValue }));

const none = { state: "none" } as const;
const all = documentOf("identity", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

function decide(
  [name, arn]: readonly [string, string],
  context: { [key: string]: string },
  own: PolicyDocument[],
  base: PolicyDocument[],
): Decision["decision"] {
  const layers: Layers = {
    identity: { state: "given", value: base },
    session: { state: "given", value: own },
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  };
  const account = "111122223333";
  const principal = { kind: "role-session", roleArn: `arn:aws:iam::${account}:role/r` } as const;
  return evaluate(
    { principal, action: name, resource: arn, resourceAccount: account, context, contextIsComplete: true },
    layers,
    catalog,
  ).decision;
}

function check(withConditions: boolean) {
  return fc.property(policy(withConditions), policy(withConditions), (ownJson, baseJson) => {
    const own = documentOf("session", ownJson);
    const base = documentOf("identity", baseJson);
    const result = compare({ session: [own], base: [base], universe: "catalog" }, engine);
    if (result.verdict === "unknown") return;
    let escaping = 0;
    for (const request of world) {
      for (const context of withConditions ? contexts : contexts.slice(0, 1)) {
        const inSession = decide(request, context, [own], [all]) === "allow";
        const inBase = inSession && decide(request, context, [all], [base]) === "allow";
        if (inSession && !inBase) escaping++;
      }
    }
    if (result.verdict === "within") expect(escaping).toBe(0);
    // What escapes may lie outside of the small world; then the counterexample shows it.
    for (const each of result.statements) {
      if (each.verdict !== "exceeds") continue;
      const example = each.counterexample!;
      const context = { ...example.context } as { [key: string]: string };
      expect(decide([example.action, example.resource], context, [own], [all])).toBe("allow");
      expect(decide([example.action, example.resource], context, [all], [base])).toMatch(/^deny/);
    }
  });
}

// More with RUNS=5000.
const runs = Number(process.env["RUNS"] ?? 150);
const timeout = 60_000 + runs * 200;

describe("compare agrees with evaluate", () => {
  test("without conditions", { timeout }, () => {
    fc.assert(check(false), { numRuns: runs });
  });

  test("with conditions", { timeout }, () => {
    fc.assert(check(true), { numRuns: runs });
  });
});
