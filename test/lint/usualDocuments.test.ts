import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import type { JsonValue } from "../../server/src/core/syntax/json.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

/*
 * Trust policies, resource policies, SCPs, RCPs and boundaries as they are usually written, by the patterns of AWS's
 * guides: nothing is wrong with them, so nothing may be said of them.
 */

type Statement = { readonly [element: string]: JsonValue };

const allow = (rest: Statement): Statement => ({ Effect: "Allow", ...rest });
const deny = (rest: Statement): Statement => ({ Effect: "Deny", ...rest });
const account = "111122223333";
const provider = (name: string) => `arn:aws:iam::${account}:oidc-provider/${name}`;
const here = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${account}:${resource}`;
const github = "token.actions.githubusercontent.com";
const eks = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE";
const organization = "o-a1b2c3d4e5";

const usual: readonly (readonly [kind: PolicyKind, name: string, ...statements: readonly Statement[]])[] = [
  ["trust", "a service", allow({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" })],
  [
    "trust",
    "another account",
    allow({
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": "abc" }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
    }),
  ],
  [
    "trust",
    "a branch on GitHub",
    allow({
      Principal: { Federated: provider(github) },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${github}:aud`]: "sts.amazonaws.com", [`${github}:sub`]: "repo:o/r:ref:refs/heads/main" },
      },
    }),
  ],
  [
    "trust",
    "an environment on GitHub",
    allow({
      Principal: { Federated: provider(github) },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
        StringLike: { [`${github}:sub`]: "repo:o/r:environment:prod" },
      },
    }),
  ],
  [
    "trust",
    "a service account of Kubernetes",
    allow({
      Principal: { Federated: provider(eks) },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { [`${eks}:sub`]: "system:serviceaccount:ns:sa", [`${eks}:aud`]: "sts.amazonaws.com" },
      },
    }),
  ],
  [
    "trust",
    "pods",
    allow({ Principal: { Service: "pods.eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] }),
  ],
  [
    "trust",
    "SAML",
    allow({
      Principal: { Federated: `arn:aws:iam::${account}:saml-provider/corp` },
      Action: ["sts:AssumeRoleWithSAML", "sts:TagSession"],
      Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
    }),
  ],
  [
    "trust",
    "Cognito",
    allow({
      Principal: { Federated: "cognito-identity.amazonaws.com" },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: {
        StringEquals: { "cognito-identity.amazonaws.com:aud": "us-east-1:12345678-dead-beef-cafe-123456790ab" },
        "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
      },
    }),
  ],
  [
    "trust",
    "Roles Anywhere",
    allow({
      Principal: { Service: "rolesanywhere.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Condition: {
        ArnEquals: { "aws:SourceArn": here("rolesanywhere", "trust-anchor/x") },
        StringEquals: { "aws:PrincipalTag/x509Subject/CN": "a" },
      },
    }),
  ],
  [
    "trust",
    "everybody of an organization",
    allow({
      Principal: { AWS: "*" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": organization },
        ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deployer" },
      },
    }),
  ],
  [
    "trust",
    "tags and a source identity",
    allow({
      Principal: { AWS: `arn:aws:iam::${account}:role/broker` },
      Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
      Condition: {
        StringLike: { "aws:RequestTag/team": "*", "sts:SourceIdentity": "${aws:username}" },
        "ForAllValues:StringEquals": { "sts:TransitiveTagKeys": ["team"], "aws:TagKeys": ["team"] },
      },
    }),
  ],
  [
    "resource",
    "a bucket behind CloudFront",
    allow({
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: { StringEquals: { "AWS:SourceArn": `arn:aws:cloudfront::${account}:distribution/E1` } },
    }),
  ],
  [
    "resource",
    "a bucket for CloudTrail",
    allow({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::b/AWSLogs/${account}/*`,
      Condition: {
        StringEquals: {
          "s3:x-amz-acl": "bucket-owner-full-control",
          "aws:SourceArn": here("cloudtrail", "trail/t"),
        },
      },
    }),
  ],
  [
    "resource",
    "a key",
    allow({
      Sid: "Enable IAM User Permissions",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    }),
    allow({
      Principal: { AWS: `arn:aws:iam::${account}:role/r` },
      Action: ["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"],
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    }),
  ],
  [
    "resource",
    "a queue for a topic",
    allow({
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: here("sqs", "q"),
      Condition: { ArnEquals: { "aws:SourceArn": here("sns", "t") } },
    }),
  ],
  [
    "resource",
    "a registry, which takes no Resource",
    allow({
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    }),
  ],
  ["resource", "a site", allow({ Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::site/*" })],
  ["scp", "nobody leaves", deny({ Action: "organizations:LeaveOrganization", Resource: "*" })],
  [
    "scp",
    "some Regions only",
    deny({
      NotAction: ["iam:*", "organizations:*", "route53:*", "cloudfront:*", "sts:*", "support:*"],
      Resource: "*",
      Condition: {
        StringNotEquals: { "aws:RequestedRegion": ["eu-central-1"] },
        ArnNotLike: { "aws:PrincipalARN": "arn:aws:iam::*:role/Admin" },
      },
    }),
  ],
  [
    "scp",
    "the second version of the metadata service",
    deny({
      Action: "ec2:RunInstances",
      Resource: "arn:aws:ec2:*:*:instance/*",
      Condition: { StringNotEquals: { "ec2:MetadataHttpTokens": "required" } },
    }),
    deny({ Action: "*", Resource: "*", Condition: { NumericLessThan: { "ec2:RoleDelivery": "2.0" } } }),
  ],
  [
    "rcp",
    "services for the organization only",
    deny({
      Principal: "*",
      Action: ["s3:*", "sqs:*", "kms:*", "secretsmanager:*", "sts:*"],
      Resource: "*",
      Condition: {
        StringNotEqualsIfExists: { "aws:SourceOrgID": organization },
        Null: { "aws:SourceAccount": "false" },
        Bool: { "aws:PrincipalIsAWSService": "true" },
      },
    }),
  ],
  [
    "rcp",
    "people of the organization only, over TLS",
    deny({
      Principal: "*",
      Action: ["s3:*", "sqs:*"],
      Resource: "*",
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": organization },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    }),
    deny({
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
    }),
  ],
  [
    "boundary",
    "some services, and only with the boundary",
    allow({ Action: ["s3:*", "dynamodb:*", "logs:*"], Resource: "*" }),
    deny({
      Action: ["iam:CreateRole", "iam:PutRolePermissionsBoundary"],
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": `arn:aws:iam::${account}:policy/pb` } },
    }),
  ],
  [
    "identity",
    "one's own user, and the rest with a second factor",
    allow({ Action: ["iam:ChangePassword", "iam:GetUser"], Resource: "arn:aws:iam::*:user/${aws:username}" }),
    deny({
      NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "sts:GetSessionToken"],
      Resource: "*",
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    }),
  ],
];

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
  await catalog.loadAll();
});

test.each(usual.map((each) => [`${each[0]}: ${each[1]}`, each] as const))("%s", (_title, [kind, , ...Statement]) => {
  const text = JSON.stringify({ Version: "2012-10-17", Statement }, undefined, 1);
  const { findings } = analyzeExample(text, {}, kind, catalog);
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
