import { quoted } from "../../messages/quoted.js";
import { type FieldAt, fieldFixes, likelyRegions } from "../arnRepair.js";
import { didYouMean } from "../didYouMean.js";
import { isOpen } from "../facts/resourceFacts.js";
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
  *check({ statements, catalog: { arnFields }, spanIn }) {
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { arn } = resource;
        if (arn === undefined || arn.count < 6) continue;
        const { text: region, start, end } = arn.region;
        if (isOpen(region)) continue;
        const at: FieldAt = { path: resource.path, text: resource.text, field: arn.region };
        const flag = (data: Omit<WrongRegion, "at">) => ({
          path: resource.path,
          span: spanIn(resource.path, start, end),
          data: { ...data, at },
          awsIssueCode: codes[data.why],
        });
        const { formats } = resource;
        const missing = region === "" ? formats?.allThatFit((format) => format.region === "some") : undefined;
        const foreign = region === "" ? undefined : formats?.allThatFit((format) => format.region === "none");
        if (missing !== undefined) {
          yield flag({ why: "missing", region, format: missing.text });
        } else if (foreign !== undefined) {
          yield flag({ why: "not-allowed", region, format: foreign.text });
        } else if (region !== "") {
          const wrong = wrongRegion(region, arnFields);
          if (wrong !== undefined) yield flag({ why: "unknown", region, meant: wrong.meant });
        }
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
