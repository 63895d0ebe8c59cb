import type { ConditionFamily } from "../../access/evaluate/conditionOperator.js";
import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts, KnownKey } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Mismatch {
  readonly condition: ConditionFacts;
  /** Names of the families of operators that fit. */
  readonly fitting: readonly string[];
}

export default defineRule<Mismatch>({
  id: "condition-key-type",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: ["TYPE_MISMATCH", "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS"],
  elsewhere: [
    { linter: "parliament", check: "MISMATCHED_TYPE" },
    { linter: "parliament", check: "MISMATCHED_TYPE_BUT_USABLE" },
    { linter: "iam-policy-validator", check: "condition_type_mismatch" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: (condition) => mismatchOf(condition) !== undefined },
  since: "0.1.0",
  summary: "An operator is for another type of key.",
  why: "Each key has a type, and operators are for one. A Numeric operator on a key that holds text compares nothing. `StringLike` on an ARN works, but its `*` runs across colons into other accounts and Regions, where that of `ArnLike` stays in its part.",
  seeAlso: [references.conditionOperators, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericEquals": { "aws:PrincipalTag/level": "1" } } } }
                                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceIp": "203.0.113.7" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:SecureTransport": "2026-01-01" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*" } } } }
                                                                                                                                       ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "StringLike": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:*" } } } }
                                                                                                                                          ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*", "Condition": { "StringLikeIfExists": { "iam:PolicyARN": "arn:aws:iam::aws:policy/A*" } } } }
                                                                                                                                                       ^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*" } } } }`,
      },
      {
        title: "A whole ARN as text",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:AttachRolePolicy", "Resource": "*", "Condition": { "StringEquals": { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:EpochTime": "1798761600" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:SourceIp": "true" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const mismatch = mismatchOf(condition);
      if (mismatch === undefined) continue;
      const { isLike, fitting } = mismatch;
      if (isLike) {
        yield {
          ...atKey(input, condition, { condition, fitting: ["ARN"] }),
          awsIssueCode: "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
          severity: "security-warning",
        };
      } else {
        const data = { condition, fitting: fitting.slice(0, 1).map((family) => familyNames[family]) };
        yield { ...atKey(input, condition, data), awsIssueCode: "TYPE_MISMATCH" };
      }
    }
  },
  message({ condition, fitting }) {
    const { key, operatorText, operator } = condition;
    const operators = `an operator for ${alternatives(fitting)}`;
    if (fitting[0] === "ARN" && operator?.base === "StringLike") {
      return `${quoted(key)} holds an ARN, and the wildcards of ${quoted(operatorText)} run across its colons. More ARNs match than it seems. Use an Arn operator.`;
    }
    return `${quoted(operatorText)} does not fit the type of ${quoted(key)}. The comparison may never hold. Use ${operators}.`;
  },
  fixes({ condition, fitting }, input) {
    const { operatorText, operator } = condition;
    if (fitting[0] !== "ARN" || operator?.base !== "StringLike") return [];
    // An Arn operator matches nothing with a shorter text (C4).
    if (condition.values.some(({ text }) => text !== "*" && text.split(":").length < 6)) return [];
    const arnLike = operatorText.replace(/String(Not)?Like/, "Arn$1Like");
    const edits = withOperator(condition, arnLike, input);
    return edits === undefined ? [] : [{ id: "use-arn-like", title: `Use ${quoted(arnLike)}`, edits, access: "wider" }];
  },
});

/** The families that fit where the operator's own does not; `isLike` where it is for text and the key has ARNs. */
function mismatchOf({
  operator,
  known,
}: ConditionFacts): { readonly isLike: boolean; readonly fitting: readonly ConditionFamily[] } | undefined {
  if (operator === undefined || known === undefined) return undefined;
  const fitting = fittingFamilies(known);
  if (fitting === undefined || operator.family === "null") return undefined;
  const isLike = fitting[0] === "arn" && operator.base === "StringLike";
  return isLike || !fitting.includes(operator.family) ? { isLike, fitting } : undefined;
}

const familyNames: { readonly [family in ConditionFamily]: string } = {
  string: "strings",
  arn: "ARN",
  numeric: "numbers",
  date: "dates",
  bool: "Booleans",
  binary: "base64",
  ip: "IP addresses",
  null: "presence",
};

/** The one that AWS names first. ARNs may be compared as text, and text as ARNs, base64 or Booleans. */
function fittingFamilies({ type, otherTypes }: KnownKey): readonly ConditionFamily[] | undefined {
  const families = [type, ...otherTypes].flatMap((each) => familiesOf(each.replace(/^ArrayOf/, "")) ?? []);
  return families.length === 0 ? undefined : families;
}

function familiesOf(type: string): readonly ConditionFamily[] | undefined {
  switch (type) {
    case "String":
      return ["string", "arn", "binary", "bool"];
    case "ARN":
      return ["arn", "string"];
    case "Bool":
      return ["bool", "string"];
    case "Numeric":
      return ["numeric"];
    case "Date":
      return ["date"];
    case "IPAddress":
      return ["ip"];
    default:
      return undefined;
  }
}
