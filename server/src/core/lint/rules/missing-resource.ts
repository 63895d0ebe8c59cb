import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "missing-resource",
  topic: "resources",
  severity: "error",
  awsIssueCode: "MISSING_RESOURCE",
  appliesTo: ["session", "identity", "resource", "boundary", "scp", "rcp"],
  needs: "problems",
  since: "0.1.0",
  summary: "A statement has neither Resource nor NotResource.",
  why: 'AWS rejects a statement that does not say which resources it is about. For actions that know no resources it is `"*"`.',
  seeAlso: [references.resource],
  examples: {
    invalid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject" }] }\n                ^` },
      { policy: `{ "Statement": { "Effect": "Deny", "NotAction": "s3:GetObject" } }\n               ^` },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resources": "*" }] }\n                ^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": [{ "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b" }] }` },
      {
        title: "A trust policy's resource is the role itself",
        kind: "trust",
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  check: (input) => problemsOfKinds(input, ["missing-resource"]),
  message: () =>
    'This statement names no resources. AWS rejects it. Add "Resource", with an ARN or a list; "*" means all.',
});
