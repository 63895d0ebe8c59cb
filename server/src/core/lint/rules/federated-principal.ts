import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly text: string; readonly supported: boolean }>({
  id: "federated-principal",
  topic: "principals",
  severity: "error",
  awsIssueCode: ["FEDERATED_PRINCIPAL_NOT_SUPPORTED", "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"],
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_FEDERATION_SOURCE" },
    { linter: "iam-policy-validator", check: "trust_policy_validation" },
  ],
  appliesTo: ["trust", "resource", "rcp"],
  scope: "statement",
  concerns: { principal: ({ type }) => type === "Federated" },
  since: "0.1.0",
  summary: "A federated principal is no identity provider, or stands where none may.",
  why: "Who is federated assumes a role, so only trust policies name identity providers: by the ARN of a SAML or OpenID Connect provider in IAM, or by the domain of one that AWS knows.",
  seeAlso: [references.principal, references.webIdentityRoles],
  examples: {
    invalid: [
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "rcp",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "Federated": "accounts.google.com" }, "Action": "s3:*", "Resource": "*" } }
                                                                                        ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:role/a" }, "Action": "sts:AssumeRoleWithSAML" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "google" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                         ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "https://accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithSAML", "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "accounts.google.com:aud": "a" } } } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, kind }) {
    for (const { principals } of statements) {
      for (const { type, text, path } of principals) {
        if (type !== "Federated" || text.includes("${")) continue;
        if (kind !== "trust") {
          yield { path, data: { text, supported: false }, awsIssueCode: "FEDERATED_PRINCIPAL_NOT_SUPPORTED" };
        } else if (!/[*?]/.test(text) && !isProvider(text)) {
          const awsIssueCode = "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY";
          yield { path, data: { text, supported: true }, awsIssueCode };
        }
      }
    }
  },
  message: ({ text, supported }) =>
    supported
      ? `${quoted(text)} is no identity provider. AWS rejects the policy. Write the ARN of a SAML or OpenID Connect provider, or a domain such as "accounts.google.com".`
      : `Only trust policies may name an identity provider. AWS rejects ${quoted(text)} here. Name the role that its users assume.`,
});

function isProvider(text: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:(saml|oidc)-provider\/.+$/.test(text) || /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);
}
