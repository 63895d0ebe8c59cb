import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "invalid-version",
  topic: "elements",
  severity: "error",
  awsIssueCode: "INVALID_VERSION",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "The policy's Version is none of the two that exist.",
  why: "`Version` names the policy language, not the date of your policy. There are two: `2012-10-17` and the old `2008-10-17`.",
  seeAlso: [references.version],
  examples: {
    invalid: [
      { policy: `{ "Version": "2024-01-01", "Statement": [] }\n             ^^^^^^^^^^^^` },
      { policy: `{ "Version": "2012-10-27", "Statement": [] }\n             ^^^^^^^^^^^^` },
      { policy: `{ "Version": "1", "Statement": [] }\n             ^^^` },
    ],
    valid: [
      { policy: `{ "Version": "2012-10-17", "Statement": [] }` },
      { policy: `{ "Version": "2008-10-17", "Statement": [] }` },
      { policy: `{ "Statement": [] }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["invalid-version"]),
  message: ({ detail }) =>
    `There is no policy language version ${quoted(detail)}. AWS rejects the policy. Write "2012-10-17": it names the language, not the date of your policy.`,
  fixes: ({ path }) => [
    {
      id: "correct",
      title: 'Change to "2012-10-17"',
      edits: [{ kind: "replace", path, value: "2012-10-17" }],
      access: "text-only",
      preferred: true,
    },
  ],
});
