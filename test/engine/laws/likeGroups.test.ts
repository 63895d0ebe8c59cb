import fc from "fast-check";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { LikeGroups } from "../../../server/src/core/access/session/likeGroups.js";
import { mostUnits } from "../../../server/src/core/access/sets/budget.js";
import type { ActionAccess } from "../../../server/src/core/analysis.js";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { session as sessionOf } from "../../support/analysisBuilder.js";
import { boundary, identity, scp, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * Statements on every resource under layers whose statements are, too: what is said of a group of actions because another
 * one is alike is what is found out about it alone. Both sides run the same code but for that. More with RUNS=500.
 */
const runs = Number(process.env.RUNS ?? 40);
// A case that fails has few parts, and takes a second: it is shown as it is.
const parameters = { numRuns: runs, endOnFailure: true, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };

const services = ["s3", "sqs", "iam", "sts", "kms", "lambda", "dynamodb", "ce", "tag", "sns"];
let catalog: Catalog;
beforeAll(async () => {
  catalog = await testCatalog(services);
});
afterEach(() => void vi.restoreAllMocks());

const every = services.map((service) => `${service}:*`).join();
const actions = fc.constantFrom(
  every,
  every,
  ...services.map((service) => `${service}:*`),
  "s3:Get*",
  "lambda:List*,lambda:Tag*",
  "iam:Pass*",
  "sqs:*Message",
);
const actionsOfLayers = fc.oneof(actions, fc.constantFrom("*", "!s3:*,iam:*,sts:*", "!ce:*,kms:*"));
/** Tests by key: a case is about two keys, so that its statements have something to do with each other. */
const testsByKey: readonly (readonly string[])[] = [
  [
    "StringEquals aws:RequestedRegion=eu-west-1",
    "StringNotEquals aws:RequestedRegion=eu-west-1,us-east-1",
    "StringEquals aws:RequestedRegion=us-east-1",
  ],
  [
    "StringEquals aws:ResourceAccount=111122223333",
    "StringNotEqualsIfExists aws:ResourceAccount=111122223333",
    "StringEquals aws:ResourceAccount=999999999999",
  ],
  [
    "ArnNotLike aws:PrincipalArn=arn:aws:iam::*:role/Admin",
    "ArnLike aws:PrincipalArn=arn:aws:iam::111122223333:role/*",
  ],
  ["Bool aws:SecureTransport=true", "Bool aws:SecureTransport=false", "Null aws:SecureTransport=false"],
  ["BoolIfExists aws:MultiFactorAuthPresent=false", "Bool aws:MultiFactorAuthPresent=true"],
  ["IpAddress aws:SourceIp=10.0.0.0/8", "NotIpAddress aws:SourceIp=10.1.0.0/16"],
  [
    "StringEquals aws:ResourceTag/team=red",
    "StringEquals aws:ResourceTag/team=blue",
    "StringNotEquals aws:ResourceTag/team=red",
    "Null aws:ResourceTag/team=true",
  ],
  [
    "StringEquals aws:RequestTag/team=red,blue",
    "StringEquals aws:RequestTag/team=green",
    "StringNotEqualsIfExists aws:RequestTag/team=red",
    "Null aws:RequestTag/team=true",
  ],
  ["ForAllValues:StringEquals aws:TagKeys=team,cost", "ForAnyValue:StringEquals aws:TagKeys=other"],
  ["StringLike s3:prefix=home/*", "StringEquals s3:prefix=other", "Null s3:prefix=true"],
  ["StringEquals ec2:Region=eu-west-1", "StringNotEquals ec2:Region=eu-west-1"],
  ["StringEquals aws:PrincipalTag/a=${aws:PrincipalTag/b}", "StringEquals aws:PrincipalTag/a=x"],
  [
    "StringEquals iam:PassedToService=ec2.amazonaws.com",
    "StringEquals iam:PassedToService=lambda.amazonaws.com",
    "Null iam:PassedToService=true",
  ],
];

interface Case {
  readonly own: readonly string[];
  readonly role: readonly string[];
  readonly limit: readonly string[] | undefined;
  readonly levels: readonly (readonly string[])[];
}

function casesAbout(keys: readonly (readonly string[])[]): fc.Arbitrary<Case> {
  const condition = fc
    .tuple(...keys.map((tests) => fc.option(fc.constantFrom(...tests), { freq: 3, nil: undefined })))
    .map((all) => {
      const some = all.filter((each) => each !== undefined);
      return some.length === 0 ? "" : ` ? ${some.join(" & ")}`;
    });
  const statement = (effects: readonly string[], named = actions, resources: readonly string[] = ["*"]) =>
    fc
      .tuple(fc.constantFrom(...effects), named, fc.constantFrom(...resources), condition)
      .map(([effect, action, resource, tests]) => `${effect}${action} @ ${resource}${tests}`);
  // Now and then a statement that is about some resources only.
  const ofLayer = statement(["+", "+", "-"], actionsOfLayers, ["*", "*", "*", "*", "*", "*", "arn:aws:sqs:*:*:a*"]);
  const policy = fc.array(ofLayer, { minLength: 1, maxLength: 3 });
  const always = condition.filter((tests) => tests !== "");
  const level = fc.oneof(
    policy.map((rest) => ["+*", ...rest]),
    always.map((tests) => ["+*", `-!iam:*,sts:* @ *${tests}`]),
    always.map((tests) => [`+* @ *${tests}`]),
  );
  return fc.record({
    own: fc
      .tuple(statement(["+"]), fc.array(statement(["+", "-", "-"]), { maxLength: 2 }))
      .map(([first, rest]) => [first, ...rest]),
    role: fc.oneof(fc.constant(["+*"]), policy),
    limit: fc.option(policy, { nil: undefined }),
    levels: fc.array(level, { maxLength: 2 }),
  });
}

const cases = fc.subarray([...testsByKey], { minLength: 2, maxLength: 2 }).chain((keys) => casesAbout(keys));

function answers({ own, role, limit, levels }: Case): readonly string[] {
  const engine = new AccessEngine(catalog);
  const none = { state: "none" } as const;
  const context = sessionOf({
    layers: {
      identity: { state: "given", value: [identity(...role)] },
      boundary: limit === undefined ? none : { state: "given", value: [boundary(...limit)] },
      serviceControlPolicies: { state: "given", value: levels.map((level) => [scp(...level)]) },
      resourceControlPolicies: none,
    },
  });
  const { verdict, entries } = engine.sessionAccess(session(...own).model, context, 40 * mostUnits);
  return [
    verdict,
    ...entries.flatMap(({ path, result, unfit, actions }) => [
      `${path.join(".")} ${result} ${unfit.join()}`,
      ...actions.map((action, at) => JSON.stringify(said(action, at % 50 === 0))),
    ]),
  ];
}

/** All that is said of an action; of its counterexample whether there is one: there are units for some dozens of them. */
function said(access: ActionAccess, asksExample: boolean) {
  const { action, result, decidedBy, statements, denied, revivable, dependsOn, hangsWholly, unknown } = access;
  const { layers, lessDenied, isTakenAgain, outside, allowedOn } = access;
  const verdict = { result, decidedBy, statements, denied, revivable, dependsOn, hangsWholly, unknown };
  return {
    ...verdict,
    layers,
    lessDenied,
    isTakenAgain,
    outside,
    allowedOn,
    example: asksExample && access.counterexample?.action,
    action,
  };
}

test(
  "what is said of a group for another's sake is what is found out about it alone",
  () => {
    let shared = 0;
    fc.assert(
      fc.property(cases, (each) => {
        const of = vi.spyOn(LikeGroups.prototype, "of");
        const together = answers(each);
        shared += of.mock.results.filter(({ value }) => value !== undefined).length;
        of.mockRestore();
        const nameOf = vi.spyOn(LikeGroups.prototype, "nameOf").mockReturnValue(undefined);
        const alone = answers(each);
        nameOf.mockRestore();
        const differing = together.flatMap((line, at) => (line === alone[at] ? [] : [line, alone[at]]));
        expect(differing.slice(0, 2)).toEqual([]);
      }),
      parameters,
    );
    expect(shared).toBeGreaterThan(runs);
  },
  60_000 + runs * 3000,
);
