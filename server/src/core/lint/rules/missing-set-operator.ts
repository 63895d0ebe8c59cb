import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "missing-set-operator",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "MISSING_QUALIFIER",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ operator, known }) =>
      operator?.qualifier === "none" && operator.family !== "null" && known?.multivalued === true,
  },
  since: "0.1.0",
  summary: "A key with several values is tested without `ForAllValues` or `ForAnyValue`.",
  why: "Some keys hold a list, such as the keys of all tags in a request. Whether all or any of them must match has to be said with a set operator. What AWS makes of a test without one is not documented. `ForAnyValue` holds if one value matches; `ForAllValues` if all do, and also where the key is not in the request.",
  seeAlso: [references.multivaluedKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "StringEquals": { "aws:TagKeys": ["team", "stage"] } } } }
                                                                                                                                           ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } } } }
                                                                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": ["team", "stage"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "Null": { "aws:TagKeys": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:CalledViaFirst": "athena.amazonaws.com" } } } }`,
      },
    ],
  },
  *check(input) {
    const single = input.catalog.conditionChecks.singleValuedKeys.map((key) => key.toLowerCase());
    for (const { condition } of conditionsOf(input)) {
      const { operator, known, lowerKey } = condition;
      if (operator === undefined || operator.qualifier !== "none" || operator.family === "null") continue;
      if (known?.multivalued !== true || single.includes(lowerKey)) continue;
      yield atKey(input, condition, condition);
    }
  },
  message: ({ key, operatorText }) =>
    `${quoted(key)} may have several values in a request, and ${quoted(operatorText)} does not say how many of them must match. AWS does not support it. Put "ForAllValues:" or "ForAnyValue:" before the operator.`,
  fixes: (condition, input) =>
    qualifiersFor(condition).flatMap((qualifier) => {
      const operator = `${qualifier}:${condition.operatorText}`;
      const edits = withOperator(condition, operator, input);
      return edits === undefined
        ? []
        : [{ id: "use-operator", title: `Use ${quoted(operator)}`, edits, access: "wider" as const }];
    }),
});

/** The likelier one first: no value may be in a negated test, and of tag keys all are to be from the list. */
function qualifiersFor({ operator, lowerKey }: ConditionFacts): readonly string[] {
  const all = operator?.negated === true || lowerKey === "aws:tagkeys";
  return all ? ["ForAllValues", "ForAnyValue"] : ["ForAnyValue", "ForAllValues"];
}
