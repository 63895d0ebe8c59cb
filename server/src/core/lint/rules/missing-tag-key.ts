import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { keyNameProblem } from "../conditionKeyNames.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly key: string; readonly base: string }>({
  id: "missing-tag-key",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "MISSING_TAG_KEY_IN_CONDITION",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ known }) => known === undefined },
  since: "0.1.0",
  summary: "A condition key for tags does not say which tag.",
  why: "Keys such as `aws:ResourceTag/team` name the tag behind the slash. Without it the key is in no request, so the condition does not test what it says.",
  seeAlso: [references.globalKeys, references.condition],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/": "red" } } } }
                                                                                                                                               ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "StringEquals": { "aws:RequestTag": "red" } } } }
                                                                                                                                           ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "s3:ExistingObjectTag/": "red" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "s3:ExistingObjectTag/team": "red" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const problem = keyNameProblem(condition, input, nearestName);
      if (problem?.kind !== "tag-key") continue;
      yield atKey(input, condition, { key: condition.key, base: problem.meant ?? condition.key });
    }
  },
  message: ({ key, base }) =>
    `${quoted(key)} does not say which tag is meant. No request carries a key without it, so the condition does not test what it says. Write the tag's key behind the slash, as in ${quoted(`${base}team`)}.`,
});
