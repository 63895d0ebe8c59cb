import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface Foreign {
  readonly text: string;
  readonly what: "action" | "resource";
  /** The service that the rest of the policy speaks of. */
  readonly service: string;
}

export default defineRule<Foreign>({
  id: "foreign-resource-policy-entry",
  topic: "resources",
  severity: "error",
  awsIssueCode: ["UNSUPPORTED_ACTION_IN_POLICY", "UNSUPPORTED_RESOURCE_ARN_IN_POLICY"],
  appliesTo: ["resource", "trust"],
  since: "0.1.0",
  summary:
    "A resource policy names an action or ARN of another service, or a trust policy an action that is not of STS.",
  why: "A resource-based policy belongs to one resource: a bucket's policy speaks of actions of S3 on that bucket and its objects. AWS rejects actions and ARNs of other services in it. Which resource the policy is for is told from what most of it speaks of; where that is even, nothing is said. A trust policy is about assuming its role: IAM takes only actions of STS in it.",
  seeAlso: [references.resource, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "sqs:SendMessage"], "Resource": "arn:aws:s3:::b/*" } }
                                                                                                          ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:sqs:us-east-1:111122223333:q" } }
                                                                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "arn:aws:sns:us-east-1:111122223333:t" },
  { "Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sns:us-east-1:111122223333:t" }
                                                  ^^^^^^^^^^^^^^^^^
] }`,
      },
      {
        title: "A role's permissions are no part of its trust policy",
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": ["sts:AssumeRole", "s3:GetObject"] } }
                                                                                                                                           ^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": ["kms:Decrypt", "kms:Encrypt"], "Resource": "arn:aws:s3:::b/*" } }
                                                                                                                                     ^^^^^^^^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": ["arn:aws:dynamodb:us-east-1:111122223333:table/T", "arn:aws:s3:::b"] } }
                                                                                                                                                                                                 ^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["sts:AssumeRole", "sts:TagSession"] } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*" } }`,
      },
      {
        title: "An API's policy names its stages by another service",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "arn:aws:execute-api:us-east-1:111122223333:abcdef/*" } }`,
      },
    ],
  },
  *check({ statements, catalog, kind }) {
    const service = kind === "trust" ? "sts" : mainService(statements, catalog);
    if (service === undefined) return;
    for (const { actions, resources } of statements) {
      for (const { form, service: own, text, path, negated } of actions) {
        if (negated || (form !== "named" && form !== "pattern") || own === service || !catalog.hasService(own))
          continue;
        yield { path, data: { text, what: "action", service }, awsIssueCode: "UNSUPPORTED_ACTION_IN_POLICY" };
      }
      for (const { arn, text, path, negated } of resources) {
        const own = arn?.service.text;
        if (
          kind === "trust" ||
          negated ||
          own === undefined ||
          !catalog.hasService(own) ||
          belongsTo(own, service, catalog)
        )
          continue;
        yield { path, data: { text, what: "resource", service }, awsIssueCode: "UNSUPPORTED_RESOURCE_ARN_IN_POLICY" };
      }
    }
  },
  message: ({ text, what, service }, { catalog, kind }) =>
    kind === "trust"
      ? `${quoted(text)} is no action of STS. IAM rejects it in a trust policy, which is about assuming the role. What the role may do belongs into an identity policy.`
      : `${quoted(text)} is ${what === "action" ? "an action" : "the ARN"} of another service, in a policy of ${catalog.title(service) ?? service}. AWS rejects it. Remove it, or put it into the policy that it belongs to.`,
});

/** The service that more than half of the actions and ARNs speak of. */
function mainService(statements: readonly StatementFacts[], catalog: Catalog): string | undefined {
  const named = statements.flatMap(({ actions, resources }) => [
    ...actions.flatMap(({ form, service }) => (form === "named" || form === "pattern" ? [service] : [])),
    ...resources.flatMap(({ arn }) => (arn === undefined ? [] : [arn.service.text])),
  ]);
  const known = named.filter((service) => catalog.hasService(service));
  return [...new Set(known)].find((service) => known.filter((each) => each === service).length * 2 > known.length);
}

function belongsTo(arnService: string, service: string, catalog: Catalog): boolean {
  return arnService === service || catalog.arnFormats(service).some((format) => format.service === arnService);
}
