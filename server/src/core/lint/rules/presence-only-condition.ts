import { quoted } from "../../messages/quoted.js";
import { withoutTest } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

type Meaning = "present" | "absent" | "always" | "never";

const codes: { readonly [meaning in Meaning]: string } = {
  present: "EQUIVALENT_TO_NULL_FALSE",
  absent: "EQUIVALENT_TO_NULL_TRUE",
  always: "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
  never: "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
};

export default defineRule<{ readonly condition: ConditionFacts; readonly meaning: Meaning }>({
  id: "presence-only-condition",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: Object.values(codes),
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: (condition) => meaningOf(condition) !== undefined },
  since: "0.1.0",
  summary: "A condition compares with `*`, so that it tests only whether the key is there, or nothing.",
  why: "Every value matches `*`. `StringLike` with it holds whenever the key is in the request and `StringNotLike` only when it is not, which `Null` says better. For a key that every request has, and with `IfExists` or `ForAllValues`, such a test always holds or never does. `StringLike` with `*` alone on a tag or on a part of an encryption context is left alone: it is a usual way to ask for one of any value, AWS's own policies have it, and it does what it says.",
  seeAlso: [references.conditionOperators, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "*" } } } }
                                                                                                                                        ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringLike": { "aws:TagKeys": "*" } } } }
                                                                                                                                                     ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringLike": { "aws:SourceVpce": ["vpce-12345678", "*"] } } } }
                                                                                                                              ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringNotLike": { "aws:RequestTag/team": "*" } } } }
                                                                                                                                             ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringNotLikeIfExists": { "aws:RequestTag/team": "**" } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "ForAllValues:StringNotLike": { "aws:TagKeys": "*" } } } }
                                                                                                                                                           ^^^^^^^^^^^^^`,
      },
      {
        title: "Always there",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:RequestedRegion": "*" } } } }
                                                                                                                                       ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLikeIfExists": { "aws:PrincipalTag/team": "*" } } } }
                                                                                                                                               ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "aws:TagKeys": "*" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^`,
      },
      {
        title: "Never holds",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringNotLike": { "aws:RequestedRegion": "*" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringNotLike": { "aws:TagKeys": "*" } } } }
                                                                                                                                                        ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringNotLike": { "aws:PrincipalAccount": "*" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        title: "A part of an encryption context, of any value",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "StringLike": { "kms:EncryptionContext:aws:ebs:id": "*" } } } }`,
      },
      {
        title: "A tag of any value",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "StringLike": { "aws:ResourceTag/team": "*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "Null": { "aws:ResourceTag/team": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:StartInstances", "Resource": "*", "Condition": { "StringLike": { "aws:ResourceTag/team": "?*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalTag/team": ["red", "blue*"] } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const meaning = meaningOf(condition);
      if (meaning === undefined) continue;
      yield { ...atKey(input, condition, { condition, meaning }), awsIssueCode: codes[meaning] };
    }
  },
  message({ condition, meaning }) {
    const { key } = condition;
    switch (meaning) {
      case "present":
        return `The condition only tests whether ${quoted(key)} is in the request: every value matches "*". Say so with "Null": { ${quoted(key)}: "false" }.`;
      case "absent":
        return `The condition only holds where ${quoted(key)} is not in the request: every value matches "*". Say so with "Null": { ${quoted(key)}: "true" }.`;
      case "always":
        return `The condition on ${quoted(key)} always holds, since every value matches "*". It tests nothing. Remove it, or write what it should match.`;
      case "never":
        return `The condition on ${quoted(key)} never holds, since every value matches "*". The statement does nothing. Write what it should match.`;
    }
  },
  fixes({ condition, meaning }, input) {
    if (meaning !== "always") return [];
    const edits = withoutTest(condition, input);
    return [{ id: "remove", title: "Remove the condition", edits, access: "text-only" }];
  },
});

/** Rows of section 4's table, for a test that every value matches. */
function meaningOf({ operator, values, known, lowerKey }: ConditionFacts): Meaning | undefined {
  if (operator?.base !== "StringLike" || !values.some(({ text }) => /^\*+$/.test(text))) return undefined;
  const { negated, qualifier, ifExists } = operator;
  if (qualifier === "ForAllValues") return negated ? "absent" : "always";
  // What ForAnyValue with IfExists means without the key is not documented.
  if (qualifier === "ForAnyValue") return ifExists ? undefined : negated ? "never" : "present";
  // Several values without a set operator are another rule's (Q8).
  if (known?.multivalued === true) return undefined;
  const isAlwaysThere = known?.global?.presence === "always";
  if (negated) return isAlwaysThere ? "never" : "absent";
  if (ifExists || isAlwaysThere) return "always";
  return values.length === 1 && isNamedByAuthor(lowerKey) ? undefined : "present";
}

/**
 * `aws:ResourceTag/team`, `ssm:resourceTag/team`, `kms:EncryptionContext:aws:ebs:id`. AWS's own policies have dozens of such
 * tests, and its validator has reported none that we know of.
 */
function isNamedByAuthor(lowerKey: string): boolean {
  return /^[^:/]+:(?:resource|request|principal)tag\/|^kms:encryptioncontext:/.test(lowerKey);
}
