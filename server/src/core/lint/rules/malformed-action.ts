import { quoted } from "../../messages/quoted.js";
import type { ActionText } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<string>({
  id: "malformed-action",
  topic: "actions",
  severity: "error",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { action: isMalformed },
  since: "0.1.0",
  summary: "An action is not of the form `service:Name`.",
  why: "An action is the prefix of a service, one colon, and a name, or `*` alone (A1). AWS rejects a policy with any other text.",
  seeAlso: [references.action],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "GetObject", "Resource": "*" } }
                                              ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:Get*", "s3:"], "Resource": "*" } }
                                                          ^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "NotAction": "s3:object:Get", "Resource": "*" } }
                                                 ^^^^^^^^^^^^^^^`,
      },
      {
        title: "Two stars are no star",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "**", "Resource": "*" } }
                                              ^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:*", "sqs:SendMessage"], "Resource": "*" } }` },
      {
        title: "A service that does not exist is another rule's",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "nothing:Get", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { actions } of statements)
      for (const action of actions) if (isMalformed(action)) yield { path: action.path, data: action.text };
  },
  message: (text) =>
    text === ""
      ? 'An action may not be empty. AWS rejects the policy. Write the service and the action, such as "s3:GetObject".'
      : `${quoted(text)} is no action: an action has the prefix of its service, one colon and a name. AWS rejects the policy. Write it as "s3:GetObject", or "*" for every action.`,
});

/** A variable, which has colons, is another rule's. */
function isMalformed({ form, text }: ActionText): boolean {
  return form === "no-action" && !text.includes("${");
}
