import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Layers, PolicyDocument } from "../../../server/src/core/access/layers.js";
import { isBlocked, requiredActions } from "../../../server/src/core/access/requirements.js";
import type { SessionContext } from "../../../server/src/core/context/sessionContext.js";
import type { PolicyKind } from "../../../server/src/core/policy/model.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { isInRow } from "../../support/matchesRow.js";
import { documentOf } from "../../support/policyNotation.js";

/*
 * What a session needs against the literal definition. What is said to be blocked is denied for the request that is
 * shown, which is one that was asked for, and, where nothing is left, for all of a small world; what is said to be
 * allowed is allowed for all of them. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 60);
const timeout = 30_000 + runs * 1000;

const catalog = fakeCatalog();
const engine = new AccessEngine(catalog);
const account = "111122223333";
const principal = { kind: "role-session", roleArn: `arn:aws:iam::${account}:role/r`, sessionName: "s" } as const;

const buckets = ["b", "c", "bx"].map((name) => `arn:aws:s3:::${name}`);
const objects = buckets.flatMap((bucket) => ["a", "b", "ab", "x", "a/b", "b/a"].map((key) => `${bucket}/${key}`));
const world: readonly (readonly [action: string, resource: string])[] = [
  ...["s3:ListBucket", "s3:DeleteBucket"].flatMap((action) => buckets.map((arn) => [action, arn] as const)),
  ...["s3:GetObject", "s3:PutObject"].flatMap((action) => objects.map((arn) => [action, arn] as const)),
  ["sqs:SendMessage", `arn:aws:sqs:us-east-1:${account}:q`],
];
const contexts: readonly ContextValues[] = ["true", "false"].flatMap((secure) =>
  [undefined, "a", "b"].map((prefix) => ({
    "aws:SecureTransport": secure,
    ...(prefix !== undefined && { "s3:prefix": prefix }),
  })),
);

const action = fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:ListBucket", "s3:Get*", "s3:*Object", "s3:*", "*");
const resource = fc.constantFrom(
  "*",
  ...["*", "b", "c", "b*", "b/*", "*/a", "b/a*", "?/*", "c/a/b", "bx/?"].map((text) => `arn:aws:s3:::${text}`),
);
const condition = fc.constantFrom<JsonValue>(
  { Bool: { "aws:SecureTransport": "true" } },
  { StringLike: { "s3:prefix": "a*" } },
  { StringNotEquals: { "s3:prefix": "a" } },
  { Null: { "s3:prefix": "true" } },
);

const several = <T>(each: fc.Arbitrary<T>) => fc.array(each, { minLength: 1, maxLength: 2 });

function document(kind: PolicyKind, withConditions: boolean): fc.Arbitrary<PolicyDocument> {
  const statement = fc
    .record({
      Effect: fc.constantFrom("Allow", "Allow", "Allow", "Deny"),
      actions: several(action),
      notAction: fc.integer({ min: 0, max: 5 }),
      resources: several(resource),
      notResource: fc.integer({ min: 0, max: 5 }),
      Condition: withConditions ? fc.option(condition, { nil: undefined, freq: 2 }) : fc.constant(undefined),
    })
    .map(
      ({ Effect, actions, notAction, resources, notResource, Condition }): JsonValue => ({
        Effect,
        [notAction === 0 ? "NotAction" : "Action"]: actions,
        [notResource === 0 ? "NotResource" : "Resource"]: resources,
        ...(Condition !== undefined && { Condition }),
      }),
    );
  return fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((Statement) => documentOf(kind, { Version: "2012-10-17", Statement }));
}

const none = { state: "none" } as const;
const given = <T>(value: T) => ({ state: "given", value }) as const;

function agreement(withConditions: boolean) {
  const sometimes = (kind: PolicyKind) => fc.option(document(kind, withConditions), { nil: undefined, freq: 2 });
  const cases = fc.record({
    own: document("session", withConditions),
    base: document("identity", withConditions),
    boundary: sometimes("boundary"),
    scp: sometimes("scp"),
    actions: several(action),
    resources: several(resource),
  });
  return fc.property(cases, ({ own, base, boundary, scp, actions, resources }) => {
    const layers: Omit<Layers, "session"> = {
      identity: given([base]),
      boundary: boundary === undefined ? none : given([boundary]),
      serviceControlPolicies: scp === undefined ? none : given([[scp]]),
      resourceControlPolicies: none,
      resourcePolicies: none,
    };
    const context: SessionContext = {
      ...sessionContext({}),
      principal,
      layers,
      requires: [{ actions, resources, path: ["sessions", 0, "requires", 0] }],
    };
    const decide = (name: string, arn: string, values: ContextValues) =>
      evaluate(
        { principal, action: name, resource: arn, resourceAccount: account, context: values, contextIsComplete: true },
        { ...layers, session: given([own]) },
        catalog,
      ).decision;

    for (const required of requiredActions(own.model, context, engine).required) {
      const asked = { actions: [required.pattern], resources, except: [] };
      for (const access of required.actions) {
        const { result, counterexample } = access;
        const what = () => JSON.stringify({ own, base, boundary, scp, asked, access }, undefined, 1);
        if (isBlocked(access)) {
          expect(counterexample, what()).toBeDefined();
          const shown = counterexample!;
          expect(isInRow(asked, shown.action, shown.resource), what()).toBe(true);
          expect(decide(shown.action, shown.resource, shown.context), what()).toMatch(/^deny/);
        }
        const inWorld = world.filter(([name, arn]) => name === access.action && isInRow(asked, name, arn));
        const everything = result === "not-granted" || result === "no-effect" ? /^deny/ : /^allow/;
        if (result !== "allowed" && everything.source === "^allow") continue;
        for (const [name, arn] of inWorld) {
          for (const values of contexts) expect(decide(name, arn, values), what()).toMatch(everything);
        }
      }
    }
  });
}

describe("what a session needs agrees with evaluate", () => {
  test("without conditions", { timeout }, () => {
    fc.assert(agreement(false), { numRuns: runs });
  });

  test("with conditions", { timeout }, () => {
    fc.assert(agreement(true), { numRuns: runs });
  });
});
