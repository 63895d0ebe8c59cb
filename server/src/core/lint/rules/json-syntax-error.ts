import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<string>({
  id: "json-syntax-error",
  topic: "json",
  severity: "error",
  awsIssueCode: "JSON_SYNTAX_ERROR",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "The text is no valid JSON.",
  why: "AWS rejects a policy that it cannot parse. In VS Code its own JSON support reports this; elsewhere this rule does.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        title: "A missing comma",
        policy: `{
  "Version": "2012-10-17"
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]
  ^^^^^^^^^^^
}`,
      },
      {
        title: "A value without quotes",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": Allow, "Action": "s3:GetObject", "Resource": "*" }] }
                                                     ^^^^^`,
      },
      {
        title: "A value that is still to be typed",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": , "Action": "s3:GetObject", "Resource": "*" }] }
                                                   ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      { policy: `{ "Statement": [{ "Effect": "Deny", "Action": ["s3:GetObject"], "Resource": ["*"] }] }` },
      { title: "Comments have a rule of their own", policy: `{ "Statement": [] /* nothing yet */ }` },
    ],
  },
  *check({ parsed }) {
    for (const { kind, span, detail } of parsed.problems) if (kind === "syntax") yield { path: [], span, data: detail };
  },
  message: (detail) => `This is not valid JSON: ${detail}. AWS rejects a policy that it cannot parse.`,
});
