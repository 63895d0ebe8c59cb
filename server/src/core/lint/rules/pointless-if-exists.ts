import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atOperator, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "pointless-if-exists",
  topic: "conditions",
  severity: "suggestion",
  elsewhere: [{ linter: "iam-policy-validator", check: "ifexists_condition_usage" }],
  appliesTo: ["session", "identity", "boundary"],
  scope: "statement",
  concerns: {
    condition: ({ operator, known }) => operator?.ifExists === true && known?.global?.presence === "always",
  },
  since: "0.1.0",
  summary: "`IfExists` stands at a test of a key that every request has.",
  why: "`IfExists` makes a test hold where its key is missing. Keys such as `aws:SecureTransport` or `aws:PrincipalArn` are in every signed request, so that it changes nothing and hides what is meant.",
  seeAlso: [references.conditionOperators, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } } } }
                                                                                                              ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLikeIfExists": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                       ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:RequestedRegion": "eu-central-1" } } } }
                                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-12345678" } } } }`,
      },
      {
        title: "Another key of the operator may be missing",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false", "aws:MultiFactorAuthPresent": "false" } } } }`,
      },
    ],
  },
  *check(input) {
    const seen = new Set<string>();
    for (const { statement, condition } of conditionsOf(input)) {
      if (condition.operator?.ifExists !== true) continue;
      const place = JSON.stringify(condition.operatorPath);
      if (seen.has(place)) continue;
      seen.add(place);
      const keys = statement.conditions.filter((each) => each.operatorText === condition.operatorText);
      if (keys.every(({ known }) => known?.global?.presence === "always"))
        yield atOperator(input, condition, condition);
    }
  },
  message: ({ key, operatorText }) =>
    `Every signed request has ${quoted(key)}, so "IfExists" in ${quoted(operatorText)} changes nothing. Take it away.`,
  fixes(condition, input) {
    const operator = condition.operatorText.replace(/IfExists$/, "");
    const block = input.nodeAt(condition.operatorPath);
    if (block?.type !== "object" || block.members.length > 1) return [];
    const edits = withOperator(condition, operator, input);
    return edits === undefined
      ? []
      : [{ id: "use-operator", title: `Use ${quoted(operator)}`, edits, access: "text-only" }];
  },
});
