import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { didYouMean, useInstead } from "../didYouMean.js";
import { references } from "../references.js";
import { wrongRegion } from "../regionNames.js";
import { defineRule, everyKind } from "../rule.js";

/** Keys whose values are Regions, in lower case. */
const keys: readonly string[] = ["aws:requestedregion", "ec2:region", "account:targetregion"];

interface Unknown {
  readonly region: string;
  readonly path: PolicyPath;
  readonly meant: string | undefined;
}

export default defineRule<Unknown>({
  id: "unknown-region",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_REGION",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => keys.includes(lowerKey) },
  since: "0.1.0",
  summary: "A condition compares with a Region that does not exist.",
  why: "No request is made in a Region that does not exist: an Allow for it allows nothing, and a Deny for all others denies everything. What looks like a Region and is none that we know is taken for a new one.",
  seeAlso: [references.globalKeys, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-cental-1" } } } }
                                                                                                                               ^^^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } } } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:RequestedRegion": ["eu-central-1", "Frankfurt"] } } } }
                                                                                                                                               ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": { "StringEquals": { "ec2:Region": "us-east1" } } } }
                                                                                                                       ^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } } } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringLike": { "aws:RequestedRegion": "eu-*" } } } }`,
      },
      {
        title: "It may be new",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-9" } } } }`,
      },
    ],
  },
  *check({ statements, catalog: { arnFields } }) {
    for (const { conditions } of statements) {
      for (const { lowerKey, operator, values } of conditions) {
        if (!keys.includes(lowerKey) || operator?.family !== "string") continue;
        for (const { text, path } of values) {
          if (/[*?]|\$\{/.test(text)) continue;
          const wrong = wrongRegion(text, arnFields);
          if (wrong !== undefined) yield { path, data: { region: text, path, meant: wrong.meant } };
        }
      }
    }
  },
  message: ({ region, meant }, { catalog }) =>
    `There is no Region ${quoted(region)} (list of ${catalog.arnFields.date}). No request is made in it. ${didYouMean(meant, 'Write a Region such as "us-east-1".')}`,
  fixes: ({ path, meant }) => useInstead(path, meant),
});
