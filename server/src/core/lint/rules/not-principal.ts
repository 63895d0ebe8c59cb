import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly inTrust: boolean }>({
  id: "not-principal",
  topic: "principals",
  severity: "security-warning",
  awsIssueCode: ["ALLOW_WITH_NOT_PRINCIPAL", "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"],
  elsewhere: [
    { linter: "parliament", check: "NOTPRINCIPAL_WITH_ALLOW" },
    { linter: "iam-policy-validator", check: "not_principal_validation" },
  ],
  appliesTo: ["trust", "resource"],
  scope: "statement",
  since: "0.1.0",
  summary: "`NotPrincipal` stands in an Allow or in a trust policy.",
  why: "An Allow with `NotPrincipal` gives access to everybody but those named, anonymous callers included. Trust policies do not take the element at all.",
  seeAlso: [references.notPrincipal, references.principal],
  examples: {
    invalid: [
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                             ^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "NotPrincipal": { "AWS": ["111122223333"] }, "Action": "sqs:*", "Resource": "*" }] }
                                                              ^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "NotPrincipal": { "Service": "sns.amazonaws.com" }, "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*" } }
                                          ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotPrincipal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }
                                                             ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }
                                                            ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "NotPrincipal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:*" }] }
                                                             ^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, kind, nodeAt, keySpanOf }) {
    for (const { path: statement, effect } of statements) {
      const path = [...statement, "NotPrincipal"];
      if (nodeAt(path) === undefined) continue;
      const place = { path, span: keySpanOf(path) };
      if (kind === "trust") {
        const awsIssueCode = "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL";
        yield { ...place, data: { inTrust: true }, awsIssueCode, severity: "error" };
      } else if (effect === "Allow")
        yield { ...place, data: { inTrust: false }, awsIssueCode: "ALLOW_WITH_NOT_PRINCIPAL" };
    }
  },
  message: ({ inTrust }) =>
    inTrust
      ? 'A trust policy may not have "NotPrincipal". AWS rejects it. Name with "Principal" who may assume the role.'
      : 'The statement allows everybody but those that "NotPrincipal" names, anonymous callers included. Name with "Principal" who may have access.',
});
