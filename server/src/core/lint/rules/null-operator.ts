import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atOperator, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Misused {
  readonly condition: ConditionFacts;
  readonly with: "IfExists" | "ForAllValues" | "ForAnyValue";
}

export default defineRule<Misused>({
  id: "null-operator",
  topic: "conditions",
  severity: "error",
  awsIssueCode: ["NULL_WITH_IF_EXISTS", "NULL_WITH_QUALIFIER"],
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ operator, operatorText }) =>
      operatorText.endsWith("NullIfExists") || (operator?.family === "null" && operator.qualifier !== "none"),
  },
  since: "0.1.0",
  summary: "`Null` is combined with `IfExists` or a set operator.",
  why: "`Null` itself tests whether a key is in the request. With `IfExists` AWS rejects the policy. With `ForAllValues` it is always true and with `ForAnyValue` always false, so that it tests nothing.",
  seeAlso: [references.conditionOperators, references.multivaluedKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NullIfExists": { "aws:PrincipalTag/team": "false" } } } }
                                                                                                                       ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NullIfExists": { "aws:SourceVpce": "true" } } } }
                                                                                                                      ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NullIfExists": { "aws:MultiFactorAuthAge": "true" } } } }
                                                                                                              ^^^^^^^^^^^^^^`,
      },
      {
        title: "Always true",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:Null": { "aws:TagKeys": "false" } } } }
                                                                                                                         ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "Never true",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:Null": { "aws:TagKeys": "false" } } } }
                                                                                                                         ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:Null": { "aws:TagKeys": "true" } } } }
                                                                                                                        ^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:PrincipalTag/team": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "Null": { "aws:TagKeys": "false" }, "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, operatorText } = condition;
      if (/(^|:)NullIfExists$/.test(operatorText)) {
        yield { ...atOperator(input, condition, { condition, with: "IfExists" }), awsIssueCode: "NULL_WITH_IF_EXISTS" };
      } else if (operator?.family === "null" && operator.qualifier !== "none") {
        yield {
          ...atOperator(input, condition, { condition, with: operator.qualifier }),
          awsIssueCode: "NULL_WITH_QUALIFIER",
          severity: "suggestion",
        };
      }
    }
  },
  message({ condition, with: added }) {
    if (added === "IfExists") {
      return `${quoted(condition.operatorText)} is no condition operator. AWS rejects the policy: "Null" itself tests whether a key is there. Use "Null".`;
    }
    const result = added === "ForAllValues" ? "always true" : "never true";
    return `${quoted(condition.operatorText)} is ${result}, whatever the request. It does not test whether ${quoted(condition.key)} is there. Use "Null" without ${added}.`;
  },
  fixes({ condition, with: added }, input) {
    const edits = withOperator(condition, "Null", input);
    if (edits === undefined) return [];
    const access = added === "IfExists" ? "text-only" : added === "ForAllValues" ? "narrower" : "wider";
    return [{ id: "use-null", title: 'Use "Null"', edits, access: access === "narrower" ? "text-only" : access }];
  },
});
