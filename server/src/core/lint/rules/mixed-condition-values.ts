import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "mixed-condition-values",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_CONDITION_DATA_TYPE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: isMixed },
  since: "0.1.0",
  summary: "The values of one condition key are of several JSON types.",
  why: "Values of a condition may be strings, numbers or Booleans, but those of one key must be of one type.",
  seeAlso: [references.condition, references.grammar],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": ["10", 20] } } } }
                                                                                                                                                          ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/level": [1, "2", true] } } } }
                                                                                                                                                                   ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/root": ["no", false] } } } }
                                                                                                                                                                  ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": ["10", "20"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericEquals": { "s3:max-keys": [10, 20] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": true } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      if (isMixed(condition)) yield { path: condition.path, data: condition };
    }
  },
  message({ key, values }) {
    const types = [...new Set(values.map(({ value }) => plural[typeof value as keyof typeof plural]))];
    return `The values of ${quoted(key)} are ${listed(types)}. AWS rejects a list of several types. Put all of them in quotes.`;
  },
  fixes({ path, values }) {
    const edits = values.flatMap((each) =>
      typeof each.value === "string" ? [] : [{ kind: "replace" as const, path: each.path, value: each.text }],
    );
    return [{ id: "quote", title: "Put the values in quotes", edits, access: "text-only", preferred: path.length > 0 }];
  },
});

const plural = { string: "strings", number: "numbers", boolean: "Booleans" };

function isMixed({ values }: ConditionFacts): boolean {
  return new Set(values.map(({ value }) => typeof value)).size > 1;
}
