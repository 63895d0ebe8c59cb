import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<string>({
  id: "duplicate-key",
  topic: "json",
  severity: "error",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "The same element stands twice in one object.",
  why: "Of two elements with one name only one would count, and a reader cannot tell which. AWS rejects such a policy. Put the values into one list, or make two statements of it.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        policy: `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Action": "s3:PutObject", "Resource": "*" }]
                                                               ^^^^^^^^
}`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Version": "2012-10-17", "Statement": [] }
                           ^^^^^^^^^`,
      },
      {
        policy: `{
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "Bool": { "aws:SecureTransport": "true" }, "Bool": { "aws:ViaAWSService": "false" } }
                                                              ^^^^^^
  }
}`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" }] }`,
      },
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
] }`,
      },
      {
        title: "Names that differ in letter case are another matter",
        policy: `{ "Statement": { "Effect": "Allow", "effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ parsed }) {
    for (const { kind, span, detail } of parsed.problems)
      if (kind === "duplicate-key") yield { path: [], span, data: detail };
  },
  message: (key) =>
    `${quoted(key)} stands twice in this object. Only one of the two can count, and AWS rejects the policy. Put the values into one list, or make two statements of it.`,
});
