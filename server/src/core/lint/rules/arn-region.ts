import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import { type FieldAt, fieldFixes, likelyRegions } from "../arnRepair.js";
import { didYouMean } from "../didYouMean.js";
import { isOpen, type ResourceText } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { wrongRegion } from "../regionNames.js";
import { defineRule, everyKind } from "../rule.js";

interface WrongRegion {
  readonly why: "unknown" | "missing" | "not-allowed";
  readonly region: string;
  readonly at: FieldAt;
  /** A format that shows how it should be. */
  readonly format?: string;
  readonly meant?: string | undefined;
}

const codes = {
  unknown: "INVALID_ARN_REGION",
  missing: "MISSING_ARN_REGION",
  "not-allowed": "ARN_REGION_NOT_ALLOWED",
} as const;

export default defineRule<WrongRegion>({
  id: "arn-region",
  topic: "resources",
  severity: "error",
  awsIssueCode: ["INVALID_ARN_REGION", "MISSING_ARN_REGION", "ARN_REGION_NOT_ALLOWED"],
  elsewhere: [{ linter: "parliament", check: "INVALID_ARN" }],
  appliesTo: everyKind,
  concerns: { resource: (resource, catalog) => faultOf(resource, catalog) !== undefined },
  since: "0.1.0",
  summary: "The Region of an ARN does not exist, is missing, or should not be there.",
  why: "The fourth field of an ARN is a Region, or empty where the resource belongs to none: buckets, roles, hosted zones. An empty field matches an empty field only (R3), so with a Region too many or too few the ARN names nothing. Which resources have a Region is what AWS's list of ARN formats says; a `*` fits both.",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        title: "A bucket's ARN has no Region",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-east-1::example-bucket/*" } }
                                                                                      ^^^^^^^^^`,
      },
      {
        title: "A table's has one",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb::111122223333:table/Orders" } }
                                                                                                |`,
      },
      {
        title: "No such Region",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-eats-1:111122223333:table/Orders" } }
                                                                                                ^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "iam:*", "NotResource": ["arn:aws:iam:eu-west-1:111122223333:role/Admin"] } }
                                                                                   ^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms:Frankfurt:111122223333:key/k" } }
                                                                                                               ^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "arn:aws:ec2:us-east1:111122223333:instance/*" } }
                                                                                                                      ^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "arn:aws:kms::111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } }
                                                                                                               |`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "arn:aws:ec2::111122223333:instance/*" } }
                                                                                                                      |`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:eu-west-1::example-bucket" } }
                                                                                                                ^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders" } }`,
      },
      {
        title: "A star fits both",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:*:*:example-bucket/*" } }`,
      },
      {
        title: "Access points of S3 have a Region",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:us-east-1:111122223333:accesspoint/a/object/*" } }`,
      },
    ],
  },
  *check({ catalog, spanIn }, concerned) {
    for (const { resources } of concerned) {
      for (const resource of resources) {
        const { arn, text, path } = resource;
        const fault = faultOf(resource, catalog);
        if (arn === undefined || fault === undefined) continue;
        const { region } = arn;
        yield {
          path,
          span: spanIn(path, region.start, region.end),
          data: { ...fault, at: { path, text, field: region } },
          awsIssueCode: codes[fault.why],
        };
      }
    }
  },
  message({ why, region, format, meant }, { catalog }) {
    if (why === "missing") return `The Region is missing in this ARN, so that it names nothing. Its form is ${format}.`;
    if (why === "not-allowed")
      return `The resource belongs to no Region, so that with ${quoted(region)} the ARN names nothing. Leave the field empty: ${format}.`;
    return `There is no Region ${quoted(region)} (list of ${catalog.arnFields.date}). The ARN names nothing. ${didYouMean(meant, 'Write a Region such as "us-east-1", or "*".')}`;
  },
  fixes({ why, at, meant }, input) {
    if (why === "not-allowed") return fieldFixes(at, [""]);
    if (why === "missing") return fieldFixes(at, likelyRegions(input));
    return fieldFixes(at, meant === undefined ? [] : [meant]);
  },
});

function faultOf({ arn, formats }: ResourceText, { arnFields }: Catalog): Omit<WrongRegion, "at"> | undefined {
  if (arn === undefined || arn.count < 6 || isOpen(arn.region.text)) return undefined;
  const region = arn.region.text;
  if (region === "") {
    const missing = formats?.allThatFit((format) => format.region === "some");
    return missing === undefined ? undefined : { why: "missing", region, format: missing.text };
  }
  const foreign = formats?.allThatFit((format) => format.region === "none");
  if (foreign !== undefined) return { why: "not-allowed", region, format: foreign.text };
  const wrong = wrongRegion(region, arnFields);
  return wrong === undefined ? undefined : { why: "unknown", region, meant: wrong.meant };
}
