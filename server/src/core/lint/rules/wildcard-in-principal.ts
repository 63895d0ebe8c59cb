import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly text: string; readonly everybody: boolean }>({
  id: "wildcard-in-principal",
  topic: "principals",
  severity: "error",
  awsIssueCode: ["UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"],
  appliesTo: ["trust", "resource", "rcp"],
  scope: "statement",
  concerns: { principal: ({ type, text }) => type === "*" || /[*?]/.test(text) },
  since: "0.1.0",
  summary: "A principal has a wildcard.",
  why: 'A principal is `*`, for everybody, or one without wildcards: AWS does not match a part of a name. To mean several roles, name the account and test `aws:PrincipalArn` in the Condition. A trust policy does not take `"Principal": "*"`.',
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/*" }, "Action": "sts:AssumeRole" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["111122223333", "arn:aws:iam::444455556666:user/a?"] }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "*.amazonaws.com" }, "Action": "sts:AssumeRole" } }
                                                                                       ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" } }
                                                                          ^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                          ^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:TagSession" } }
                                                                          ^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole", "Condition": { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a*" } } } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, kind }) {
    for (const { principals } of statements) {
      for (const { type, text, path } of principals) {
        if (type === "*") {
          if (kind !== "trust") continue;
          const awsIssueCode = "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL";
          yield { path, data: { text, everybody: true }, awsIssueCode };
        } else if (type !== "" && text !== "*" && /[*?]/.test(text.replace(/\$\{[^}]*\}/g, ""))) {
          yield { path, data: { text, everybody: false }, awsIssueCode: "UNSUPPORTED_WILDCARD_IN_PRINCIPAL" };
        }
      }
    }
  },
  message: ({ text, everybody }) =>
    everybody
      ? 'A trust policy does not take "*" as its Principal. AWS does not support it. Name accounts, roles or services.'
      : `AWS matches no part of a principal, so the wildcard in ${quoted(text)} is not supported. Name the principal, or its account with a condition on "aws:PrincipalArn".`,
});
