import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { withKey } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Replaced {
  readonly condition: ConditionFacts;
  readonly by: readonly string[];
}

export default defineRule<Replaced>({
  id: "replaced-condition-key",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: ["DEPRECATED_GLOBAL_CONDITION_KEY", "UNSUPPORTED_GLOBAL_CONDITION_KEY"],
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.replacedKeys.some(({ key }) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A global condition key has been replaced by others.",
  why: "`aws:ARN` meant the caller in some policies and the calling resource in others. AWS has two keys for that now and advises against the old one. Where only the caller can be meant it is a warning; in a policy that names principals either may be, so that AWS does not support it there.",
  seeAlso: [references.globalKeys, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLike": { "aws:ARN": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                                    ^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnNotLike": { "aws:arn": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                                      ^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:Arn": "arn:aws:iam::111122223333:user/*" } } } }
                                                                                                                                       ^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "ArnLike": { "aws:ARN": "arn:aws:sns:us-east-1:111122223333:t" } } } }
                                                                                                                                                         ^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "ArnNotLike": { "aws:ARN": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                                                ^^^^^^^^^`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole", "Condition": { "ArnLike": { "aws:ARN": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                                                             ^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a" } } } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "ArnLike": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/ARN": "a" } } } }`,
      },
    ],
  },
  *check(input) {
    const namesPrincipals = ["trust", "resource", "rcp"].includes(input.kind);
    for (const { condition } of conditionsOf(input)) {
      const replaced = input.catalog.conditionChecks.replacedKeys.find(
        ({ key }) => key.toLowerCase() === condition.lowerKey,
      );
      if (replaced === undefined) continue;
      const { by } = replaced;
      yield {
        ...atKey(input, condition, { condition, by: namesPrincipals ? by : by.slice(0, 1) }),
        ...(namesPrincipals
          ? { awsIssueCode: "UNSUPPORTED_GLOBAL_CONDITION_KEY", severity: "error" as const }
          : { awsIssueCode: "DEPRECATED_GLOBAL_CONDITION_KEY" }),
      };
    }
  },
  message: ({ condition, by }) =>
    `The condition key ${quoted(condition.key)} is out of use. AWS does not promise what it holds. Use ${alternatives(by.map(quoted))}.`,
  fixes: ({ condition, by }, input) =>
    mostLikelyFirst(condition, by).flatMap((key) => {
      const edits = withKey(condition, key, input);
      return edits === undefined
        ? []
        : [{ id: "use-key", title: `Use ${quoted(key)}`, edits, access: "wider" as const }];
    }),
});

/** Values that are no principals are what a service calls for: `aws:PrincipalArn` would never match them. */
function mostLikelyFirst({ values }: ConditionFacts, by: readonly string[]): readonly string[] {
  const namesPrincipals = values.every(({ text }) => /^arn:[^:]*:(iam|sts):|^\*$/.test(text));
  return namesPrincipals ? by : [...by].reverse();
}
