import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "missing-statement",
  topic: "elements",
  severity: "error",
  awsIssueCode: "MISSING_STATEMENT",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "The policy has no Statement element.",
  why: "A policy is a list of statements under the name `Statement`. AWS rejects a policy without it.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      { policy: `{ "Version": "2012-10-17" }\n^` },
      {
        policy: `{ "Version": "2012-10-17", "Statements": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }\n^`,
      },
      { policy: `{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }\n^` },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      { title: "Half typed", policy: `{ "Version": "2012-10-17", "St` },
      { title: "An empty policy has a rule of its own", policy: "{}" },
    ],
  },
  *check(input) {
    const { root } = input.parsed;
    if (root?.type === "object" && root.members.length === 0) return;
    yield* problemsOfKinds(input, ["missing-statement"]);
  },
  message: () => 'This policy has no "Statement". AWS rejects it. Put the statements into a list under that name.',
});
