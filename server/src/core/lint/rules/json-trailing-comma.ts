import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<undefined>({
  id: "json-trailing-comma",
  topic: "json",
  severity: "error",
  awsIssueCode: "JSON_SYNTAX_ERROR",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "A comma stands after the last item of a list or object.",
  why: "Many editors take a comma after the last item; JSON has none there, and AWS rejects the policy.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject",], "Resource": "*" }] }
                                                                                       ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", }] }
                                                                                                       ^`,
      },
      {
        policy: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
                                                                    ^
  ]
}`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" }] }`,
      },
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ",]" } }` },
    ],
  },
  *check({ parsed }) {
    for (const { kind, span } of parsed.problems)
      if (kind === "trailing-comma") yield { path: [], span, data: undefined };
  },
  message: () =>
    "There must be no comma after the last item. AWS rejects the policy as invalid JSON. Remove the comma.",
});
