import { quoted } from "../../messages/quoted.js";
import { conditionsOf, hasVariable } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly key: string; readonly text: string }>({
  id: "kms-key-value",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_KMS_KEY_VALUE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.kmsKeyArnKeys.some((key) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A key that holds the ARN of a KMS key is compared with something else.",
  why: "AWS puts the full ARN of the KMS key into the request, also where the caller gave an ID or an alias. An ID or alias never matches it.",
  seeAlso: [references.checks, references.serviceReference],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "1234abcd-12ab-34cd-56ef-1234567890ab" } } } }
                                                                                                                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringNotEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "alias/uploads" } } } }
                                                                                                                                                                                             ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "ArnEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111122223333:alias/uploads" } } } }
                                                                                                                                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "ArnLike": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:*:111122223333:key/*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*", "Condition": { "Null": { "s3:x-amz-server-side-encryption-aws-kms-key-id": "true" } } } }`,
      },
    ],
  },
  *check(input) {
    const keys = input.catalog.conditionChecks.kmsKeyArnKeys.map((key) => key.toLowerCase());
    for (const { condition } of conditionsOf(input)) {
      const { operator, lowerKey, key } = condition;
      if (!keys.includes(lowerKey) || (operator?.family !== "string" && operator?.family !== "arn")) continue;
      for (const { text, path } of condition.values) {
        const open = hasVariable(text) || (operator.base !== "StringEquals" && /[*?]/.test(text));
        if (!open && !/^arn:[^:]+:kms:[^:]+:\d{12}:key\/.+/.test(text)) yield { path, data: { key, text } };
      }
    }
  },
  message: ({ key, text }) =>
    `${quoted(text)} never matches ${quoted(key)}. A request has the ARN of the KMS key there, also if an ID or alias was given. Write it as "arn:aws:kms:us-east-1:111122223333:key/KEY-ID".`,
});
