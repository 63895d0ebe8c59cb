import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { withKey } from "../conditionEdits.js";
import { type KeyNameProblem, keyNameProblem } from "../conditionKeyNames.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unknown {
  readonly condition: ConditionFacts;
  readonly problem: KeyNameProblem;
}

const codes = {
  "global-key": "INVALID_GLOBAL_CONDITION_KEY",
  "service-key": "INVALID_SERVICE_CONDITION_KEY",
  service: "INVALID_SERVICE",
} as const;

export default defineRule<Unknown>({
  id: "unknown-condition-key",
  topic: "conditions",
  severity: "error",
  awsIssueCode: ["INVALID_GLOBAL_CONDITION_KEY", "INVALID_SERVICE_CONDITION_KEY", "INVALID_SERVICE"],
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_CONDITION_FOR_ACTION" },
    { linter: "iam-policy-validator", check: "condition_key_validation" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ known }) => known === undefined },
  since: "0.1.0",
  summary: "A condition key does not exist.",
  why: "A key that AWS does not know is in no request. A condition that needs it never holds, and one that is true without it always does: a Deny with `StringNotEquals` on a misspelled key denies everything.",
  seeAlso: [references.globalKeys, references.serviceReference],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIP4": "203.0.113.0/24" } } } }
                                                                                                                                      ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalOrgIds": "o-a1b2c3d4e5" } } } }
                                                                                                                                           ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTags/team": "red" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefixes": "home/*" } } } }
                                                                                                                                        ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "s3:x-amz-acls": "private" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringEquals": { "ec2:InstanceTypes": "t3.micro" } } } }
                                                                                                                                             ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "No such service",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "s4:prefix": "a" } } } }
                                                                                                                                         ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringEquals": { "ec3:InstanceType": "t3.micro" } } } }
                                                                                                                                             ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringEquals": { "kmss:ViaService": "s3.us-east-1.amazonaws.com" } } } }
                                                                                                                                        ^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        title: "Letter case does not count",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "AWS:sourceip": "203.0.113.0/24" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "s3:ExistingObjectTag/team": "red" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringEquals": { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b" } } } }`,
      },
      {
        title: "Keys of an identity provider",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE:sub": "a" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const problem = keyNameProblem(condition, input, nearestName);
      if (problem === undefined || problem.kind === "tag-key" || problem.kind === "replaced") continue;
      yield { ...atKey(input, condition, { condition, problem }), awsIssueCode: codes[problem.kind] };
    }
  },
  message({ condition, problem }, { catalog }) {
    const owner =
      problem.kind === "service"
        ? `AWS has no service ${quoted(condition.keyPrefix)}`
        : problem.kind === "global-key"
          ? `AWS has no global condition key ${quoted(condition.key)}`
          : `The service ${quoted(condition.keyPrefix)} has no condition key ${quoted(condition.key)}`;
    const advice =
      problem.meant === undefined ? "Use a key that AWS documents." : `Did you mean ${quoted(problem.meant)}?`;
    return `${owner} (AWS's list of ${catalog.source.date}). Unless it is newer, no request carries it, and the condition does not test what it says. ${advice}`;
  },
  fixes({ condition, problem }, input) {
    const edits = problem.meant === undefined ? undefined : withKey(condition, problem.meant, input);
    if (edits === undefined) return [];
    return [{ id: "use-key", title: `Use ${quoted(problem.meant!)}`, edits, access: "wider" }];
  },
});
