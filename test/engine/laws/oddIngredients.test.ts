import fc from "fast-check";
import { expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Layer, Layers } from "../../../server/src/core/access/layers.js";
import { session as sessionContext } from "../../support/analysisBuilder.js";
import { boundary, identity, resourcePolicy, scp, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * What people write and AWS refuses, disputes or reads in an unexpected way: short ARNs, wildcards in services, operators that
 * do not exist, conditions that are always or never true. Whatever is said of it must hold by the literal definition.
 * More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 60);
const timeout = 60_000 + runs * 500;

const catalog = await testCatalog(["s3", "sqs", "sts"]);
const engine = new AccessEngine(catalog);
const own = "111122223333";
const other = "444455556666";
const role = `arn:aws:iam::${own}:role/path/r`;
const principal = { kind: "role-session", roleArn: role, sessionName: "s" } as const;
const sessionArn = `arn:aws:sts::${own}:assumed-role/r/s`;
const foreignQueue = `arn:aws:sqs:us-east-1:${other}:q`;

const actions = [
  ...[
    "s3:GetObject",
    "S3:getobject",
    "s3:Get?bject",
    "s3:*",
    "s3:List*",
    "s3:ListBucket",
    "s3:ListAllMyBuckets",
    "s3:ListAll*",
  ],
  ...[
    "**",
    "s3*",
    "*Object",
    "s3:**",
    "s3:*?*Object",
    "*:*",
    "S3:GET**",
    "!**",
    "!s3*",
    "s3:Get*Object?",
    "s3:",
    "?3:*Bucket",
  ],
  ...["s?:GetObject", "s3:Get:Object", "!s3:PutObject", "!s?:*", "!sqs:*", "sqs:*", "sqs:SendMessage,s3:GetObject"],
];
const resources = [
  ...[
    "*",
    "b/*",
    "b,b/*",
    "b*",
    "b/?/k",
    "b/x/*,c/*",
    "c/*",
    "!b/*",
    "!b/x/*",
    "!arn:aws:s3",
    "!b/${aws:PrincipalTag/t}/*",
  ],
  ...[
    "arn:aws:s3",
    "arn:*:s3:::b/*",
    "arn:aws:s*:::b/*",
    "arn:aws:s3:*:*:b/*",
    "arn:aws:s3:::*",
    "arn:aws-cn:s3:::b/*",
  ],
  ...["b/${aws:PrincipalTag/t}/*", "b/${aws:PrincipalTag/t, 'd'}/*", "b/${aws:username}/*", "${aws:PrincipalTag/t}/*"],
  ...["b/**", "b/*?*", "b/?*", "b/**/k", "arn:aws:s3:::**", "**", "?*", "b/", "arn:AWS:s3:::b/*", "arn:aws:S3:::b/*"],
  ...[
    "arn:aws:s3:::*/**",
    "!b/**",
    "!**",
    "!arn:aws:s3:*:*:b/x/*,c/*",
    "b/${x}/*",
    "b/${*}*",
    "!b/${$}*",
    "arn:aws:s3:*::b/*",
  ],
  ...[
    "b/${aws:PrincipalTag/t, '*'}",
    "!b/${aws:username, 'x*'}",
    "b/${aws:username, '?'}*",
    "${aws:PrincipalTag/t}",
    "b/${aws:username }/*",
  ],
  ...[
    "*:b/*",
    "arn:aws:s3:::b/**,arn:aws:s3:::b/*?",
    "!arn:aws:s3:::b/*?*",
    "b/${aws:PrincipalTag/t}${aws:PrincipalTag/t}*",
  ],
  ...["*${aws:username}", "!*${aws:username}", "*${aws:username, ''}"],
  ...["arn:aws:sqs:us-east-1:*:q,b/*", `${foreignQueue},b/*`],
];
const conditions = [
  ...[
    "StringLike s3:prefix=**",
    "StringNotLike s3:prefix=*?",
    "StringEquals s3:prefix=x/**",
    "StringLike s3:prefix=x${*},x/*?",
  ],
  ...[
    "Bool aws:PrincipalTag/t=true",
    "NumericLessThan aws:PrincipalTag/t=6",
    "NumericGreaterThanEquals aws:PrincipalTag/t=6",
  ],
  ...[
    "ForAllValues:Bool aws:SecureTransport=true",
    "ForAnyValue:Null aws:PrincipalTag/t=true",
    "ForAllValues:Null aws:PrincipalTag/t=true",
  ],
  ...[
    "StringEqualsIfExists aws:principaltag/T=x",
    "StringEqualsIgnoreCase aws:PrincipalTag/t=X",
    "BinaryEquals aws:PrincipalTag/t=eA==",
  ],
  ...[
    "DateGreaterThan aws:CurrentTime=2020-01-01T00:00:00Z",
    "DateLessThan aws:CurrentTime=1577836800",
    "NotIpAddressIfExists aws:SourceIp=10.0.0.0/8",
  ],
  ...[
    "IpAddress aws:SourceIp=10.1.1.1,::1",
    "IpAddress aws:PrincipalTag/t=10.0.0.0/8",
    "ArnLike aws:PrincipalTag/t=arn:*",
    "StringNotLike aws:PrincipalArn=*",
  ],
  ...[
    "Null aws:PrincipalTag/t=true,false",
    "StringEquals aws:PrincipalTag/t=''",
    "StringLike aws:PrincipalTag/t=${aws:username, '*'}",
    "StringNotEquals aws:PrincipalTag/t=${x}",
  ],
  ...[
    "StringNotLike aws:PrincipalTag/t=${aws:PrincipalTag/t}",
    "ForAllValues:StringNotEquals aws:TagKeys=a",
    "ForAnyValue:StringLike aws:TagKeys=**",
    "NumericEquals s3:max-keys=1.0",
  ],
  ...[
    "Null aws:PrincipalTag/t=false & NumericLessThan aws:PrincipalTag/t=6",
    "StringLike aws:PrincipalTag/t=?* & StringNotLike aws:PrincipalTag/t=*",
  ],
  ...[
    "BoolIfExists aws:MultiFactorAuthPresent=false",
    "StringEquals aws:SecureTransport=TRUE,true",
    "StringLike aws:PrincipalType=*",
    "NumericEqualsIfExists aws:MultiFactorAuthAge=5",
  ],
  ...["StringMatches aws:PrincipalTag/t=x", "StringEquals aws:PrincipalTag/t=", "IpAddress aws:SourceIp=10.0.0.0/33"],
  ...[
    "StringEquals aws:PrincipalTag/t=x",
    "StringNotEquals aws:PrincipalTag/t=x",
    "StringEqualsIfExists aws:PrincipalTag/t=x",
  ],
  ...["Null aws:PrincipalTag/t=true", "Bool aws:SecureTransport=true", "Bool aws:SecureTransport=false"],
  ...["StringEquals aws:username=u", "StringNotEquals aws:username=u", "Bool aws:PrincipalIsAWSService=false"],
  ...[
    "StringLike s3:prefix=x/*",
    "StringNotLikeIfExists s3:prefix=x/*",
    "StringEquals s3:prefix=${aws:PrincipalTag/t}",
  ],
  ...[
    "ForAllValues:StringEquals aws:TagKeys=a",
    "ForAnyValue:StringEquals aws:TagKeys=a",
    "Null aws:TokenIssueTime=true",
  ],
  ...[
    "ArnLike aws:PrincipalArn=arn:aws:iam::*:role/*",
    `ArnEquals aws:PrincipalArn=${sessionArn}`,
    "StringLike aws:userid=*:s",
  ],
];
const principals = [
  ...[
    "*",
    `AWS:${role}`,
    `AWS:${sessionArn}`,
    `AWS:arn:aws:iam::${own}:root`,
    `AWS:arn:aws:iam::${own}:role/x`,
    `AWS:${other}`,
  ],
  ...[`AWS:arn:aws:sts::${own}:assumed-role/r/t`, `!AWS:${role}`],
];

const statement = (effects: readonly string[], among = resources) =>
  fc
    .tuple(
      fc.constantFrom(...effects),
      fc.constantFrom(...actions),
      fc.constantFrom(...among),
      fc.option(fc.constantFrom(...conditions)),
    )
    .map(
      ([effect, action, resource, condition]) =>
        `${effect}${action}@${resource}${condition === null ? "" : ` ? ${condition}`}`,
    );
const statements = (effects: readonly string[]) => fc.array(statement(effects), { minLength: 1, maxLength: 3 });
const layer = fc.oneof(
  statements(["+", "+", "-"]),
  statement(["-"]).map((deny) => ["+*@*", deny]),
);
const bucketStatement = fc
  .tuple(statement(["+", "-"], ["b/*", "b,b/*", "*", "b/x/*"]), fc.constantFrom(...principals))
  .map(([text, who]) => `${text} > ${who}`);

const requests = [
  ["s3:GetObject", "arn:aws:s3:::b/k"],
  ["s3:GetObject", "arn:aws:s3:::b/x/k"],
  ["s3:GetObject", "arn:aws:s3:::c/k"],
  ["s3:ListBucket", "arn:aws:s3:::b"],
  ["s3:ListAllMyBuckets", "*"],
  ["sqs:SendMessage", `arn:aws:sqs:us-east-1:${own}:q`],
  ["sqs:SendMessage", foreignQueue],
] as const;
const contexts: readonly ContextValues[] = [
  { "aws:SecureTransport": "true" },
  { "aws:SecureTransport": "true", "aws:PrincipalTag/t": "x", "s3:prefix": "x" },
  { "aws:SecureTransport": "false", "aws:PrincipalTag/t": "y", "s3:prefix": "x/y" },
  { "aws:SecureTransport": "false", "aws:TagKeys": ["a"] },
  { "aws:SecureTransport": "true", "aws:PrincipalTag/t": "*", "s3:prefix": "x/**", "s3:max-keys": 1 },
  { "aws:SecureTransport": "true", "aws:PrincipalTag/t": "", "s3:prefix": "", "aws:TagKeys": [] },
  { "aws:SecureTransport": "false", "aws:PrincipalTag/t": "5", "s3:prefix": "x*", "aws:TagKeys": ["a", "b"] },
  { "aws:SecureTransport": "true", "aws:PrincipalTag/t": "10.1.1.1", "aws:CurrentTime": "2019-06-01T00:00:00Z" },
];

const none = { state: "none" } as const;
const given = <T>(value: T): Layer<T> => ({ state: "given", value });

function layersOf(texts: {
  readonly id: readonly string[];
  readonly own?: readonly string[] | undefined;
  readonly pb?: readonly string[] | undefined;
  readonly scps?: readonly string[] | undefined;
  readonly bucket?: readonly string[] | undefined;
  readonly account?: string;
}): Layers {
  const letIn = resourcePolicy(`+*@* > AWS:arn:aws:iam::${own}:root`);
  const { account = own } = texts;
  const bucket = texts.bucket === undefined ? letIn : resourcePolicy(...texts.bucket);
  return {
    identity: given([identity(...texts.id)]),
    session: texts.own === undefined ? none : given([session(...texts.own)]),
    boundary: texts.pb === undefined ? none : given([boundary(...texts.pb)]),
    serviceControlPolicies: texts.scps === undefined ? none : given([[scp(...texts.scps)]]),
    resourceControlPolicies: none,
    resourcePolicies: given([
      { resource: "arn:aws:s3:::b", account, policy: given(bucket) },
      { resource: foreignQueue, account: other, policy: given(letIn) },
    ]),
  };
}

function decide(
  [action, resource]: (typeof requests)[number],
  context: ContextValues,
  layers: Layers,
  account = own,
): string {
  const resourceAccount = /^arn:aws:s3:::b(\/|$)/.test(resource) ? account : resource.split(":")[4] || own;
  const all = { "aws:SourceIp": "10.1.1.1", ...context };
  return evaluate(
    { principal, action, resource, resourceAccount, context: all, contextIsComplete: true },
    layers,
    catalog,
  ).decision;
}

/** Requests that a statement lets through where nothing else has a say. */
function letThrough(text: string, account = own) {
  const alone = layersOf({ id: ["+*@*"], own: [text], account });
  return requests.flatMap((request) =>
    contexts.flatMap((context) => (decide(request, context, alone, account) === "allow" ? [{ request, context }] : [])),
  );
}

test("what an entry is said to do", { timeout }, () => {
  fc.assert(
    fc.property(
      statements(["+", "+", "-"]),
      layer,
      fc.option(layer, { nil: undefined }),
      fc.option(layer, { nil: undefined }),
      fc.option(fc.array(bucketStatement, { minLength: 1, maxLength: 2 }), { nil: undefined }),
      fc.constantFrom(own, own, other),
      (texts, id, pb, scps, bucket, account) => {
        const around = { id, pb, scps, bucket, account };
        const { session: _, ...layers } = layersOf(around);
        const { entries } = engine.sessionAccess(session(...texts).model, {
          ...sessionContext({}),
          principal,
          layers,
          resourcePoliciesComplete: true,
        });
        const denies = texts.filter((text) => text.startsWith("-"));
        for (const { actions: found, statement: at, effect } of entries) {
          const text = texts[at]!;
          const ofStatement = entries.filter(({ statement }) => statement === at);
          if (effect === "Deny" && ofStatement.every(({ result }) => result === "removes-nothing")) {
            const without = texts.filter((_, i) => i !== at);
            for (const request of without.length === 0 ? [] : requests) {
              for (const context of contexts) {
                const decision = (all: readonly string[]) =>
                  decide(request, context, layersOf({ ...around, own: all }), account);
                if (decision(without) === "allow")
                  expect(decision(texts), JSON.stringify([texts, around, request, context])).toBe("allow");
              }
            }
          }
          const named = effect === "Allow" ? letThrough(text, account) : [];
          for (const { action, result, lessDenied } of found) {
            const message = (what: unknown) => JSON.stringify([texts, around, action, result, what]);
            for (const each of named.filter(({ request }) => request[0] === action)) {
              // A pattern that names no account is about the session's own.
              if (each.request[1] === foreignQueue && !text.includes(other)) continue;
              const decision = (all: readonly string[]) =>
                decide(each.request, each.context, layersOf({ ...around, own: all }), account);
              if (result === "allowed") {
                expect(decision([text]), message(each)).toBe("allow");
                if (lessDenied === undefined) expect(decision([text, ...denies]), message(each)).toBe("allow");
              }
              if (result === "no-effect" || result === "not-granted") {
                expect(decision([text, ...denies]), message(each)).not.toBe("allow");
              }
            }
            const rest = texts.filter((_, i) => i !== at);
            if (result !== "removes-nothing" || rest.length === 0) continue;
            for (const request of requests.filter(([name]) => name === action)) {
              for (const context of contexts) {
                const decision = (all: readonly string[]) =>
                  decide(request, context, layersOf({ ...around, own: all }), account);
                if (decision(rest) === "allow") expect(decision(texts), message([request, context])).toBe("allow");
              }
            }
          }
        }
      },
    ),
    { numRuns: runs },
  );
});

test("what is within a base", { timeout }, () => {
  fc.assert(
    fc.property(
      statements(["+", "+", "-"]),
      layer,
      fc.option(layer, { nil: undefined }),
      fc.boolean(),
      (texts, id, pb, isKnown) => {
        const compared = compare(
          {
            session: [session(...texts)],
            base: [identity(...id)],
            ...(pb && { boundary: boundary(...pb) }),
            ...(isKnown && { principal }),
          },
          engine,
        );
        const denies = texts.filter((text) => text.startsWith("-"));
        for (const { index, verdict } of compared.statements) {
          if (verdict !== "within") continue;
          for (const { request, context } of letThrough(texts[index]!)) {
            if (decide(request, context, layersOf({ id: ["+*@*"], own: [texts[index]!, ...denies] })) !== "allow")
              continue;
            const message = JSON.stringify([texts, index, id, pb, request, context]);
            expect(decide(request, context, layersOf({ id, pb })), message).toBe("allow");
          }
        }
      },
    ),
    { numRuns: runs },
  );
});
