import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts, ConditionValueFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly condition: ConditionFacts; readonly text: string }>({
  id: "wildcard-without-like",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: "WILDCARD_WITHOUT_LIKE_OPERATOR",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: (condition) => valuesWithWildcard(condition).length > 0 },
  since: "0.1.0",
  summary: "A value with `*` or `?` is compared literally.",
  why: "Only operators with `Like` take `*` and `?` as wildcards. `StringEquals` compares the characters themselves, which hardly any value has.",
  seeAlso: [references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringEquals": { "s3:prefix": "home/*" } } } }
                                                                                                                                                       ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalTag/team": ["red", "blue-?"] } } } }
                                                                                                                                                                            ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEqualsIgnoreCase": { "aws:PrincipalTag/team": "r*" } } } }
                                                                                                                                                                            ^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "home/*" } } } }`,
      },
      {
        title: "A literal star",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "a\${*}" } } } }`,
      },
      {
        title: "ArnEquals is ArnLike",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      for (const { text, path } of valuesWithWildcard(condition)) yield { path, data: { condition, text } };
    }
  },
  message: ({ condition, text }) =>
    `${quoted(condition.operatorText)} takes the wildcard in ${quoted(text)} literally. If you mean a pattern, use an operator with "Like".`,
  fixes({ condition }, input) {
    const { operatorText } = condition;
    if (operatorText.includes("IgnoreCase")) return [];
    const like = operatorText.replace("Equals", "Like");
    const edits = withOperator(condition, like, input);
    return edits === undefined ? [] : [{ id: "use-like", title: `Use ${quoted(like)}`, edits, access: "wider" }];
  },
});

function valuesWithWildcard({ operator, values }: ConditionFacts): readonly ConditionValueFacts[] {
  if (operator?.base !== "StringEquals" && operator?.base !== "StringEqualsIgnoreCase") return [];
  return values.filter(({ text }) => /[*?]/.test(text.replace(/\$\{[^}]*\}/g, "")));
}
