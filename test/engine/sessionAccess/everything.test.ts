import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import type { Layer } from "../../../server/src/core/access/layers.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { modelOfValue } from "../../../server/src/core/policy/buildModel.js";
import { document, session } from "../../support/analysisBuilder.js";
import { testCatalog } from "../../support/testCatalog.js";

/* A statement on every resource is judged in a way of its own; one that says it twice says the same, and is not. */

const services = ["s3", "sts", "kms", "sqs", "iam", "secretsmanager"];
let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog(services);
});

const runs = Number(process.env["RUNS"] ?? 20);

/** More than either way takes: it is not to be compared what they come to when units run out. */
const units = 50_000_000;

const action = fc.constantFrom(
  "*",
  "s3:*",
  "s3:Get*",
  "kms:*",
  "sts:*",
  "sqs:*",
  "*:List*",
  "iam:*",
  "secretsmanager:Get*",
  "s3:**",
  "S3:*?*Object",
  "**",
  "s3*",
);
const actions = fc.oneof(
  fc.array(action, { minLength: 1, maxLength: 3 }).map((Action) => ({ Action })),
  fc.array(action, { minLength: 1, maxLength: 2 }).map((NotAction) => ({ NotAction })),
);
const condition = fc.constantFrom<object>(
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "aws:RequestedRegion": "eu-west-1" } },
  { StringLike: { "s3:prefix": "a*" } },
  { StringEquals: { "aws:ResourceAccount": "111122223333" } },
  { StringEquals: { "aws:username": "ann" } },
  { StringNotLike: { "aws:PrincipalTag/t": ["*?", "a**"] } },
  { NumericLessThan: { "aws:PrincipalTag/t": "5" } },
  { StringLike: { "aws:PrincipalTag/t": "${aws:username, '*'}" } },
);
const maybe = (value: fc.Arbitrary<object>) => fc.option(value, { nil: undefined, freq: 3 });
const allow = fc
  .record({ actions, Condition: maybe(condition), Resource: fc.constantFrom("*", "*", "*", "arn:aws:s3:::a*") })
  .map(({ actions: named, Condition, Resource }) => statement("Allow", named, Resource, Condition));
const deny = fc
  .record({ actions, Condition: maybe(condition) })
  .map(({ actions: named, Condition }) => statement("Deny", named, "*", Condition));
const statements = fc
  .tuple(fc.array(allow, { minLength: 1, maxLength: 3 }), fc.array(deny, { maxLength: 1 }))
  .map((lists) => lists.flat());

function statement(Effect: string, named: object, Resource: unknown, Condition: object | undefined): object {
  return { Effect, ...named, Resource, ...(Condition && { Condition }) };
}

const policy = (Statement: readonly object[]) => JSON.stringify({ Version: "2012-10-17", Statement });

const cases = fc.record({
  own: fc.tuple(actions, maybe(condition)),
  denies: fc.array(deny, { maxLength: 1 }),
  identity: fc.option(statements, { nil: undefined, freq: 8 }),
  boundary: fc.option(statements, { nil: undefined }),
  levels: fc.array(statements, { maxLength: 2 }),
  knowsResourcePolicies: fc.boolean(),
});

test(
  "says the same as one that says twice that it is",
  () => {
    fc.assert(
      fc.property(cases, ({ own: [named, condition], denies, identity, boundary, levels, knowsResourcePolicies }) => {
        const given = <T>(value: T): Layer<T> => ({ state: "given", value });
        const none: Layer<never> = { state: "none" };
        const layers = {
          identity:
            identity === undefined
              ? ({ state: "unknown", why: "not given" } as const)
              : given([document("identity", policy(identity))]),
          boundary: boundary === undefined ? none : given([document("boundary", policy(boundary))]),
          serviceControlPolicies:
            levels.length === 0 ? none : given(levels.map((level) => [document("scp", policy(level))])),
          resourcePolicies: knowsResourcePolicies ? none : ({ state: "unknown", why: "not given" } as const),
        };
        const answers = [["*"], ["*", "**"]].map((resource) => {
          const text = policy([statement("Allow", named, resource, condition), ...denies]);
          const model = modelOfValue(JSON.parse(text), "session");
          const { verdict, entries } = new AccessEngine(catalog).sessionAccess(model, session({ layers }), units);
          const compared = compare(
            {
              session: [{ name: "session", model }],
              base: layers.identity,
              serviceControlPolicies: layers.serviceControlPolicies,
              ...(boundary !== undefined && { boundary: document("boundary", policy(boundary)) }),
              budget: units,
            },
            new AccessEngine(catalog),
          );
          return [verdict, ...entries.flatMap(shown), JSON.stringify(compared)].join("\n");
        });
        const [once, twice] = answers.map((answer) => answer.split("\n"));
        expect(once!.filter((line, i) => line !== twice![i]).slice(0, 3)).toEqual([]);
        expect(once!.length).toBe(twice!.length);
      }),
      { numRuns: runs, ...(process.env["SEED"] && { seed: Number(process.env["SEED"]) }) },
    );
  },
  60_000 + runs * 400,
);

function shown({ path, result, unfit, actions: each }: ReturnType<AccessEngine["sessionAccess"]>["entries"][number]) {
  const isSeen = (name: string) => services.includes(name.slice(0, name.indexOf(":")));
  const seen = each.filter((one) => isSeen(one.action));
  return [
    `${path.join("/")} ${result} ${unfit.filter(isSeen).join()}`,
    ...seen.map((one, i) => {
      const { action, result, decidedBy, statements, denied, revivable, dependsOn, unknown } = one;
      const { layers, lessDenied, outside, allowedOn } = one;
      const said = [result, decidedBy, statements, denied, revivable, dependsOn, unknown];
      return `${action} ${JSON.stringify([...said, layers, lessDenied, outside, allowedOn, i < 3 && one.counterexample])}`;
    }),
  ];
}
