import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { everyKind } from "../../server/src/core/lint/rule.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

/*
 * Every kind of document as people write it, and with the mistakes that they make in it: what is found in the second must
 * be what is wrong there, and nothing in the first.
 */

const allow = (rest: string) => `{ "Effect": "Allow", ${rest} }`;
const deny = (rest: string) => `{ "Effect": "Deny", ${rest} }`;

interface Documents {
  readonly sound: readonly string[];
  /** A statement with the rules that speak of it. */
  readonly faulty: readonly (readonly [statement: string, ...rules: string[]])[];
}

const documents: { readonly [kind in PolicyKind]: Documents } = {
  session: {
    sound: [
      allow(`"Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/reports/*"`),
      deny(`"Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/reports/secret/*"`),
    ],
    faulty: [
      [
        allow(`"Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/t1*"`),
        "principal-not-supported",
        "prefix-without-slash",
      ],
      [
        allow(`"Action": "dynamodb:Query", "Resource": "*", "Condition": { "StringEquals": { "aws:username": "x" } }`),
        "key-never-in-session",
      ],
      [deny(`"Action": "sts:GetCallerIdentity", "Resource": "*"`), "action-outside-policies"],
    ],
  },
  identity: {
    sound: [
      allow(`"Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::example-bucket/*"`),
      allow(`"Action": "ec2:DescribeInstances", "Resource": "*"`),
      allow(`"Action": "s3:ListBucket", "Resource": "arn:aws:s3:::example-bucket",
        "Condition": { "StringLike": { "s3:prefix": "\${aws:username}/*" } }`),
    ],
    faulty: [
      [allow(`"Principal": "*", "Action": "s3:GetObject", "Resource": "*"`), "principal-not-supported"],
      [allow(`"Action": "s3:GetObjects", "Resource": "arn:aws:s3::111122223333:b/*"`), "unknown-action", "arn-account"],
      [allow(`"Action": "iam:PassRole", "Resource": "*"`), "broad-pass-role"],
    ],
  },
  trust: {
    sound: [
      allow(`"Principal": { "AWS": "111122223333" }, "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": { "StringEquals": { "sts:ExternalId": "x" } }`),
      allow(`"Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole"`),
    ],
    faulty: [
      [
        allow(
          `"Principal": { "AWS": "arn:aws:iam::111122223333:role/*" }, "Action": "sts:AssumeRole", "Resource": "*"`,
        ),
        "wildcard-in-principal",
        "resource-not-supported",
      ],
      [allow(`"Action": "sts:AssumeRole"`), "missing-principal"],
      [
        allow(`"NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject"`),
        "not-principal",
        "foreign-resource-policy-entry",
      ],
    ],
  },
  resource: {
    sound: [
      allow(`"Principal": { "AWS": "arn:aws:iam::111122223333:role/R" }, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::example-bucket/*"`),
      deny(`"Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::example-bucket", "arn:aws:s3:::example-bucket/*"],
        "Condition": { "Bool": { "aws:SecureTransport": "false" } }`),
    ],
    faulty: [
      [allow(`"NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*"`), "not-principal"],
      [
        allow(`"Principal": { "Service": "logging.s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*"`),
        "service-principal-source",
        "foreign-resource-policy-entry",
      ],
      [allow(`"Principal": "111122223333", "Action": "s3:GetObject", "Resource": "*"`), "principal-format"],
    ],
  },
  boundary: {
    sound: [allow(`"Action": "*", "Resource": "*"`), deny(`"Action": "iam:*", "Resource": "*"`)],
    faulty: [
      [deny(`"Action": "iam:*", "Resource": "*"`), "only-deny-statements"],
      [deny(`"Action": "s3:Gett*", "Resource": "*"`), "action-matches-nothing"],
    ],
  },
  scp: {
    sound: [
      allow(`"Action": "*", "Resource": "*"`),
      deny(`"Action": "*", "Resource": "*", "Condition": {
        "StringNotEquals": { "aws:RequestedRegion": ["us-east-1", "eu-central-1"] },
        "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Admin" } }`),
    ],
    faulty: [
      [deny(`"Principal": "*", "Action": "s3:*", "Resource": "*"`), "principal-not-supported"],
      [
        allow(
          `"Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-cental-1" } }`,
        ),
        "unknown-region",
      ],
    ],
  },
  rcp: {
    sound: [
      deny(`"Principal": "*", "Action": ["s3:*", "sts:AssumeRole"], "Resource": "*", "Condition": {
        "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
        "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } }`),
    ],
    faulty: [
      [allow(`"Principal": "*", "Action": "s3:*", "Resource": "*"`), "rcp-syntax"],
      [deny(`"Principal": "*", "Action": "*", "Resource": "*"`), "rcp-syntax"],
      [
        deny(`"Principal": "*", "Action": "s3:*", "Resource": "*",
          "Condition": { "StringNotEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }`),
        "rcp-condition-keys",
      ],
    ],
  },
};

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3", "ec2", "dynamodb", "iam", "sts", "sqs"]);
});

describe.each(everyKind)("as %s", (kind) => {
  const { sound, faulty } = documents[kind];

  test("a sound document has no findings", () => {
    expect(rulesOn(sound, kind)).toEqual([]);
  });

  test("a faulty one has those that are due, and no others", () => {
    expect(
      rulesOn(
        faulty.map(([statement]) => statement),
        kind,
      ),
    ).toEqual(faulty.flatMap(([, ...rules]) => rules));
  });
});

/** The rules that speak, in the order of the places that they speak of. */
function rulesOn(statements: readonly string[], kind: PolicyKind): readonly string[] {
  const text = `{ "Version": "2012-10-17", "Statement": [\n${statements.join(",\n")}\n] }`;
  return analyzeExample(text, kind === "session" ? { operation: "AssumeRole" } : {}, kind, catalog).findings.map(
    ({ rule }) => rule,
  );
}
