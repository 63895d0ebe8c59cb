import { quoted } from "../../messages/quoted.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "several-boolean-values",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_CONDITION_MULTIPLE_BOOLEAN",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ operator, values }) =>
      values.length > 1 && (operator?.family === "bool" || operator?.family === "null"),
  },
  since: "0.1.0",
  summary: "`Bool` or `Null` has more than one value.",
  why: "A key that is true or false is compared with one value. With both, the condition says nothing; AWS does not support it.",
  seeAlso: [references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": ["true", "false"] } } } }
                                                                                                                                                        ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": [false, true] } } } }
                                                                                                                                                                      ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:SourceVpce": ["true", "true"] } } } }
                                                                                                                                                  ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": ["true"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/a": ["true", "false"] } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, values } = condition;
      const single = operator?.qualifier === "none" && (operator.family === "bool" || operator.family === "null");
      if (single && values.length > 1) yield { path: condition.path, data: condition };
    }
  },
  message: ({ key, operatorText }) =>
    `${quoted(operatorText)} takes one value, and ${quoted(key)} has several. AWS does not support it. Keep "true" or "false".`,
});
