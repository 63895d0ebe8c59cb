import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly key: string }>({
  id: "irrelevant-condition-key",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: "IRRELEVANT_CONDITION_KEY_IN_POLICY",
  appliesTo: ["resource"],
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.irrelevantKeys.some(({ key }) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A resource policy tests a key that says nothing there.",
  why: "`s3:ResourceAccount` is the account that owns the bucket. The policy of a bucket belongs to one bucket, whose account is known: the key is for identity policies.",
  seeAlso: [references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "s3:ResourceAccount": "111122223333" } } } }
                                                                                                                                                                                 ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "s3:resourceAccount": "111122223333" } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*", "Condition": { "StringNotEquals": { "s3:ResourceAccount": "111122223333" } } } }
                                                                                                                                                                               ^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "StringNotEquals": { "s3:ResourceAccount": "111122223333" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } } }`,
      },
    ],
  },
  *check(input) {
    const { irrelevantKeys } = input.catalog.conditionChecks;
    for (const { statement, condition } of conditionsOf(input)) {
      const irrelevant = irrelevantKeys.find(({ key }) => key.toLowerCase() === condition.lowerKey);
      if (irrelevant === undefined || statement.actions.length === 0) continue;
      if (statement.actions.every(({ service, negated }) => service === irrelevant.service && !negated)) {
        yield atKey(input, condition, { key: condition.key });
      }
    }
  },
  message: ({ key }) =>
    `${quoted(key)} is the owner of the resource that this policy belongs to, so the condition tests nothing. Test who calls, or use the key in an identity policy.`,
});
