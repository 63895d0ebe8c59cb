import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { RuleExample } from "../../server/src/core/lint/rule.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

/*
 * Session policies as they are usually written, by the patterns of AWS's guides: nothing is wrong with them, so nothing
 * may be said of them.
 */

type Session = Omit<RuleExample, "policy">;

const allow = (Action: JsonValue, Resource: JsonValue, Condition?: JsonValue): JsonValue => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});
const deny = (Action: JsonValue, Resource: JsonValue, Condition?: JsonValue): JsonValue => ({
  ...(allow(Action, Resource, Condition) as { readonly [name: string]: JsonValue }),
  Effect: "Deny",
});
const here = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;

const usual: { readonly [name: string]: readonly [statements: readonly JsonValue[], session?: Session] } = {
  "a home folder of Transfer Family": [
    [
      allow(["s3:ListBucket"], ["arn:aws:s3:::${transfer:HomeBucket}"], {
        StringLike: { "s3:prefix": ["${transfer:HomeFolder}/*", "${transfer:HomeFolder}"] },
      }),
      allow(
        ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:GetObjectACL"],
        "arn:aws:s3:::${transfer:HomeDirectory}*",
      ),
    ],
    { operation: "Transfer" },
  ],
  "a tenant's items in a table": [
    [
      allow(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"], here("dynamodb", "table/Products"), {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:PrincipalTag/TenantID}"] },
      }),
    ],
    { tags: { TenantID: "t1" } },
  ],
  "some attributes of a table's items": [
    [
      allow("dynamodb:Query", here("dynamodb", "table/T"), {
        "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name"] },
        StringEqualsIfExists: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
      }),
    ],
  ],
  "a tenant's prefix in a bucket": [
    [
      allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::bucket/tenant-1/*"),
      allow("s3:ListBucket", "arn:aws:s3:::bucket", { StringLike: { "s3:prefix": ["tenant-1/", "tenant-1/*"] } }),
    ],
  ],
  "encrypted objects": [
    [
      allow(["s3:GetObject"], "arn:aws:s3:::bucket/*"),
      allow(["kms:Decrypt"], here("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"), {
        StringEquals: {
          "kms:ViaService": "s3.us-east-1.amazonaws.com",
          "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::bucket",
        },
      }),
    ],
  ],
  "everything but": [
    [
      allow("*", "*"),
      deny(["iam:*", "organizations:*", "sts:AssumeRole"], "*"),
      deny("*", "*", { StringNotEquals: { "aws:RequestedRegion": ["us-east-1"] } }),
      deny("*", "*", { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }),
      deny("*", "*", {
        NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] },
        Bool: { "aws:ViaAWSService": "false" },
      }),
    ],
  ],
  "until a date, through an endpoint": [
    [
      allow("s3:*", ["arn:aws:s3:::b", "arn:aws:s3:::b/*"], {
        DateLessThan: { "aws:CurrentTime": "2026-12-31T00:00:00Z" },
        StringEquals: { "aws:SourceVpce": "vpce-0abc1234def567890" },
      }),
    ],
  ],
  "instances of one's own team": [
    [
      allow(["ec2:StartInstances", "ec2:StopInstances"], "arn:aws:ec2:*:111122223333:instance/*", {
        StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" },
      }),
      allow("ec2:DescribeInstances", "*"),
    ],
    { tags: { team: "red" } },
  ],
  "starting an instance with a role": [
    [
      allow("ec2:RunInstances", [
        "arn:aws:ec2:*::image/ami-*",
        "arn:aws:ec2:*:*:instance/*",
        "arn:aws:ec2:*:*:subnet/*",
      ]),
      allow("ec2:CreateTags", "arn:aws:ec2:*:*:instance/*", { StringEquals: { "ec2:CreateAction": "RunInstances" } }),
      allow("iam:PassRole", "arn:aws:iam::111122223333:role/app", {
        StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },
      }),
    ],
  ],
  "a chain of roles with tags": [
    [
      allow(["sts:AssumeRole", "sts:TagSession"], "arn:aws:iam::*:role/reader", {
        StringEquals: { "sts:ExternalId": "x", "aws:RequestTag/team": "red" },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
      }),
    ],
  ],
  "messages, functions, secrets": [
    [
      allow(["sqs:SendMessage", "sqs:GetQueueUrl"], here("sqs", "orders")),
      allow("lambda:InvokeFunction", [here("lambda", "function:f"), here("lambda", "function:f:*")]),
      allow("secretsmanager:GetSecretValue", here("secretsmanager", "secret:app-??????")),
      allow(["ssm:GetParameter", "ssm:GetParametersByPath"], here("ssm", "parameter/app/*")),
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], here("logs", "log-group:/app/*:*")),
    ],
  ],
  "images of a registry": [
    [
      allow("ecr:GetAuthorizationToken", "*"),
      allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], here("ecr", "repository/app")),
    ],
  ],
};

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
  await catalog.loadAll();
});

test.each(Object.keys(usual))("%s", (name) => {
  const [Statement, session] = usual[name]!;
  const text = JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 1);
  const { findings } = analyzeExample(text, session ?? { operation: "AssumeRole" }, "session", catalog);
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
