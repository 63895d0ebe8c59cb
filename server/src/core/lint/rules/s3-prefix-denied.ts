import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly operator: string; readonly effect: "Allow" | "Deny" }>({
  id: "s3-prefix-denied",
  topic: "conditions",
  severity: "security-warning",
  awsIssueCode: "S3_PREFIX_IN_NEGATIVE_CONTEXT",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey === "s3:prefix" },
  since: "0.1.0",
  summary: "Prefixes of a bucket are excluded, which a shorter prefix gets around.",
  why: "`s3:prefix` is what the caller asks for. Who may not list `private/` can list with the prefix `priv`, or none, and sees the same objects. Say what may be listed instead: `StringLike` in an Allow, or `StringNotLike` in a Deny.",
  seeAlso: [
    {
      title: "Amazon S3 condition key examples",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    },
    references.checks,
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "private/*" } } } }
                                                                                                                                       ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringNotLike": { "s3:prefix": "private/*" } } } }
                                                                                                                                           ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringEqualsIfExists": { "s3:prefix": "private/" } } } }
                                                                                                                                        ^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "public/*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringNotLike": { "s3:prefix": "public/*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "Null": { "s3:prefix": "true" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { statement, condition } of conditionsOf(input)) {
      const { effect } = statement;
      const { operator, lowerKey, operatorText } = condition;
      if (lowerKey !== "s3:prefix" || operator?.family !== "string" || effect === undefined) continue;
      if (operator.negated === (effect === "Allow")) yield atKey(input, condition, { operator: operatorText, effect });
    }
  },
  message: ({ operator, effect }) =>
    `${effect === "Deny" ? "A Deny" : "An Allow"} with ${quoted(operator)} on "s3:prefix" does not hide what is behind the prefix. Who asks for a shorter prefix sees it. Say which prefixes may be listed instead.`,
});
