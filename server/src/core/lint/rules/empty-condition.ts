import { quoted } from "../../messages/quoted.js";
import { memberNamed } from "../../syntax/navigate.js";
import type { ConditionBlock } from "../concerns.js";
import { atKey } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { isHalfTyped } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

type Empty =
  | { readonly kind: "object"; readonly name: string }
  | { readonly kind: "list"; readonly condition: ConditionFacts; readonly code: keyof typeof meanings };

const meanings = {
  EMPTY_ARRAY_CONDITION: "What a condition without values means is not documented.",
  EMPTY_ARRAY_CONDITION_FORALLVALUES: 'It holds only for requests without the key. Say so with "Null" and "true".',
  EMPTY_ARRAY_CONDITION_FORANYVALUE: "It never holds.",
  EMPTY_ARRAY_CONDITION_IFEXISTS: 'It holds only for requests without the key. Say so with "Null" and "true".',
} as const;

export default defineRule<Empty>({
  id: "empty-condition",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: [
    "EMPTY_OBJECT_CONDITION",
    "EMPTY_ARRAY_CONDITION",
    "EMPTY_ARRAY_CONDITION_FORALLVALUES",
    "EMPTY_ARRAY_CONDITION_FORANYVALUE",
    "EMPTY_ARRAY_CONDITION_IFEXISTS",
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { conditionBlock: hasNothing },
  since: "0.1.0",
  summary: "A condition has no operators, no keys or no values.",
  why: "What an empty condition means is not documented. With `ForAllValues` or `IfExists` an empty list of values holds only where the key is not in the request, with `ForAnyValue` never.",
  seeAlso: [references.condition, references.multivaluedKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {} } }
                                                                                                                     ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": {} } } }
                                                                                                                                       ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" }, "StringEquals": {} } } }
                                                                                                                                                                                  ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": [] } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": [] } } } }
                                                                                                                                      ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringNotLike": { "aws:PrincipalTag/team": [] } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": [] } } } }
                                                                                                                                                        ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "aws:CalledVia": [] } } } }
                                                                                                                                                    ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": [] } } } }
                                                                                                                                                       ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:TagKeys": [] } } } }
                                                                                                                                                       ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAnyValue:StringLike": { "aws:TagKeys": [] } } } }
                                                                                                                                                    ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": [] } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEqualsIfExists": { "aws:PrincipalTag/team": [] } } } }
                                                                                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddressIfExists": { "aws:SourceIp": [] } } } }
                                                                                                                                              ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLikeIfExists": { "aws:PrincipalArn": [] } } } }
                                                                                                                                           ^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } } } }`,
      },
      {
        title: "An empty text is a value",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringEquals": { "s3:prefix": "" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check(input) {
    if (isHalfTyped(input)) return;
    for (const { node, path, conditions } of input.statements) {
      const block = memberNamed(node, "Condition")?.value;
      const at = [...path, "Condition"];
      if (block?.type === "object") {
        const code = { awsIssueCode: "EMPTY_OBJECT_CONDITION" };
        if (block.members.length === 0) yield { path: at, data: { kind: "object", name: "Condition" }, ...code };
        for (const { key, value } of block.members) {
          if (value?.type !== "object" || value.members.length > 0) continue;
          const name = key.value;
          // Of a name that stands twice the last one counts.
          if (memberNamed(block, name)?.value !== value) continue;
          yield { path: [...at, name], data: { kind: "object", name }, ...code };
        }
      }
      for (const condition of conditions) {
        if (condition.values.length > 0) continue;
        const list = input.nodeAt(condition.path);
        if (list?.type !== "array" || list.items.length > 0) continue;
        const code = codeOf(condition);
        yield { ...atKey(input, condition, { kind: "list" as const, condition, code }), awsIssueCode: code };
      }
    }
  },
  message(empty) {
    if (empty.kind === "object") {
      return `${quoted(empty.name)} is empty. What a condition without tests means is not documented. Fill it in or remove it.`;
    }
    return `${quoted(empty.condition.key)} is compared with no value. ${meanings[empty.code]}`;
  },
});

function codeOf({ operator }: ConditionFacts): keyof typeof meanings {
  if (operator?.qualifier === "ForAllValues") return "EMPTY_ARRAY_CONDITION_FORALLVALUES";
  if (operator?.qualifier === "ForAnyValue") return "EMPTY_ARRAY_CONDITION_FORANYVALUE";
  return operator?.ifExists === true ? "EMPTY_ARRAY_CONDITION_IFEXISTS" : "EMPTY_ARRAY_CONDITION";
}

function hasNothing({ node, conditions }: ConditionBlock): boolean {
  if (node.type === "object") {
    if (node.members.length === 0) return true;
    if (node.members.some(({ value }) => value?.type === "object" && value.members.length === 0)) return true;
  }
  return conditions.some(({ values }) => values.length === 0);
}
