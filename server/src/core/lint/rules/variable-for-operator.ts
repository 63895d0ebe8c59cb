import { quoted } from "../../messages/quoted.js";
import { conditionsOf, hasVariable, hasVariables } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly condition: ConditionFacts; readonly text: string }>({
  id: "variable-for-operator",
  topic: "variables",
  severity: "error",
  awsIssueCode: "INVALID_VARIABLE_FOR_OPERATOR",
  appliesTo: everyKind,
  concerns: {
    condition: (condition) => hasVariables(condition) && !isOfText(condition),
  },
  since: "0.1.0",
  summary: "A policy variable stands in a value of an operator that takes none.",
  why: "Variables are substituted in values of String and Arn operators. In those of Numeric, Date, IP, binary and Null operators they are not. AWS's page of operators permits them for `Bool`, its validator does not.",
  seeAlso: [references.conditionOperators, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": "\${aws:PrincipalTag/keys}" } } } }
                                                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "\${aws:PrincipalTag/range}" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": ["2026-01-01", "\${aws:PrincipalTag/until}"] } } } }
                                                                                                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "\${aws:PrincipalTag/team}/*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::\${aws:PrincipalAccount}:role/a" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": "10" } } } }`,
      },
    ],
  },
  *check({ model }, concerned) {
    if (!model.substitutesVariables) return;
    for (const { condition } of conditionsOf({ statements: concerned })) {
      if (isOfText(condition)) continue;
      for (const { text, path } of condition.values) {
        if (hasVariable(text)) yield { path, data: { condition, text } };
      }
    }
  },
  message: ({ condition, text }) =>
    `${quoted(condition.operatorText)} takes no policy variables, and ${quoted(text)} has one. AWS does not support it. Write the value itself, or use a String operator.`,
});

/** Of an operator that nobody knows nothing can be said. */
function isOfText({ operator }: ConditionFacts): boolean {
  return operator === undefined || operator.family === "string" || operator.family === "arn";
}
