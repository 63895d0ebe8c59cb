import { conditionOperatorNames } from "../../access/evaluate/conditionOperator.js";
import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { withOperator } from "../conditionEdits.js";
import { atOperator, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unknown {
  readonly condition: ConditionFacts;
  readonly meant: string | undefined;
}

export default defineRule<Unknown>({
  id: "invalid-condition-operator",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_CONDITION_OPERATOR",
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_OPERATOR" },
    { linter: "iam-policy-validator", check: "condition_type_mismatch" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ operator }) => operator === undefined },
  since: "0.1.0",
  summary: "A condition operator does not exist.",
  why: "AWS rejects a policy whose Condition has an operator that it does not know. `IfExists` stands at the end of an operator, `ForAllValues:` and `ForAnyValue:` stand before it.",
  seeAlso: [references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEqual": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                       ^^^^^^^^^^^^^`,
      },
      {
        title: "The qualifier is misspelled",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "ForAnyValues:StringEquals": { "aws:TagKeys": "team" } } } }
                                                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "IfExists goes to the end",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IfExistsBool": { "aws:SecureTransport": "false" } } } }
                                                                                                                      ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Equals": { "aws:PrincipalTag/team": "red" } } } }
                                                                                                                       ^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": "team*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:PrincipalTag/team": "false" } } } }`,
      },
    ],
  },
  *check(input) {
    const seen = new Set<string>();
    for (const { condition } of conditionsOf(input)) {
      const { operator, operatorText } = condition;
      if (operator !== undefined || /^(For(All|Any)Values?:)?NullIfExists$/.test(operatorText)) continue;
      const place = JSON.stringify(condition.operatorPath);
      if (seen.has(place)) continue;
      seen.add(place);
      yield atOperator(input, condition, { condition, meant: meantBy(operatorText) });
    }
  },
  message({ condition, meant }) {
    const advice = meant === undefined ? "Use an operator that AWS documents." : `Did you mean ${quoted(meant)}?`;
    return `There is no condition operator ${quoted(condition.operatorText)}. AWS rejects the policy. ${advice}`;
  },
  fixes({ condition, meant }, input) {
    const edits = meant === undefined ? undefined : withOperator(condition, meant, input);
    // Another key of the same operator would stay behind with the wrong one.
    const block = input.nodeAt(condition.operatorPath);
    if (edits === undefined || block?.type !== "object" || block.members.length > 1) return [];
    return [{ id: "use-operator", title: `Use ${quoted(meant!)}`, edits, access: "text-only", preferred: true }];
  },
});

/** The operator that is nearest to a misspelled one, its qualifier and IfExists told apart. */
function meantBy(text: string): string | undefined {
  const colon = text.indexOf(":");
  const rest = colon < 0 ? text : text.slice(colon + 1);
  const qualifier = colon < 0 ? "" : nearestName(text.slice(0, colon), ["ForAllValues", "ForAnyValue"]);
  const ifExists = /if-?exists/i.test(rest);
  const bare = rest.replace(/if-?exists/i, "");
  const exact = conditionOperatorNames.find((name) => name.toLowerCase() === bare.toLowerCase());
  const name = exact ?? nearestName(bare, conditionOperatorNames);
  if (qualifier === undefined || name === undefined || (name === "Null" && ifExists)) return undefined;
  return `${qualifier === "" ? "" : `${qualifier}:`}${name}${ifExists ? "IfExists" : ""}`;
}
