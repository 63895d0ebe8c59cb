import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "missing-principal",
  topic: "principals",
  severity: "error",
  awsIssueCode: "MISSING_PRINCIPAL",
  appliesTo: ["trust", "resource", "rcp"],
  needs: "problems",
  since: "0.1.0",
  summary: "A statement does not say whom it is about.",
  why: "Trust policies, resource policies and RCPs name the principals they speak of. AWS rejects them without `Principal`.",
  seeAlso: [references.principal],
  examples: {
    invalid: [
      { kind: "trust", policy: `{ "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole" } }\n               ^` },
      {
        kind: "resource",
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }\n                ^`,
      },
      {
        kind: "rcp",
        policy: `{ "Statement": [{ "Effect": "Deny", "Action": "s3:*", "Resource": "*" }] }\n                ^`,
      },
    ],
    valid: [
      {
        kind: "trust",
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        kind: "rcp",
        policy: `{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" } }`,
      },
    ],
  },
  check: (input) => problemsOfKinds(input, ["missing-principal"]),
  message: () =>
    'This statement names no principal. AWS rejects it, because this kind of policy must say whom it is about. Add "Principal".',
});
