import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../../server/src/core/catalog/catalog.js";
import { loadCatalog } from "../../../server/src/core/catalog/loadCatalog.js";
import { dataFiles } from "./dataFiles.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await loadCatalog(dataFiles);
  await catalog.loadAll();
});

test.each([
  ["s3:GetObject", "bucket or access point policy"],
  ["S3:ListBucket", "bucket or access point policy"],
  ["s3:ListAllMyBuckets", undefined],
  ["kms:Decrypt", "key policy"],
  ["kms:CreateAlias", "key policy"],
  ["kms:ListKeys", undefined],
  ["sqs:SendMessage", "queue policy"],
  ["sns:Publish", "topic policy"],
  ["lambda:InvokeFunction", "function or layer policy"],
  ["secretsmanager:GetSecretValue", "resource policy"],
  ["dynamodb:GetItem", "resource policy"],
  ["dynamodb:ListTables", undefined],
  ["sts:AssumeRole", "role trust policy"],
  ["sts:GetCallerIdentity", undefined],
  ["iam:GetRole", undefined],
  ["iam:PassRole", undefined],
  ["ec2:DescribeInstances", undefined],
  ["ec2:RunInstances", "resource policy"], // on a placement group
  ["rds:DescribeDBInstances", undefined],
  ["logs:PutLogEvents", "log resource policy"],
  ["nothing:AtAll", "resource policy"], // nothing is known of it
])("%s: %s", (action, policy) => {
  const [service = "", name = ""] = action.split(":");
  const types = catalog.details(service)?.actions.get(name.toLowerCase())?.resourceTypes ?? [];
  expect(
    catalog.resourcePolicies.policyFor(
      service,
      types.map((type) => type.name),
    ),
  ).toBe(policy);
});

test("every action that attaches a policy to a resource belongs to a listed service, or is known not to", () => {
  // Policies that these attach to something are not IAM policies of that resource, or grant to other accounts only.
  const others = new Set(
    (
      "access-analyzer aoss application-autoscaling appstream autoscaling batch clouddirectory cloudformation " +
      "codewhisperer dlm eks elasticloadbalancing elasticmapreduce fms gamelift grafana iam iotsitewise ivs " +
      "mediaconvert network-security-manager opsworks qapps quicksight ram resiliencehub route53 securityhub sso " +
      "storagegateway verifiedpermissions workdocs workmail workspaces"
    ).split(" "),
  );
  const attaches = /^(Put|Set|Create|Attach|Update|Add|Modify|Associate).*(Policy|Permission|PolicyStatement)s?$/;
  const found = catalog.services.filter(
    (service) =>
      !others.has(service) &&
      catalog.actionNames(service).some((name) => attaches.test(name)) &&
      catalog.resourcePolicies.policyFor(service, [...(catalog.details(service)?.resourceTypes.keys() ?? [])]) ===
        undefined,
  );
  expect(found).toEqual([]);
});
