import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { type FieldAt, fieldFixes } from "../arnRepair.js";
import { didYouMean } from "../didYouMean.js";
import { isOpen, type ResourceText } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Wrong {
  readonly partition: string;
  readonly meant: string | undefined;
  readonly at: FieldAt;
  /** The Region that is not in this partition. */
  readonly region?: string;
}

export default defineRule<Wrong>({
  id: "unknown-partition",
  topic: "resources",
  severity: "error",
  awsIssueCode: "INVALID_PARTITION",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { resource: isOfWrongPartition },
  since: "0.1.0",
  summary: "The partition of an ARN does not exist, or is not the Region's.",
  why: "The second field of an ARN is a partition: `aws`, `aws-cn` for Regions in China, `aws-us-gov` for GovCloud, and some more. An ARN in the wrong one names nothing, and IAM rejects partitions of other clouds (R3).",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aw:s3:::example-bucket/*" } }
                                                                               ^^`,
      },
      {
        title: "The Region is in another partition",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:cn-north-1:111122223333:orders" } }
                                                                                  ^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "s3:*", "NotResource": ["arn::s3:::example-bucket"] } }
                                                                          |`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws-cn:s3:::example-bucket/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:*:s3:::example-bucket/*" } }`,
      },
    ],
  },
  *check({ statements, catalog, spanIn }) {
    const { arnFields } = catalog;
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { arn } = resource;
        if (arn === undefined || !isOfWrongPartition(resource, catalog)) continue;
        const { text: partition, start, end } = arn.partition;
        const right = arnFields.partitionOf(arn.region.text);
        const { path } = resource;
        const at: FieldAt = { path, text: resource.text, field: arn.partition };
        const span = spanIn(path, start, end);
        if (!arnFields.partitions.has(partition)) {
          const meant = nearestName(partition, arnFields.partitions.keys());
          if (arn.count > 2) yield { path, span, data: { partition, meant, at } };
          continue;
        }
        yield { path, span, data: { partition, meant: right, region: arn.region.text, at } };
      }
    }
  },
  message: ({ partition, meant, region }, { catalog }) =>
    region === undefined
      ? `There is no partition ${quoted(partition)}. The ARN names nothing. ${didYouMean(meant, `Use ${[...catalog.arnFields.partitions.keys()].slice(0, 2).map(quoted).join(" or ")}, for example.`)}`
      : `The Region ${quoted(region)} is not in the partition ${quoted(partition)}. The ARN names nothing. ${didYouMean(meant, "")}`,
  fixes: ({ at, meant }) => fieldFixes(at, meant === undefined ? [] : [meant]),
});

function isOfWrongPartition({ arn }: ResourceText, { arnFields }: Catalog): boolean {
  if (arn === undefined || isOpen(arn.partition.text)) return false;
  const right = arnFields.partitionOf(arn.region.text);
  return !arnFields.partitions.has(arn.partition.text) || (right !== undefined && right !== arn.partition.text);
}
