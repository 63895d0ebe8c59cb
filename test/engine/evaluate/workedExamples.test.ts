import { describe, expect, it } from "vitest";
import type { Layers } from "../../../server/src/core/access/layers.js";
import {
  boundary,
  documentOf,
  identity,
  layersOf,
  policyOfVersion,
  rcp,
  resourcePolicy,
  scp,
  session,
  trustPolicy,
} from "../../support/policyNotation.js";
import {
  account,
  answer,
  federatedArn,
  federatedUser,
  otherAccount,
  type RequestOptions,
  roleArn,
  rootArn,
  sessionArn,
} from "../../support/requests.js";

const bucket = "arn:aws:s3:::b";
const r2 = `arn:aws:iam::${account}:role/r2`;
const r2Elsewhere = `arn:aws:iam::${otherAccount}:role/r2`;
const key = `arn:aws:kms:us-east-1:${account}:key/k`;
const lambda = `arn:aws:lambda:us-east-1:${account}:function`;

/** A bucket policy that lets these principals get objects. */
const bucketGrants = (principals: string, condition = "") =>
  ({ [bucket]: resourcePolicy(`+s3:GetObject @ b/*${condition} > ${principals}`) }) as const;

const onlyIdentity = (...statements: readonly string[]) => layersOf({ identity: [identity(...statements)] });
const identityAndSession = (ofRole: string, ...ofSession: readonly string[]) =>
  layersOf({ identity: [identity(ofRole)], session: [session(...ofSession)] });

type Example = readonly [example: string, layers: Layers, request: string, decision: string, options?: RequestOptions];

/** The concrete decisions of docs/semantics.md section 10; pattern verdicts are tested with the sets engine. */
const examples: readonly Example[] = [
  ["1", identityAndSession("+s3:*", "+s3:GetObject@b/*"), "s3:GetObject b/k", "allow identity:0.0 [D3]"],
  ["2", identityAndSession("+s3:*", "+s3:GetObject@b/*"), "s3:PutObject b/k", "deny-implicit session [D3]"],
  ["3", identityAndSession("+s3:GetObject@b/*", "+s3:*"), "s3:PutObject b/k", "deny-implicit identity [D3]"],
  ["4", identityAndSession("+*", "-s3:DeleteObject"), "s3:GetObject b/k", "deny-implicit session [D3]"],
  ["5", onlyIdentity("+s3:*"), "s3:GetObject b/k", "deny-implicit session [D3 Q2]", { principal: federatedUser }],
  [
    "6",
    layersOf({ identity: [identity("+s3:*")], resources: bucketGrants(`AWS:${federatedArn}`) }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3 Q1]",
    { principal: federatedUser },
  ],
  [
    "7",
    layersOf({ session: [session("+s3:GetObject")], resources: bucketGrants(`AWS:${roleArn}`) }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3]",
  ],
  [
    "8",
    layersOf({ session: [session("+ec2:*")], resources: bucketGrants(`AWS:${roleArn}`) }),
    "s3:GetObject b/k",
    "deny-implicit session [D3]",
  ],
  [
    "9",
    layersOf({ session: [session("+ec2:*")], resources: bucketGrants(`AWS:${sessionArn}`) }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3 Q1]",
  ],
  [
    "10",
    layersOf({ session: [session("+ec2:*", "-s3:*")], resources: bucketGrants(`AWS:${sessionArn}`) }),
    "s3:GetObject b/k",
    "deny-explicit session:0.1 [D1]",
  ],
  [
    "11 session ARN",
    layersOf({ boundary: boundary("+ec2:*"), resources: bucketGrants(`AWS:${sessionArn}`) }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3 Q1]",
  ],
  [
    "11 role ARN",
    layersOf({
      identity: [identity("+s3:*")],
      boundary: boundary("+ec2:*"),
      resources: bucketGrants(`AWS:${roleArn}`),
    }),
    "s3:GetObject b/k",
    "deny-implicit boundary [D3]",
  ],
  [
    "12",
    layersOf({
      boundary: boundary("+ec2:*"),
      session: [session("+ec2:*")],
      resources: bucketGrants("*", ` ? ArnEquals aws:PrincipalArn=${roleArn}`),
    }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3 Q19]",
  ],
  ["13", layersOf({ resources: bucketGrants(`AWS:${rootArn}`) }), "s3:GetObject b/k", "deny-implicit identity [D3]"],
  [
    "14",
    layersOf({
      identity: [identity("+s3:*")],
      session: [session("+s3:*")],
      resources: bucketGrants(`AWS:${roleArn}`),
    }),
    "s3:GetObject b/k",
    "allow identity:0.0, resource:0.0 [D5]",
    { resourceAccount: otherAccount },
  ],
  [
    "15",
    layersOf({
      identity: [identity("+s3:*")],
      session: [session("+ec2:*")],
      resources: bucketGrants(`AWS:${sessionArn}`),
    }),
    "s3:GetObject b/k",
    "deny-implicit session [D5]",
    { resourceAccount: otherAccount },
  ],
  [
    "16 account root",
    layersOf({ identity: [identity("+s3:*")], resources: bucketGrants(`AWS:${account}`) }),
    "s3:GetObject b/k",
    "allow identity:0.0, resource:0.0 [D5]",
    { resourceAccount: otherAccount },
  ],
  [
    "16 no resource policy",
    onlyIdentity("+s3:*"),
    "s3:GetObject b/k",
    "deny-implicit resource [D5]",
    { resourceAccount: otherAccount },
  ],
  [
    "17 silent",
    layersOf({
      identity: [identity("+kms:Decrypt")],
      resources: { [key]: resourcePolicy("+kms:Decrypt > AWS:333333333333") },
    }),
    `kms:Decrypt ${key}`,
    "deny-implicit resource [D4]",
  ],
  [
    "17 account root",
    layersOf({
      identity: [identity("+kms:Decrypt")],
      resources: { [key]: resourcePolicy(`+kms:* > AWS:${rootArn}`) },
    }),
    `kms:Decrypt ${key}`,
    "allow identity:0.0, resource:0.0 [D4]",
  ],
  [
    "18 trusts the role",
    layersOf({ session: [session("+s3:*")], resources: { [r2]: trustPolicy(`+sts:AssumeRole > AWS:${roleArn}`) } }),
    `sts:AssumeRole ${r2}`,
    "deny-implicit session [D4]",
  ],
  [
    "18 trusts the session",
    layersOf({ session: [session("+s3:*")], resources: { [r2]: trustPolicy(`+sts:AssumeRole > AWS:${sessionArn}`) } }),
    `sts:AssumeRole ${r2}`,
    "allow resource:0.0 [D4 Q1]",
  ],
  [
    "19",
    onlyIdentity("+s3:*"),
    "s3:GetObject b/k",
    "allow identity:0.0 [D3]",
    { principal: { kind: "role-session", roleArn: r2, sessionName: "chained" } },
  ],
  ["20", layersOf({ session: [session("-*")] }), "sts:GetCallerIdentity", "allow [M5]"],
  ["21", onlyIdentity("+S3:getobject@b/*"), "s3:GetObject b/k", "allow identity:0.0 [D3]"],
  ["22", onlyIdentity("+s3:GetObject@B/*"), "s3:GetObject b/k", "deny-implicit identity [D3]"],
  ["24 object", onlyIdentity("+s3:GetObject@b"), "s3:GetObject b/k", "deny-implicit identity [D3]"],
  ["24 bucket", onlyIdentity("+s3:ListBucket@b/*"), "s3:ListBucket b", "deny-implicit identity [D3]"],
  ["25", onlyIdentity("+s3:GetObject@b*"), "s3:GetObject bx/k", "allow identity:0.0 [D3]"],
  [
    "26 unqualified",
    onlyIdentity(`+lambda:*@${lambda}:f`),
    `lambda:InvokeFunction ${lambda}:f:42`,
    "deny-implicit identity [D3]",
  ],
  [
    "26 qualified",
    onlyIdentity(`+lambda:*@${lambda}:f:*`),
    `lambda:InvokeFunction ${lambda}:f:42`,
    "allow identity:0.0 [D3]",
  ],
  [
    "26 qualified, function",
    onlyIdentity(`+lambda:*@${lambda}:f:*`),
    `lambda:InvokeFunction ${lambda}:f`,
    "deny-implicit identity [D3]",
  ],
  ["28 other service", onlyIdentity("+!iam:*"), "ec2:DescribeInstances", "allow identity:0.0 [D3]"],
  ["28 iam", onlyIdentity("+!iam:*"), "iam:ListUsers", "deny-implicit identity [D3]"],
  ["29", onlyIdentity("+!s3:DeleteBucket@arn:aws:s3:::*"), "ec2:DescribeInstances", "deny-implicit identity [D3]"],
  ["30", onlyIdentity("+*", "-!s3:*"), "ec2:DescribeInstances", "deny-explicit identity:0.1 [D1]"],
  ["31 inside", onlyIdentity("+s3:*", "-s3:*@!b/Payroll/*"), "s3:GetObject b/Payroll/x", "allow identity:0.0 [D3]"],
  ["31 bucket", onlyIdentity("+s3:*", "-s3:*@!b/Payroll/*"), "s3:ListBucket b", "deny-explicit identity:0.1 [D1]"],
  [
    "31 no resource",
    onlyIdentity("+s3:*", "-s3:*@!b/Payroll/*"),
    "s3:ListAllMyBuckets",
    "deny-explicit identity:0.1 [D1]",
  ],
  [
    "32",
    onlyIdentity("+s3:* ? StringEquals aws:PrincipalTag/team=red"),
    "s3:GetObject b/k",
    "deny-implicit identity [D3]",
  ],
  [
    "33",
    onlyIdentity("+s3:* ? StringNotEquals aws:PrincipalTag/team=red"),
    "s3:GetObject b/k",
    "allow identity:0.0 [D3]",
  ],
  [
    "34",
    onlyIdentity("+s3:*", "-s3:* ? StringNotEquals aws:SourceVpce=vpce-1"),
    "s3:GetObject b/k",
    "deny-explicit identity:0.1 [D1]",
  ],
  [
    "35",
    onlyIdentity("+s3:*", "-s3:* ? StringEqualsIfExists aws:SourceVpce=vpce-1"),
    "s3:GetObject b/k",
    "deny-explicit identity:0.1 [D1]",
  ],
  ...(
    [
      ["36 none", "ForAllValues:StringEquals aws:TagKeys=a", undefined, "allow identity:0.0 [D3]"],
      [
        "36 with Null",
        "ForAllValues:StringEquals aws:TagKeys=a & Null aws:TagKeys=false",
        undefined,
        "deny-implicit identity [D3]",
      ],
      ["36 [a,z]", "ForAllValues:StringEquals aws:TagKeys=a", ["a", "z"], "deny-implicit identity [D3]"],
      ["60 [a]", "ForAnyValue:StringNotEquals aws:TagKeys=a", ["a"], "deny-implicit identity [D3]"],
      ["60 [a,z]", "ForAnyValue:StringNotEquals aws:TagKeys=a", ["a", "z"], "allow identity:0.0 [D3]"],
      ["60 absent", "ForAnyValue:StringNotEquals aws:TagKeys=a", undefined, "deny-implicit identity [D3]"],
    ] as const
  ).map(
    ([example, condition, keys, decision]): Example => [
      example,
      onlyIdentity(`+ec2:DeleteTags ? ${condition}`),
      `ec2:DeleteTags arn:aws:ec2:us-east-1:${account}:instance/i`,
      decision,
      { context: keys === undefined ? {} : { "aws:TagKeys": keys } },
    ],
  ),
  [
    "37",
    onlyIdentity("+ec2:*", "-ec2:* ? ForAnyValue:StringEquals aws:TagKeys=a"),
    "ec2:DescribeInstances",
    "allow identity:0.0 [D3]",
  ],
  ["45", onlyIdentity("+s3:*@b/${aws:username}/*"), "s3:GetObject b/alice/k", "deny-implicit identity [D3]"],
  [
    "46 red",
    onlyIdentity("+s3:*@b/${aws:PrincipalTag/team}/*"),
    "s3:GetObject b/red/k",
    "allow identity:0.0 [D3]",
    { context: { "aws:principaltag/TEAM": "red" } },
  ],
  [
    "46 unset",
    onlyIdentity("+s3:*@b/${aws:PrincipalTag/team}/*"),
    "s3:GetObject b/red/k",
    "deny-implicit identity [D3]",
  ],
  [
    "46 unknown",
    onlyIdentity("+s3:*@b/${aws:PrincipalTag/team}/*"),
    "s3:GetObject b/red/k",
    "depends on aws:PrincipalTag/team",
    { contextIsComplete: false },
  ],
  ["47", onlyIdentity("+s3:*@b-${aws:PrincipalTag/team, 'all'}/*"), "s3:GetObject b-all/x", "allow identity:0.0 [D3]"],
  [
    "48",
    layersOf({
      identity: [documentOf("identity", policyOfVersion("2008-10-17", "+s3:*@b/${aws:PrincipalTag/team}/*"))],
    }),
    "s3:GetObject b/red/k",
    "deny-implicit identity [D3]",
    { context: { "aws:PrincipalTag/team": "red" } },
  ],
  ["49 star", onlyIdentity("+s3:*@b/a${*}c"), "s3:GetObject b/a*c", "allow identity:0.0 [D3]"],
  ["49 other", onlyIdentity("+s3:*@b/a${*}c"), "s3:GetObject b/abc", "deny-implicit identity [D3]"],
  [
    "50",
    layersOf({ identity: [identity("+*")], session: [session("+*")], boundary: boundary("+s3:*") }),
    "ec2:DescribeInstances",
    "deny-implicit boundary [D3]",
  ],
  [
    "51 member",
    layersOf({ identity: [identity("+*")], scps: [[scp("+*")], [scp("+s3:*")], [scp("+*")]] }),
    "ec2:DescribeInstances",
    "deny-implicit scp.1 [D2]",
  ],
  [
    "51 management account",
    layersOf({ identity: [identity("+*")], scps: [[scp("+*")], [scp("+s3:*")], [scp("+*")]] }),
    "ec2:DescribeInstances",
    "allow identity:0.0 [D3]",
    { principal: { kind: "role-session", roleArn, sessionName: "s", managementAccount: true } },
  ],
  [
    "52",
    layersOf({ scps: [[scp("+ec2:*")]], resources: bucketGrants(`AWS:${sessionArn}`) }),
    "s3:GetObject b/k",
    "deny-implicit scp.0 [D2]",
  ],
  [
    "53",
    layersOf({
      identity: [identity("+s3:*")],
      rcps: [[rcp("-s3:* ? StringNotEqualsIfExists aws:PrincipalOrgID=o-x > *")]],
      resources: bucketGrants(`AWS:${roleArn}`),
    }),
    "s3:GetObject b/k",
    "deny-explicit rcp.0:0.0 [D1]",
    { context: { "aws:PrincipalOrgID": "o-y" }, resourceAccount: otherAccount },
  ],
  ["54", onlyIdentity("+s3:ListAllMyBuckets@arn:aws:s3:::*"), "s3:ListAllMyBuckets", "unknown [Q5]"],
  [
    "56 narrow session",
    layersOf({
      identity: [identity("+s3:GetObject@a/*")],
      session: [session("+s3:GetObject@a/*")],
      resources: bucketGrants(`AWS:${roleArn}`),
    }),
    "s3:GetObject b/k",
    "deny-implicit session [D3]",
  ],
  [
    "56 wide session",
    layersOf({
      identity: [identity("+s3:GetObject@a/*")],
      session: [session("+s3:GetObject")],
      resources: bucketGrants(`AWS:${roleArn}`),
    }),
    "s3:GetObject b/k",
    "allow resource:0.0 [D3]",
  ],
  ...(
    [
      ["57 braces", "b/a${zz}c", "allow identity:0.0 [D3]"],
      ["57 star", "b/a*c", "deny-implicit identity [D3]"],
    ] as const
  ).map(
    ([example, resource, decision]): Example => [
      example,
      layersOf({ identity: [documentOf("identity", policyOfVersion("2008-10-17", "+s3:*@b/a${*}c"))] }),
      `s3:GetObject ${resource}`,
      decision,
    ],
  ),
  [
    "58",
    onlyIdentity("+s3:*", "-s3:ListBucket ? StringNotLike s3:prefix=t1/*"),
    "s3:ListBucket b",
    "deny-explicit identity:0.1 [D1]",
  ],
  [
    "61",
    onlyIdentity("+s3:*", "-s3:* ? NumericGreaterThan aws:MultiFactorAuthAge=3600"),
    "s3:GetObject b/k",
    "allow identity:0.0 [D3]",
  ],
  [
    "62",
    onlyIdentity("+s3:*", "-s3:* ? StringNotEquals aws:PrincipalTag/t=${aws:ResourceTag/t}"),
    "s3:GetObject b/k",
    "deny-explicit identity:0.1 [D1]",
  ],
  [
    "63 union in a level",
    layersOf({ identity: [identity("+*")], scps: [[scp("+*")], [scp("+s3:*"), scp("+ec2:*")], [scp("+*")]] }),
    "ec2:DescribeInstances",
    "allow identity:0.0 [D3]",
  ],
  [
    "63 lacking",
    layersOf({ identity: [identity("+*")], scps: [[scp("+*")], [scp("+s3:*")], [scp("+*")]] }),
    "ec2:DescribeInstances",
    "deny-implicit scp.1 [D2]",
  ],
  ...(
    [
      ["64 session lacks it", identity("+*"), session("+s3:GetObject"), "deny-implicit session [D5]"],
      ["64 role lacks it", identity(), session("+*"), "deny-implicit identity [D5]"],
    ] as const
  ).map(
    ([example, ofRole, ofSession, decision]): Example => [
      example,
      layersOf({
        identity: [ofRole],
        session: [ofSession],
        resources: { [r2Elsewhere]: trustPolicy(`+sts:AssumeRole > AWS:${roleArn}`) },
      }),
      `sts:AssumeRole ${r2Elsewhere}`,
      decision,
      { resourceAccount: undefined },
    ],
  ),
];

describe("worked examples of docs/semantics.md, section 10", () => {
  for (const [example, layers, request, decision, options] of examples) {
    it(example, () => {
      expect(answer(layers, request, options)).toBe(decision);
    });
  }
});
