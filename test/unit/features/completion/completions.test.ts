import { beforeAll, describe, expect, it } from "vitest";
import { type CompletionCase, type CompletionTester, completionTester } from "../../../support/completionText.js";
import { testCatalog } from "../../../support/testCatalog.js";
import { linked, withStatement } from "./workspace.js";

let tester: CompletionTester;
beforeAll(async () => {
  tester = completionTester(await testCatalog());
});

const shown = (marked: string, most = 6, options: CompletionCase = linked) =>
  tester.shown(marked, { ...options, most });
const labels = async (marked: string, most = 20, options: CompletionCase = linked) =>
  (await shown(marked, most, options)).map((text) => text.split(" · ")[0]);

describe("elements", () => {
  it("are those of a policy", async () => {
    expect(await shown("{ <|> }")).toMatchInlineSnapshot(`
      [
        "Version · the version of the policy language",
        "Statement · what is allowed and denied",
      ]
    `);
    expect(await labels('{ "Version": "2012-10-17", "<|>" }')).toEqual(["Statement"]);
  });

  it("are those of a statement that are missing", async () => {
    expect(await shown(withStatement('"<|>"'), 10)).toMatchInlineSnapshot(`
      [
        "Effect · Allow or Deny",
        "Action · which actions",
        "NotAction · all actions but",
        "Resource · on which resources",
        "NotResource · on all resources but",
        "Condition · only if",
        "Sid · a name for the statement",
      ]
    `);
    expect(await labels(withStatement('"Effect": "Allow", "NotAction": "iam:*", <|>'))).toEqual([
      "Resource",
      "NotResource",
      "Condition",
      "Sid",
    ]);
    expect(await labels('{ "Statement": { "<|>", "Effect": "Allow" } }')).toContain("Action");
  });

  it.each([
    [
      "role.trust.json",
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": {}, "Action": "sts:AssumeRole", "<|>" }] }',
      ["Condition", "Sid"],
    ],
    [
      "bucket.json",
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" }, { "<|>" }] }',
      ["Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition", "Sid"],
    ],
    [
      "identity.json",
      '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "<|>" }] }',
      ["Resource", "NotResource", "Condition", "Sid"],
    ],
  ])("follow the kind of policy: %s", async (file, text, expected) => {
    expect(await labels(text, 20, { file })).toEqual(expected);
  });

  it("are not proposed in other JSON, in comments, or behind a value", async () => {
    expect(await labels('{ "<|>" }', 9, { file: "package.json" })).toEqual([]);
    expect(await labels('{ "name": "x", "Statement": "<|>" }', 9, { file: "package.json" })).toEqual([]);
    expect(await labels(withStatement('// "<|>"'))).toEqual([]);
    expect(await labels(withStatement("/* <|> */"))).toEqual([]);
    expect(await labels(withStatement('"Effect": "Allow"<|>'))).toEqual([]);
    expect(await labels(withStatement('"Effect"<|>: "Allow"'))).toEqual([]);
  });
});

describe("fixed values", () => {
  it("are the effects and versions, and nothing for a Sid", async () => {
    expect(await shown(withStatement('"Effect": "<|>"'))).toMatchInlineSnapshot(`
      [
        "Allow · as far as the role grants it",
        "Deny · wins over every Allow",
      ]
    `);
    expect(await shown('{ "Version": <|> }')).toMatchInlineSnapshot(`
      [
        "2012-10-17 · the current one",
        "2008-10-17 · the old one, without policy variables",
      ]
    `);
    expect(await shown(withStatement('"Sid": "<|>"'))).toEqual([]);
  });
});

describe("actions", () => {
  it("begin with what the role names, then the services it grants something of", async () => {
    expect(await shown(withStatement('"Action": "<|>"'), 8)).toMatchInlineSnapshot(`
      [
        "s3:GetObject* · as in Reader",
        "s3:ListBucket · as in Reader",
        "dynamodb:GetItem · as in Reader",
        "s3:PutObject · as in Reader",
        "dynamodb: · Amazon DynamoDB · granted in part by Reader",
        "s3: · Amazon S3 · granted in part by Reader",
        "a2c: · AWS App2Container · 4 actions",
        "a4b: · Alexa for Business · 96 actions",
      ]
    `);
  });

  it("put those first that the role grants, and say so", async () => {
    expect(await shown(withStatement('"Action": "s3:<|>"'), 40)).toMatchInlineSnapshot(`
      [
        "s3:GetObject · Read · granted by Reader",
        "s3:GetObjectAcl · Read · granted by Reader",
        "s3:GetObjectAnnotation · Read · granted by Reader",
        "s3:GetObjectAttributes · Read · granted by Reader",
        "s3:GetObjectLegalHold · Read · granted by Reader",
        "s3:GetObjectRetention · Read · granted by Reader",
        "s3:GetObjectTagging · Read · granted by Reader",
        "s3:GetObjectTorrent · Read · granted by Reader",
        "s3:GetObjectVersion · Read · granted by Reader",
        "s3:GetObjectVersionAcl · Read · granted by Reader",
        "s3:GetObjectVersionAnnotation · Read · granted by Reader",
        "s3:GetObjectVersionAnnotationForReplication · Read · granted by Reader",
        "s3:GetObjectVersionAttributes · Read · granted by Reader",
        "s3:GetObjectVersionForReplication · Read · granted by Reader",
        "s3:GetObjectVersionTagging · Read · granted by Reader",
        "s3:GetObjectVersionTorrent · Read · granted by Reader",
        "s3:ListBucket · List · granted by Reader",
        "s3:PutObject · Write · granted on a condition by Reader",
        "s3:* · 180 actions, 18 granted",
        "s3:Get* · 63 actions, 16 granted",
        "s3:List* · 18 actions, 1 granted",
        "s3:Put* · 40 actions, 1 granted",
        "s3:Create* · 10 actions, none granted",
        "s3:Delete* · 23 actions, none granted",
        "s3:Describe* · 2 actions, none granted",
        "s3:Replicate* · 4 actions, none granted",
        "s3:Update* · 8 actions, none granted",
        "s3:AbortMultipartUpload · Write · not granted by Reader",
        "s3:AllowVendedLogDeliveryForResource · Read · not granted by Reader",
        "s3:AssociateAccessGrantsIdentityCenter · Permissions management · not granted by Reader",
        "s3:BypassGovernanceRetention · Permissions management · not granted by Reader",
        "s3:CreateAccessGrant · Permissions management · not granted by Reader",
        "s3:CreateAccessGrantsInstance · Permissions management · not granted by Reader",
        "s3:CreateAccessGrantsLocation · Permissions management · not granted by Reader",
        "s3:CreateAccessPoint · Write · not granted by Reader",
        "s3:CreateAccessPointForObjectLambda · Write · not granted by Reader",
        "s3:CreateBucket · Write · not granted by Reader",
        "s3:CreateBucketMetadataTableConfiguration · Write · not granted by Reader",
        "s3:CreateJob · Write · not granted by Reader",
        "s3:CreateMultiRegionAccessPoint · Write · not granted by Reader",
      ]
    `);
  });

  it("tell those that a boundary holds back from those that the role lacks", async () => {
    const config = linked.files!["session-policy.config.json"] as { roles: { Reader: object } };
    const bounded = {
      ...linked,
      files: {
        ...linked.files,
        "session-policy.config.json": {
          ...config,
          roles: { Reader: { ...config.roles.Reader, permissionsBoundary: "boundary.json" } },
        },
        "boundary.json": {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "s3:Get*", Resource: "*" },
            { Effect: "Deny", Action: "s3:GetObjectAcl", Resource: "*" },
          ],
        },
      },
    };
    const at = async (typed: string) => (await shown(withStatement(`"Action": "s3:${typed}<|>"`), 1, bounded))[0];
    expect(await at("GetObjectTagging")).toBe("s3:GetObjectTagging · Read · granted by Reader");
    expect(await at("GetObjectAcl")).toBe("s3:GetObjectAcl · Read · granted by Reader, but held back by another layer");
    expect(await shown(withStatement('"Action": "s3:ListBucket<|>"'), 3, bounded)).toContain(
      "s3:ListBucket · List · granted by Reader, but held back by another layer",
    );
    expect(await at("GetBucketAcl")).toBe("s3:GetBucketAcl · Read · not granted by Reader");
  });

  it("put those last that the list has already", async () => {
    const all = await shown(withStatement('"Action": ["s3:GetObject*", "s3:Get<|>"]'), 99);
    const covered = all.filter((text) => text.includes(" · already in "));
    const begun = all.filter((text) => text.startsWith("s3:Get"));
    expect(begun.slice(-covered.length)).toEqual(covered);
    expect(covered.slice(0, 4)).toMatchInlineSnapshot(`
      [
        "s3:GetObject · Read · already in "s3:GetObject*"",
        "s3:GetObjectAcl · Read · already in "s3:GetObject*"",
        "s3:GetObjectAnnotation · Read · already in "s3:GetObject*"",
        "s3:GetObjectAttributes · Read · already in "s3:GetObject*"",
      ]
    `);
  });

  it("say how many a wildcard matches", async () => {
    expect(await shown(withStatement('"Action": "s3:Get*<|>"'), 4)).toMatchInlineSnapshot(`
      [
        "s3:Get* · 63 actions, 16 granted",
        "s3:GetObject* · 16 actions, all granted",
        "s3:GetAccess* · 12 actions, none granted",
        "s3:GetBucket* · 16 actions, none granted",
      ]
    `);
    expect(
      await shown('{ "Statement": { "Effect": "Allow", "Action": "s3:Delete*<|>" } }', 2, { file: "a.json" }),
    ).toMatchInlineSnapshot(`
      [
        "s3:Delete* · 23 actions",
        "s3:DeleteAccess* · 8 actions",
      ]
    `);
    expect(await shown(withStatement('"Action": "s3:*Acl<|>"'), 1)).toMatchInlineSnapshot(`
      [
        "s3:*Acl · 6 actions, 2 granted",
      ]
    `);
  });

  it("are found by their names in all services", async () => {
    expect(await shown(withStatement('"Action": "GetIt<|>"'), 4)).toMatchInlineSnapshot(`
      [
        "dynamodb:GetItem · as in Reader",
        "dax:GetItem · Amazon DynamoDB Accelerator (DAX)",
        "dax:BatchGetItem · Amazon DynamoDB Accelerator (DAX)",
        "dynamodb:BatchGetItem · Amazon DynamoDB",
      ]
    `);
  });

  it("ignore the letter case of the service, and know no actions of unknown ones", async () => {
    expect(await labels(withStatement('"Action": "S3:GetBucketAcl<|>"'), 1)).toEqual(["s3:GetBucketAcl"]);
    expect(await labels(withStatement('"Action": "s4:<|>"'))).toEqual([]);
    expect(await labels(withStatement('"Action": "constructor:<|>"'))).toEqual([]);
  });
});

describe("resources", () => {
  it("are those of the role first, then the formats of the actions", async () => {
    expect(await shown(withStatement('"Action": "s3:GetObject", "Resource": "<|>"'), 9)).toMatchInlineSnapshot(`
      [
        "arn:aws:s3:::example-bucket/* · in role.json, statement 1",
        "arn:aws:s3:eu-west-1:111122223333:accesspoint/\${AccessPointName}/object/\${ObjectName} · accesspointobject · GetObject",
        "arn:aws:s3:::\${BucketName}/\${ObjectName} · object · GetObject",
        "arn:aws: · an ARN, field by field",
        "* · every resource",
        "arn:aws:s3:::example-bucket · in role.json, statement 1",
      ]
    `);
    expect(
      await shown(withStatement('"Action": "ec2:TerminateInstances", "Resource": "<|>"'), 9),
    ).toMatchInlineSnapshot(`
      [
        "arn:aws:ec2:eu-west-1:111122223333:instance/\${InstanceId} · instance · TerminateInstances",
        "arn:aws: · an ARN, field by field",
        "* · every resource",
      ]
    `);
  });

  it("go on from what is typed, field by field", async () => {
    const at = (typed: string, most = 4) =>
      shown(withStatement(`"Action": "dynamodb:Query", "Resource": "${typed}<|>"`), most);
    expect(await at("arn:")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders · in role.json, statement 1",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName}/index/\${IndexName} · index · Query",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName} · table · Query",
        "aws: · partition",
      ]
    `);
    expect(await at("arn:aws:")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders · in role.json, statement 1",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName}/index/\${IndexName} · index · Query",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName} · table · Query",
        "dynamodb: · Amazon DynamoDB",
      ]
    `);
    expect(await at("arn:aws:dynamodb:")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders · in role.json, statement 1",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName}/index/\${IndexName} · index · Query",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName} · table · Query",
        "eu-west-1: · seen around this policy",
      ]
    `);
    expect(await at("arn:aws:dynamodb:eu-west-1:")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders · in role.json, statement 1",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName}/index/\${IndexName} · index · Query",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName} · table · Query",
        "111122223333: · seen around this policy",
      ]
    `);
    expect(await at("arn:aws:dynamodb:eu-west-1:111122223333:")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders · in role.json, statement 1",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName}/index/\${IndexName} · index · Query",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/\${TableName} · table · Query",
      ]
    `);
    expect(await at("arn:aws:dynamodb:eu-west-1:111122223333:table/A")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/A/index/\${IndexName} · index · Query",
      ]
    `);
    expect(await at("arn:aws:dynamodb:eu-west-1:111122223333:table/A/in")).toMatchInlineSnapshot(`
      [
        "arn:aws:dynamodb:eu-west-1:111122223333:table/A/index/\${IndexName} · index · Query",
      ]
    `);
  });

  it("are everything for actions that take none", async () => {
    expect(
      await shown(withStatement('"Action": "ec2:DescribeInstances", "Resource": "<|>"'), 1),
    ).toMatchInlineSnapshot(`
      [
        "* · these actions take no resource",
      ]
    `);
  });
});

describe("conditions", () => {
  it("know the operators", async () => {
    expect(await labels(withStatement('"Condition": { "<|>" }'), 5)).toMatchInlineSnapshot(`
      [
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIgnoreCase",
      ]
    `);
    expect(
      await labels(withStatement('"Condition": { "Date<|>": { "aws:CurrentTime": "" } }'), 3),
    ).toMatchInlineSnapshot(`
      [
        "DateEquals",
        "DateNotEquals",
        "DateLessThan",
      ]
    `);
    expect(await labels(withStatement('"Condition": { "<|>": { "aws:SourceIp": "" } }'), 3)).toMatchInlineSnapshot(`
      [
        "IpAddress",
        "NotIpAddress",
        "Null",
      ]
    `);
    expect(await labels(withStatement('"Condition": { "StringEquals": {}, "StringEq<|>" }'), 3)).toMatchInlineSnapshot(`
      [
        "StringEqualsIgnoreCase",
        "StringEqualsIfExists",
        "StringEqualsIgnoreCaseIfExists",
      ]
    `);
  });

  it("know the keys of the actions and the global ones, those that fit first", async () => {
    const keys = (operator: string, most: number) =>
      shown(withStatement(`"Action": "s3:ListBucket", "Condition": { "${operator}": { "<|>" } }`), most);
    expect(await keys("StringLike", 12)).toMatchInlineSnapshot(`
      [
        "s3:AccessGrantsInstanceArn · ARN",
        "s3:authType · String",
        "s3:delimiter · String",
        "s3:prefix · String",
        "s3:ResourceAccount · String",
        "s3:signatureversion · String",
        "s3:x-amz-content-sha256 · String",
        "s3:AccessPointNetworkOrigin · String",
        "s3:AccessPointTag/\${TagKey} · String",
        "s3:DataAccessPointAccount · String",
        "s3:DataAccessPointArn · ARN",
        "s3:BucketTag/\${TagKey} · String",
      ]
    `);
    expect(await keys("Bool", 3)).toMatchInlineSnapshot(`
      [
        "aws:PrincipalIsAWSService · Bool · in every request",
        "aws:ViaAWSService · Bool · in every request",
        "aws:SecureTransport · Bool · in every request",
      ]
    `);
    expect(await keys("NumericLessThan", 3)).toMatchInlineSnapshot(`
      [
        "s3:max-keys · Numeric",
        "s3:signatureAge · Numeric",
        "s3:TlsVersion · Numeric",
      ]
    `);
    expect(await keys("ForAnyValue:StringEquals", 2)).toMatchInlineSnapshot(`
      [
        "s3:AccessGrantsInstanceArn · ARN",
        "s3:authType · String",
      ]
    `);
  });

  it("know values", async () => {
    const values = (operator: string, key: string, typed = "", most = 4) =>
      shown(
        withStatement(`"Action": "s3:PutObject", "Condition": { "${operator}": { "${key}": "${typed}<|>" } }`),
        most,
      );
    expect(await values("StringEquals", "aws:RequestedRegion")).toMatchInlineSnapshot(`
      [
        "eu-west-1 · in role.json, Sid Put",
        "af-south-1 · Region",
        "ap-east-1 · Region",
        "ap-east-2 · Region",
      ]
    `);
    expect(await values("Bool", "aws:SecureTransport")).toMatchInlineSnapshot(`
      [
        "true",
        "false",
      ]
    `);
    expect(await values("Null", "aws:SourceIp")).toMatchInlineSnapshot(`
      [
        "true · the key is missing",
        "false · the key is there",
      ]
    `);
    expect(await values("StringEquals", "aws:ResourceAccount")).toMatchInlineSnapshot(`
      [
        "111122223333 · seen around this policy",
      ]
    `);
    expect(await values("StringEquals", "iam:PassedToService", "lamb")).toMatchInlineSnapshot(`
      [
        "lambda.amazonaws.com",
        "network-connectors.lambda.amazonaws.com",
        "scaler.lambda.amazonaws.com",
        "kinesisreplication.dynamodb.amazonaws.com",
      ]
    `);
    expect(await values("StringEquals", "s3:x-amz-server-side-encryption")).toMatchInlineSnapshot(`
      [
        "AES256",
        "aws:kms",
        "aws:kms:dsse",
      ]
    `);
    expect(await values("StringEquals", "aws:PrincipalTag/team")).toMatchInlineSnapshot(`
      [
        "red · tag of Reader's session",
      ]
    `);
    expect(await values("ArnLike", "aws:PrincipalArn")).toMatchInlineSnapshot(`
      [
        "arn:aws:iam::111122223333:role/Reader · from the config",
      ]
    `);
    expect(await values("IpAddress", "aws:SourceIp")).toMatchInlineSnapshot(`
      [
        "203.0.113.0/24 · a range of addresses",
      ]
    `);
  });
});

describe("variables", () => {
  it("say what they will be in the session", async () => {
    expect(await shown(withStatement('"Resource": "arn:aws:s3:::b/${<|>"'), 4)).toMatchInlineSnapshot(`
      [
        "aws:PrincipalTag/team · red in this session",
        "aws:PrincipalArn · arn:aws:iam::111122223333:role/Reader in this session",
        "aws:PrincipalAccount · 111122223333 in this session",
        "aws:PrincipalType · AssumedRole in this session",
      ]
    `);
    expect(await shown(withStatement('"Resource": "arn:aws:s3:::b/${aws:user<|>"'), 4)).toMatchInlineSnapshot(`
      [
        "aws:userid · String",
        "aws:UserAgent · String",
        "aws:username · has no value in a session",
        "aws:RequestedRegion · String",
      ]
    `);
  });

  it("need the current version", async () => {
    expect(
      await shown('{ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "${<|>" }] }', 1),
    ).toMatchInlineSnapshot(`
      [
        "aws:PrincipalTag/team · needs "Version": "2012-10-17" · red in this session",
      ]
    `);
  });

  it("are none in actions", async () => {
    expect(await labels(withStatement('"Action": "s3:${<|>"'))).toEqual([]);
  });

  it("keep what follows", async () => {
    const text = withStatement('"Resource": "arn:aws:s3:::b/${aws:Pri<|>}/*"');
    expect(await tester.chosen(text, "aws:PrincipalAccount", linked)).toContain(
      '"arn:aws:s3:::b/\\${aws:PrincipalAccount}/*"'.replace("\\", ""),
    );
    const open = withStatement('"Resource": "arn:aws:s3:::b/${<|>/*"');
    expect(await tester.chosen(open, "aws:PrincipalAccount", linked)).toContain('b/${aws:PrincipalAccount}/*"');
    expect(await tester.chosen(open, "aws:PrincipalTag/${TagKey}", linked)).toContain(
      'b/${aws:PrincipalTag/${2:TagKey}}/*"',
    );
  });
});

describe("principals", () => {
  const trust = (inner: string) =>
    `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": ${inner} }] }`;
  const inTrust = (inner: string, most = 4) => shown(trust(inner), most, { file: "trust.json" });

  it("are known by type", async () => {
    expect(await inTrust("{ <|> }")).toMatchInlineSnapshot(`
      [
        "AWS · accounts, roles, users",
        "Service · services of AWS",
        "Federated · identity providers",
      ]
    `);
    expect(await inTrust('{ "Service": "lam<|>" }', 2)).toMatchInlineSnapshot(`
      [
        "lambda.amazonaws.com",
        "network-connectors.lambda.amazonaws.com",
      ]
    `);
    expect(await inTrust('{ "Federated": "<|>" }')).toMatchInlineSnapshot(`
      [
        "arn:aws:iam::\${Account}:oidc-provider/token.actions.githubusercontent.com · GitHub Actions",
        "arn:aws:iam::\${Account}:saml-provider/\${Provider} · a SAML provider",
        "accounts.google.com · web identity",
        "cognito-identity.amazonaws.com · web identity",
      ]
    `);
    expect(await inTrust('{ "AWS": ["arn:aws:iam::444455556666:root", "<|>"] }')).toMatchInlineSnapshot(`
      [
        "arn:aws:iam::\${Account}:role/\${RoleName} · a role",
      ]
    `);
    expect(await inTrust("<|>")).toMatchInlineSnapshot(`
      [
        "{ … } · principals of a type",
        "* · everyone",
      ]
    `);
  });
});

describe("snippets", () => {
  it("make a policy of an empty document", async () => {
    expect(await shown("<|>")).toMatchInlineSnapshot(`
      [
        "Session policy · with one statement",
        "Copy of Reader · what it grants, to be cut down",
        "Everything but … · all that the role grants, less what a Deny takes away",
      ]
    `);
    expect(await tester.chosen("<|>", "Session policy", linked)).toMatchInlineSnapshot(`
      "{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["\${3}"],
            "Resource": "\${4}"
          }
        ]
      }"
    `);
    expect(await tester.chosen("<|>", "Copy of Reader", linked)).toMatchInlineSnapshot(`
      "{
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["s3:GetObject*", "s3:ListBucket", "dynamodb:GetItem"],
            "Resource": [
              "arn:aws:s3:::example-bucket",
              "arn:aws:s3:::example-bucket/*",
              "arn:aws:dynamodb:eu-west-1:111122223333:table/Orders"
            ]
          },
          {
            "Effect": "Allow",
            "Action": "s3:PutObject",
            "Resource": "*",
            "Condition": {
              "StringEquals": {
                "aws:RequestedRegion": "eu-west-1"
              }
            }
          }
        ]
      }"
    `);
    expect(await labels("<|>", 9, { file: "a.json" })).toEqual([]);
  });

  it("make a statement", async () => {
    expect(await shown('{ "Statement": [<|>] }')).toMatchInlineSnapshot(`
      [
        "Allow … · a statement",
        "Deny … · a statement",
        "Allow s3:GetObject*, s3:ListBucket, … · as in role.json, statement 1 (Reader)",
        "Allow s3:PutObject · as in role.json, Sid Put (Reader)",
      ]
    `);
    expect(await tester.chosen('{\n  "Statement": [\n    <|>\n  ]\n}', "Deny …", linked)).toMatchInlineSnapshot(`
      "{
        "Statement": [
          {
        "Effect": "Deny",
        "Action": ["\${3}"],
        "Resource": "\${4}"
      }
        ]
      }"
    `);
    expect(await tester.chosen('{\n  "Statement": <|>\n}', "Allow …", linked)).toMatchInlineSnapshot(`
      "{
        "Statement": [
        {
          "Effect": "Allow",
          "Action": ["\${3}"],
          "Resource": "\${4}"
        }
      ]
      }"
    `);
    expect(
      await tester.chosen('{"Statement":[{"Effect":"Allow"},<|>]}', "Allow s3:PutObject", linked),
    ).toMatchInlineSnapshot(
      `"{"Statement":[{"Effect":"Allow"},{"Effect":"Allow","Action":"s3:PutObject","Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}]}"`,
    );
  });
});
