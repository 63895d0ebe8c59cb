import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface SessionArn {
  readonly value: string;
  readonly negated: boolean;
}

export default defineRule<SessionArn>({
  id: "principal-arn-of-session",
  topic: "conditions",
  severity: "warning",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey === "aws:principalarn" },
  since: "0.1.0",
  summary: "aws:PrincipalArn is compared with the ARN of a session, which it never has.",
  why: "In a session, `aws:PrincipalArn` is the ARN of the role, `arn:aws:iam::111122223333:role/NAME`, never that of the session (`arn:aws:sts::…:assumed-role/NAME/SESSION`). A comparison with the latter never matches. Compare with the role's ARN; to tell its sessions apart use `aws:userid`, which ends in `:SESSION`, or `sts:RoleSessionName` in the trust policy.",
  seeAlso: [
    {
      title: "AWS global condition context keys: aws:PrincipalArn",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
    },
    references.principal,
  ],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:sts::111122223333:assumed-role/Admin/alice" } } } }
                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "Of several values, the one at fault",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*",
  "Condition": { "ArnNotLike": { "aws:principalarn": [
    "arn:aws:iam::111122223333:role/Admin",
    "arn:aws:sts::111122223333:assumed-role/Admin/*"
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  ] } } } }`,
      },
      {
        kind: "scp",
        title: "In any kind of policy",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*",
  "Condition": { "StringLike": { "aws:PrincipalArn": "arn:*:sts::*:assumed-role/Admin/*" } } } }
                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        title: "The role's ARN",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Admin" } } } }`,
      },
      {
        title: "A federated user's ARN, which such a session has",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "ArnEquals": { "aws:PrincipalArn": "arn:aws:sts::111122223333:federated-user/alice" } } } }`,
      },
      {
        title: "Another key",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
  "Condition": { "StringLike": { "aws:userid": "*:alice" } } } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { conditions } of statements) {
      for (const { lowerKey, operator, values } of conditions) {
        if (lowerKey !== "aws:principalarn" || operator === undefined || operator.family === "null") continue;
        for (const { text, path } of values) {
          if (/^arn:[^:]*:sts:[^:]*:[^:]*:assumed-role\//i.test(text))
            yield { path, data: { value: text, negated: operator.negated } };
        }
      }
    }
  },
  message({ value, negated }) {
    const head = `aws:PrincipalArn is never ${quoted(value)}: in a session it is the ARN of the role, not of the session.`;
    const effect = negated ? "So this value excepts nobody." : "So this value matches nobody.";
    return `${head} ${effect} Compare with the role's ARN, "arn:aws:iam::ACCOUNT:role/NAME", or tell sessions apart by aws:userid.`;
  },
});
