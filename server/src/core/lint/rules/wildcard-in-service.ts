import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly text: string; readonly in: "action" | "ARN" }>({
  id: "wildcard-in-service",
  topic: "actions",
  severity: "suggestion",
  awsIssueCode: "WILDCARD_IN_SERVICE_NAME",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    action: ({ form }) => form === "wildcard-service",
    resource: ({ arn }) => arn !== undefined && /[*?]/.test(arn.service.text),
  },
  since: "0.1.0",
  summary: "The service of an action or ARN is written with a wildcard.",
  why: "IAM takes wildcards in the name of an action and in the other fields of an ARN, but rejects them in the service (A2, R3): `*` alone stands for every action. Access Analyzer calls it a suggestion; in an action it is an error here, since the call fails.",
  seeAlso: [references.action, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "*:Get*", "Resource": "*" } }
                                               ^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["iam:GetRole", "s?:GetObject"], "Resource": "*" } }
                                                               ^^`,
      },
      {
        title: "In an ARN",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:*:::bucket" } }
                                                                           ^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:*:s3:::bucket" } }` },
      { policy: `{ "Statement": { "Effect": "Deny", "NotAction": "s3:G*", "NotResource": "arn:aws:sqs:*:*:*" } }` },
    ],
  },
  *check({ statements, spanIn }) {
    for (const { actions, resources } of statements) {
      for (const action of actions) {
        if (action.form !== "wildcard-service") continue;
        const { service, text, path } = action;
        yield { path, span: spanIn(path, 0, service.length), data: { text, in: "action" }, severity: "error" };
      }
      for (const resource of resources) {
        const { arn } = resource;
        if (arn === undefined || !/[*?]/.test(arn.service.text)) continue;
        const { text, path } = resource;
        yield { path, span: spanIn(path, arn.service.start, arn.service.end), data: { text, in: "ARN" } };
      }
    }
  },
  message: ({ text, in: place }) =>
    place === "action"
      ? `The service in ${quoted(text)} is written with a wildcard. AWS rejects the policy: only the name behind the colon may have one. Write the service out, or "*" for every action.`
      : `The service in ${quoted(text)} is written with a wildcard. IAM wants it written out. Write one ARN for each service.`,
});
