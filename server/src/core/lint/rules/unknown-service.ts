import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { nearestName } from "../../text/nearestName.js";
import { didYouMean, useInstead } from "../didYouMean.js";
import type { ActionText } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface UnknownService {
  readonly service: string;
  /** The whole entry. */
  readonly path: PolicyPath;
  readonly meant: { readonly service: string; readonly entry: string } | undefined;
}

export default defineRule<UnknownService>({
  id: "unknown-service",
  topic: "actions",
  severity: "error",
  awsIssueCode: "INVALID_SERVICE_IN_ACTION",
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_PREFIX" },
    { linter: "iam-policy-validator", check: "action_validation" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { action: isOfUnknownService },
  since: "0.1.0",
  summary: "An action begins with a prefix that no service has.",
  why: "The part before the colon is the prefix of a service, and often not its name: `ses` also stands for `sesv2`, CloudWatch Logs is `logs`. An action of a service that does not exist allows and denies nothing. What is known is a copy of AWS's list, whose date the message gives; a service that came later is not in it.",
  seeAlso: [references.action, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamo:GetItem", "Resource": "*" } }
                                               ^^^^^^`,
      },
      {
        title: "A name that is near",
        policy: `{ "Statement": { "Effect": "Deny", "Action": ["s3:GetObject", "dynamobd:*"], "Resource": "*" } }
                                                               ^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Deny", "Action": ["s3:GetObject", "dynamodb:*"], "Resource": "*" } }`,
      },
      {
        title: "What the AWS CLI calls it",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "stepfunctions:StartExecution", "Resource": "*" } }
                                               ^^^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "states:StartExecution", "Resource": "*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "NotAction": "cloud-watch:Get*", "Resource": "*" } }
                                                 ^^^^^^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "*" } }` },
      {
        title: "Letter case does not count",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "S3:GetObject", "Resource": "*" } }`,
      },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }` },
    ],
  },
  *check({ statements, catalog, once, spanIn }) {
    for (const { actions } of statements) {
      for (const action of actions) {
        if (!isOfUnknownService(action, catalog)) continue;
        const { service, name, path } = action;
        const near =
          catalog.apiNames.prefixes.get(service) ??
          once("service that is meant", service, () => nearestName(service, catalog.services));
        const meant = near === undefined ? undefined : { service: near, entry: `${near}:${name}` };
        yield { path, span: spanIn(path, 0, service.length), data: { service, path, meant } };
      }
    }
  },
  message: ({ service, meant }, { catalog }) =>
    `No service has the prefix ${quoted(service)} (AWS's list of ${catalog.source.date}). The entry matches no action. ${didYouMean(meant?.service, "Look the prefix up in the Service Authorization Reference.")}`,
  fixes: ({ path, meant }) => useInstead(path, meant?.entry),
});

function isOfUnknownService({ form, service, known }: ActionText, catalog: Catalog): boolean {
  return known === undefined && (form === "named" || form === "pattern") && !catalog.hasService(service);
}
