import { quoted } from "../../messages/quoted.js";
import { atKey } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly key: string; readonly first: string }>({
  id: "condition-key-case",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "DUPLICATE_KEYS_WITH_DIFFERENT_CASE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { conditionBlock: ({ conditions }) => new Set(conditions.map(placeOf)).size < conditions.length },
  since: "0.1.0",
  summary: "An operator tests the same condition key twice, in different letter case.",
  why: "Names of condition keys are not case-sensitive, so the two are one key that stands twice. AWS rejects the policy.",
  seeAlso: [references.condition],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:PrincipalTag/Team": "blue" } } } }
                                                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24", "aws:sourceIp": "198.51.100.0/24" } } } }
                                                                                                                                                                        ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "AWS:PrincipalOrgID": "o-a1b2c3d4e5", "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": ["red", "blue"] } } } }`,
      },
      {
        title: "Two operators may test one key",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" }, "StringLike": { "aws:PrincipalTag/Team": "r*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:PrincipalTag/teams": "blue" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { conditions } of input.statements) {
      const first = new Map<string, (typeof conditions)[number]>();
      for (const condition of conditions) {
        const place = placeOf(condition);
        const earlier = first.get(place);
        if (earlier === undefined) first.set(place, condition);
        else {
          yield {
            ...atKey(input, condition, { key: condition.key, first: earlier.key }),
            related: [{ path: earlier.path, message: "The same key stands here." }],
          };
        }
      }
    }
  },
  message: ({ key, first }) =>
    `${quoted(key)} and ${quoted(first)} are one condition key: letter case does not count. AWS rejects a policy in which it stands twice in one operator. Put the values into one list.`,
});

/** The same for conditions that are one to AWS. */
function placeOf({ operatorText, lowerKey }: ConditionFacts): string {
  return `${operatorText} ${lowerKey}`;
}
