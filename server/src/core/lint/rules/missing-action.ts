import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "missing-action",
  topic: "actions",
  severity: "error",
  awsIssueCode: "MISSING_ACTION",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A statement has neither Action nor NotAction.",
  why: "AWS rejects a statement that does not say which actions it is about.",
  seeAlso: [references.action],
  examples: {
    invalid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Resource": "*" }] }\n                ^` },
      { policy: `{ "Statement": { "Effect": "Deny", "Resource": "*" } }\n               ^` },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Actions": "s3:GetObject", "Resource": "*" }] }\n                ^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": [{ "Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*" }] }` },
      { title: "Half typed", policy: `{ "Statement": [{ "Effect": "Allow", "Ac` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["missing-action"]),
  message: () => 'This statement names no actions. AWS rejects it. Add "Action", with one action or a list.',
});
