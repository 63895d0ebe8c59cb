import { memberNamed } from "../../syntax/navigate.js";
import { isHalfTyped } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly hasVariables: boolean }>({
  id: "missing-version",
  topic: "elements",
  severity: "warning",
  awsIssueCode: "MISSING_VERSION",
  appliesTo: everyKind,
  needs: "no-version",
  since: "0.1.0",
  summary: "The policy does not say which version of the policy language it is written in.",
  why: "Without `Version` AWS reads the policy by the rules of 2008, in which policy variables are plain text that matches nothing that exists.",
  seeAlso: [references.version],
  examples: {
    invalid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }\n^` },
      { policy: `{ "Id": "a", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } }\n^` },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/team}/*" }] }
^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }`,
      },
      {
        policy: `{ "Version": "2008-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }`,
      },
      { title: "Nothing to read yet", policy: `{ "Statement": [` },
    ],
  },
  *check(input) {
    const { root, text } = input.parsed;
    if (root?.type !== "object" || isHalfTyped(input)) return;
    if (memberNamed(root, "Statement") === undefined || memberNamed(root, "Version") !== undefined) return;
    yield { path: [], data: { hasVariables: text.includes("${") } };
  },
  message: ({ hasVariables }) =>
    hasVariables
      ? 'This policy has no "Version". AWS then reads it by the rules of 2008, in which its variables are plain text. Add "Version": "2012-10-17".'
      : 'This policy has no "Version". AWS then reads it by the rules of 2008, in which variables don\'t work. Add "Version": "2012-10-17".',
  // With it, variables stand for something, which may be more than the plain text was.
  fixes: ({ hasVariables }) => [
    {
      id: "add-version",
      title: 'Add "Version": "2012-10-17"',
      edits: [{ kind: "set", path: [], key: "Version", value: "2012-10-17", after: null }],
      access: hasVariables ? "wider" : "same",
      ...(!hasVariables && { preferred: true }),
    },
  ],
});
