import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<undefined>({
  id: "json-comment",
  topic: "json",
  severity: "error",
  awsIssueCode: "JSON_SYNTAX_ERROR",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "The policy contains a comment.",
  why: "Editors take comments in JSON; AWS does not, and rejects the policy. A statement's `Sid` can carry a name instead.",
  seeAlso: [references.grammar, references.sid],
  examples: {
    invalid: [
      {
        policy: `{
  // read only
  ^^^^^^^^^^^^
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }]
}`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*" /* for now */, "Resource": "*" }] }
                                                                               ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } // end
                                                                                                   ^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Sid": "ReadOnly", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" } }`,
      },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b//*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/*/c/*" } }` },
    ],
  },
  *check({ parsed }) {
    for (const { kind, span } of parsed.problems) if (kind === "comment") yield { path: [], span, data: undefined };
  },
  message: () =>
    "A policy may not contain comments. AWS rejects it, although editors take them in JSON. Remove the comment; a statement's Sid can say what it is for.",
});
