import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf, needsKey } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unsupported {
  readonly key: string;
  /** Undefined for a NotAction, which takes in actions of every service. */
  readonly action: string | undefined;
  readonly effect: "Allow" | "Deny";
}

export default defineRule<Unsupported>({
  id: "unsupported-tag-key",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: [
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey.startsWith("aws:resourcetag/") },
  since: "0.1.0",
  summary: "`aws:ResourceTag` is tested for actions that do not carry it.",
  why: "Not every action of every service puts the tags of its resource into the request. Where it does not, an Allow that tests them allows nothing, and a Deny denies nothing. What an action carries is in a copy of AWS's list. Actions that create something are left out, as AWS does.",
  seeAlso: [references.globalKeys, references.serviceReference],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["ec2:StartInstances", "ec2:DescribeImages"], "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }
                                                                                              ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:ListTables", "Resource": "*", "Condition": { "StringLike": { "aws:resourcetag/team": "r*" } } } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:DescribeInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/secret": "yes" } } } }
                                                                      ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": ["ec2:TerminateInstances", "ec2:DescribeVolumes"], "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/secret": "yes" } } } }
                                                                                                 ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "kms:ListKeys", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/secret": "yes" } } } }
                                                                      ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": "iam:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }
                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*", "Condition": { "StringLike": { "aws:ResourceTag/team": "r*" } } } }
                                                                                                                                              ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": "s3:*", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:ResourceTag/team": "red" } } } }
                                                                                                                                                ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotAction": "iam:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/secret": "yes" } } } }
                                                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotAction": "s3:Get*", "Resource": "*", "Condition": { "StringLike": { "aws:ResourceTag/secret": "y*" } } } }
                                                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotAction": ["s3:*", "ec2:*"], "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/secret": "yes" } } } }
                                                                                                                                              ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }`,
      },
      {
        title: "Wildcards are left out",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:*", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceTag/team": "red" } } } }`,
      },
      {
        title: "Also holds without the tag",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*", "Condition": { "StringEqualsIfExists": { "aws:ResourceTag/team": "red" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { statement, condition } of conditionsOf(input)) {
      if (!condition.lowerKey.startsWith("aws:resourcetag/")) continue;
      const { effect, actionTexts } = statement;
      if (effect === undefined || condition.operator?.family === "null" || !needsKey(condition)) continue;
      const name = effect === "Allow" ? "ALLOW" : "DENY";
      const severity = effect === "Allow" ? ("suggestion" as const) : ("security-warning" as const);
      if (statement.hasNotAction && statement.actions.some(({ negated }) => negated)) {
        const awsIssueCode = `${name}_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE`;
        yield { ...atKey(input, condition, { key: condition.key, action: undefined, effect }), awsIssueCode, severity };
        continue;
      }
      for (let at = 0; at < actionTexts.length; at++) {
        const action = actionTexts[at]!;
        if (action.form !== "named" || action.carriesKey("aws:ResourceTag/${TagKey}", input.catalog) !== false)
          continue;
        if (action.lowerName.startsWith("create")) continue;
        const awsIssueCode = `${name}_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE`;
        const data = { key: condition.key, action: action.text, effect };
        const related = [{ path: condition.path, message: "The condition on the tag." }];
        yield { path: statement.actions[at]!.path, data, awsIssueCode, severity, related };
      }
    }
  },
  message({ key, action, effect }, { catalog }) {
    const done = effect === "Allow" ? "allow" : "deny";
    if (action === undefined) {
      return `Many of the actions that NotAction takes in do not carry ${quoted(key)}. The statement does not ${done} those. Name in Action the ones that you mean.`;
    }
    return `AWS's list of ${catalog.source.date} does not have ${quoted(key)} for ${quoted(action)}. Where a request does not carry the key, the statement does not ${done} it. Move the action to a statement without this condition.`;
  },
});
