import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly text: string }>({
  id: "malformed-principal",
  topic: "principals",
  severity: "error",
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_PRINCIPAL" },
    { linter: "iam-policy-validator", check: "principal_validation" },
  ],
  appliesTo: ["trust", "resource"],
  scope: "statement",
  concerns: { principal: ({ type, text }) => type === "AWS" && !isKnownForm(text) },
  since: "0.1.0",
  summary: "A principal of type `AWS` has no form that AWS knows.",
  why: "A principal of type `AWS` is an account of 12 digits, or the ARN of an account's root, a role, a user, or a session. AWS rejects a policy that names another; a group is none.",
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "11112222333" }, "Action": "sts:AssumeRole" } }
                                                                                   ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:group/admins" }, "Action": "sts:AssumeRole" } }
                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["111122223333", "my-role"] }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                                    ^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["111122223333", "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/path/a"] }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:sts::111122223333:assumed-role/a/session" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1EXAMPLE" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { principals } of statements) {
      for (const { type, text, path } of principals) {
        if (type === "AWS" && !isKnownForm(text)) yield { path, data: { text } };
      }
    }
  },
  message: ({ text }) =>
    `${quoted(text)} is no principal that AWS knows. AWS rejects the policy. Write an account of 12 digits, or the ARN of a role, user or session.`,
});

function isKnownForm(text: string): boolean {
  // Templates fill in the account or more; wildcards and unique IDs are other rules'.
  if (text === "*" || /[*?]|\$\{|^A[A-Z]{3}[A-Z0-9]{12,}$/.test(text) || /^\d{12}$/.test(text)) return true;
  return /^arn:[^:]+:(iam::(\d{12}|cloudfront|aws):(root|role\/.+|user\/.+)|sts::\d{12}:(assumed-role|federated-user)\/.+)$/.test(
    text,
  );
}
