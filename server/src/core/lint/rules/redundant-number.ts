import { quoted } from "../../messages/quoted.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Redundant {
  readonly condition: ConditionFacts;
  /** The one that decides. */
  readonly kept: ConditionFacts["values"][number];
  readonly which: "greatest" | "least";
}

export default defineRule<Redundant>({
  id: "redundant-number",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_CONDITION_VALUE_NUM",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ operator, values }) => operator?.family === "numeric" && values.length > 1 },
  since: "0.1.0",
  summary: "A number is compared with several limits, of which one decides.",
  why: "Values of a condition are alternatives. What is less than 2700 or less than 3600 is just less than 3600: the other limits do nothing, and may mislead.",
  seeAlso: [references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": ["2700", "3600"] } } } }
                                                                                                                                                                      ^`,
        fixed: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": [10, 20, 30] } } } }
                                                                                                                                                                  ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericGreaterThan": { "s3:max-keys": ["100", "1000"] } } } }
                                                                                                                                                              ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": ["10", "20"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericLessThan": { "s3:max-keys": ["10"] } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, values } = condition;
      if (operator === undefined || !/^Numeric(Less|Greater)Than/.test(operator.base) || values.length < 2) continue;
      const numbers = values.map(({ text }) => Number(text));
      if (numbers.some((number) => !Number.isFinite(number))) continue;
      const which = operator.base.startsWith("NumericLess") ? "greatest" : "least";
      const kept = values[numbers.indexOf(which === "greatest" ? Math.max(...numbers) : Math.min(...numbers))]!;
      yield { path: condition.path, data: { condition, kept, which } };
    }
  },
  message: ({ condition, kept, which }) =>
    `Of the values of ${quoted(condition.key)} only the ${which}, ${quoted(kept.text)}, decides. The others do nothing. Keep that one.`,
  fixes: ({ condition, kept }) => [
    {
      id: "keep-one",
      title: `Keep ${quoted(kept.text)}`,
      edits: [{ kind: "replace", path: condition.path, value: kept.value }],
      access: "text-only",
      preferred: true,
    },
  ],
});
