import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { Reliance } from "../../../server/src/core/fit/fit.js";
import { modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { fitted } from "../../support/fitted.js";
import { documentOf } from "../../support/policyNotation.js";

/*
 * A policy that was made shorter decides as it did: every request of a small world is put to `evaluate`, for a role that
 * may do everything (the Allows), and for one that may do nothing beside a resource policy that grants everything to the
 * session (the Denies, which a resource policy's grant does not get around).
 */
const catalog = fakeCatalog();
const account = "111122223333";
const roleArn = `arn:aws:iam::${account}:role/r`;

const buckets = ["b", "c", "bx"];
const keys = ["a", "ab", "x"];
const possible = [
  ...buckets.flatMap((bucket) =>
    ["s3:ListBucket", "s3:DeleteBucket"].map((action) => [action, `arn:aws:s3:::${bucket}`] as const),
  ),
  ...buckets.flatMap((bucket) =>
    keys.flatMap((key) =>
      ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"].map(
        (action) => [action, `arn:aws:s3:::${bucket}/${key}`] as const,
      ),
    ),
  ),
  ["s3:ListAllMyBuckets", "*"] as const,
];

const action = fc.constantFrom(
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:ListBucket",
  "s3:DeleteBucket",
  "s3:ListAllMyBuckets",
  "S3:getobject",
  "s3:Get*",
  "s3:*Object",
  "s3:Teleport",
  "s3:**",
  "s3:Get**",
  "s3:*?*Object",
  "S3:?et*",
  "s3:*",
  "*",
);
const resource = fc.oneof(
  fc.constantFrom("*", "arn:aws:s3:::*", "arn:aws:s3:::b", "arn:aws:s3:::b*", "arn:aws:s3:::?/*", "arn:aws:s3:::c"),
  fc.constantFrom(
    "**",
    "arn:aws:s3:::**",
    "arn:aws:s3:::b/**",
    "arn:aws:s3:::*/*?",
    "arn:aws:s3:::b/?*",
    "arn:aws:s3:*::b",
  ),
  fc
    .tuple(fc.constantFrom("b", "c", "b?"), fc.stringMatching(/^[ab*?]{1,2}$/))
    .map(([bucket, key]) => `arn:aws:s3:::${bucket}/${key}`),
);
const condition = fc.constantFrom<JsonValue>(
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "s3:prefix": ["a", "b"] } },
  { StringEquals: { "s3:prefix": "c" } },
  { StringNotEquals: { "s3:prefix": "a" } },
  { StringLike: { "s3:prefix": ["a**", "?"] } },
  { StringNotLike: { "s3:prefix": "*?" } },
  { StringEquals: { "s3:prefix": "a*" } },
  { StringEqualsIfExists: { "S3:Prefix": ["c", "C"] } },
);
const contexts: readonly { readonly [key: string]: string }[] = ["true", "false"].flatMap((secure) =>
  [undefined, "a", "c", "", "a*", "C"].map((prefix) => ({
    "aws:SecureTransport": secure,
    ...(prefix === undefined ? {} : { "s3:prefix": prefix }),
  })),
);

const statement = fc
  .record({
    Sid: fc.option(fc.constantFrom("One", "Two"), { nil: undefined, freq: 2 }),
    Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
    notAction: fc.integer({ min: 0, max: 5 }),
    actions: fc.array(action, { minLength: 1, maxLength: 4 }),
    notResource: fc.integer({ min: 0, max: 5 }),
    resources: fc.array(resource, { minLength: 1, maxLength: 3 }),
    Condition: fc.option(condition, { nil: undefined, freq: 2 }),
  })
  .map(({ Sid, Effect, notAction, actions, notResource, resources, Condition }) => ({
    ...(Sid === undefined ? {} : { Sid }),
    Effect,
    [notAction === 0 ? "NotAction" : "Action"]: actions,
    [notResource === 0 ? "NotResource" : "Resource"]: resources,
    ...(Condition === undefined ? {} : { Condition }),
  }));

const policy = fc.array(statement, { minLength: 1, maxLength: 5 }).map((statements): JsonValue => {
  const seen = new Set<unknown>();
  const unique = statements.map(({ Sid, ...rest }) => {
    if (Sid === undefined || seen.has(Sid)) return rest;
    seen.add(Sid);
    return { Sid, ...rest };
  });
  return { Version: "2012-10-17", Statement: unique as unknown as JsonValue };
});

const all = documentOf("identity", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});
const grantsSession = documentOf("resource", {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
});

const none = { state: "none" } as const;

/** The decisions on all requests of the world, in words. */
function decisions(session: PolicyDocument, throughResourcePolicy: boolean): readonly string[] {
  const found: string[] = [];
  for (const [name, arn] of possible) {
    const layers: Layers = {
      identity: throughResourcePolicy ? none : { state: "given", value: [all] },
      session: { state: "given", value: [session] },
      boundary: none,
      serviceControlPolicies: none,
      resourceControlPolicies: none,
      resourcePolicies: throughResourcePolicy
        ? { state: "given", value: [{ resource: arn, account, policy: { state: "given", value: grantsSession } }] }
        : none,
    };
    for (const context of contexts) {
      const { decision } = evaluate(
        {
          principal: { kind: "role-session", roleArn, sessionName: "s" },
          action: name,
          resource: arn,
          resourceAccount: account,
          context,
          contextIsComplete: true,
        },
        layers,
        catalog,
      );
      found.push(`${name} ${arn} ${JSON.stringify(context)}: ${decision}`);
    }
  }
  return found;
}

// More with RUNS=5000.
const runs = Number(process.env["RUNS"] ?? 20);
const timeout = 60_000 + runs * 3000;

describe.each<Reliance>(["nothing", "catalog"])("a policy that leans on %s", (reliesOn) => {
  test("decides as it did, is valid, no longer, and the same when it is fitted again", { timeout }, () => {
    fc.assert(
      fc.property(policy, (original) => {
        const result = fitted(original, catalog, { reliesOn });
        const [was, is] = [modelOfValue(original, "session"), modelOfValue(result.policy, "session")];
        expect(is.problems).toEqual([]);
        expect(result.characters.after).toBeLessThanOrEqual(result.characters.minified);
        expect(result.characters.after).toBe(result.text.length);
        expect(JSON.parse(result.text)).toEqual(result.policy);
        for (const throughResourcePolicy of [false, true]) {
          const before = decisions({ name: "before", model: was }, throughResourcePolicy);
          expect(decisions({ name: "after", model: is }, throughResourcePolicy)).toEqual(before);
        }
        expect(fitted(result.text, catalog, { reliesOn }).text).toBe(result.text);
      }),
      { numRuns: runs },
    );
  });
});
