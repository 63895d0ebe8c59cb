import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "element-combination",
  topic: "elements",
  severity: "error",
  awsIssueCode: "UNSUPPORTED_ELEMENT_COMBINATION",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A statement has an element together with its negation.",
  why: "A statement has either `Action` or `NotAction`, either `Resource` or `NotResource`. AWS rejects one that has both. Usually two statements say what was meant.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "NotAction": "s3:DeleteObject", "Resource": "*" }] }
                                                       ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b", "Resource": "*" } }
                                                      ^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Statement": { "Effect": "Deny", "Principal": "*", "NotPrincipal": "*", "Action": "s3:*", "Resource": "*" } }
                                                     ^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "NotAction": "s3:DeleteObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b" }] }` },
      { policy: `{ "Statement": [{ "Effect": "Deny", "NotAction": "s3:*", "NotResource": "arn:aws:s3:::b" }] }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["both-elements"], "key"),
  message({ detail }) {
    const plain = detail.replace(/^Not/, "");
    return `This statement has both ${quoted(plain)} and ${quoted(detail)}. AWS rejects it: only one of the two may be there. Keep one, or make two statements of it.`;
  },
});
