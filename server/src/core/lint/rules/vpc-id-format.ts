import { quoted } from "../../messages/quoted.js";
import { conditionsOf, hasVariable } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

const forms = {
  "aws:sourcevpc": { prefix: "vpc-", code: "INVALID_VPC_FORMAT" },
  "aws:sourcevpce": { prefix: "vpce-", code: "INVALID_VPCE_FORMAT" },
} as const;

export default defineRule<{ readonly key: string; readonly text: string; readonly prefix: string }>({
  id: "vpc-id-format",
  topic: "conditions",
  severity: "error",
  awsIssueCode: ["INVALID_VPC_FORMAT", "INVALID_VPCE_FORMAT"],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => Object.hasOwn(forms, lowerKey) },
  since: "0.1.0",
  summary: "`aws:SourceVpc` or `aws:SourceVpce` is compared with what is no ID of a VPC or endpoint.",
  why: "The ID of a VPC is `vpc-` and 8 or 17 characters, that of an endpoint `vpce-` and as many. Nothing else ever matches.",
  seeAlso: [references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpc": "vpc-123" } } } }
                                                                                                                                                          ^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpc": "vpce-11223344556677889" } } } }
                                                                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpc": ["vpc-12345678", "10.0.0.0/16"] } } } }
                                                                                                                                                                     ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-1" } } } }
                                                                                                                                                           ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpce": "vpc-12345678" } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-112233445566778899" } } } }
                                                                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpc": ["vpc-12345678", "vpc-11223344556677889"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpce": "vpce-11223344556677889" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceVpce": "\${aws:PrincipalTag/endpoint}" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, lowerKey, key } = condition;
      if (operator?.family !== "string" || !Object.hasOwn(forms, lowerKey)) continue;
      const { prefix, code } = forms[lowerKey as keyof typeof forms];
      for (const { text, path } of condition.values) {
        if (hasVariable(text) || isId(text, prefix) || (operator.base === "StringLike" && /[*?]/.test(text))) continue;
        yield { path, data: { key, text, prefix }, awsIssueCode: code };
      }
    }
  },
  message: ({ key, text, prefix }) =>
    `${quoted(text)} never matches ${quoted(key)}. Its values are ${quoted(prefix)} and 8 or 17 letters and digits.`,
});

function isId(text: string, prefix: string): boolean {
  const rest = text.startsWith(prefix) ? text.slice(prefix.length) : "";
  return /^([0-9A-Za-z]{8}|[0-9A-Za-z]{17})$/.test(rest);
}
