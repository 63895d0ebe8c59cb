import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "missing-effect",
  topic: "elements",
  severity: "error",
  awsIssueCode: "MISSING_EFFECT",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A statement does not say whether it allows or denies.",
  why: "There is no default: AWS rejects a statement without `Effect`.",
  seeAlso: [references.effect],
  examples: {
    invalid: [
      { policy: `{ "Statement": [{ "Action": "s3:GetObject", "Resource": "*" }] }\n                ^` },
      { policy: `{ "Statement": { "effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }\n               ^` },
      { policy: `{ "Statement": [{}] }\n                ^` },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { title: "Half typed", policy: `{ "Statement": [{ "Action": "s3:GetObject", ` },
      {
        title: "Wrongly written, which is another matter",
        policy: `{ "Statement": { "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  check: (input) => problemsOfKinds(input, ["missing-effect"]),
  message: () =>
    'This statement has no "Effect". AWS rejects it, because there is no default. Add "Effect": "Allow" or "Effect": "Deny".',
});
