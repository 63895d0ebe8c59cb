import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { nearestName } from "../../text/nearestName.js";
import { didYouMean, useInstead } from "../didYouMean.js";
import { isOpen, type ResourceText } from "../facts/resourceFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface WrongService {
  readonly service: string;
  readonly why: "unknown" | "case";
  readonly path: PolicyPath;
  readonly meant: string | undefined;
  /** The whole ARN with it. */
  readonly corrected: string | undefined;
}

export default defineRule<WrongService>({
  id: "arn-service",
  topic: "resources",
  severity: "error",
  awsIssueCode: ["INVALID_SERVICE", "INVALID_ARN_SERVICE_CASE"],
  elsewhere: [{ linter: "parliament", check: "INVALID_ARN" }],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { resource: isOfWrongService },
  since: "0.1.0",
  summary: "The service of an ARN does not exist, or is not in lower case.",
  why: "The third field of an ARN is a service, in lower case: in ARNs letter case counts (R2). With any other text the ARN names nothing. What is known is a copy of AWS's list, whose date the message gives.",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:S3:::example-bucket/*" } }
                                                                                   ^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamobd:us-east-1:111122223333:table/T" } }
                                                                                       ^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/T" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws::::example-bucket" } }
                                                                             |`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:DynamoDB:us-east-1:111122223333:table/Orders" } }
                                                                                                                ^^^^^^^^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": ["arn:aws:IAM::111122223333:role/a"] } }
                                                                                                            ^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        title: "Some services have another name in ARNs",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "servicecatalog:DescribeProduct", "Resource": "arn:aws:catalog:us-east-1:111122223333:product/prod-1" } }`,
      },
      {
        title: "A wildcard is another rule's",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s*:::example-bucket/*" } }`,
      },
    ],
  },
  *check({ statements, catalog, spanIn }) {
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { arn, text, path } = resource;
        if (arn === undefined || !isOfWrongService(resource, catalog)) continue;
        const { text: service, start, end } = arn.service;
        const lower = service.toLowerCase();
        const meant = isKnown(lower, catalog)
          ? lower
          : nearestName(service, [...catalog.services, ...catalog.arnFields.services]);
        const corrected = meant === undefined ? undefined : text.slice(0, start) + meant + text.slice(end);
        const why = lower === service ? "unknown" : "case";
        yield {
          path,
          span: spanIn(path, start, end),
          data: { service, why, path, meant, corrected },
          awsIssueCode: why === "case" ? "INVALID_ARN_SERVICE_CASE" : "INVALID_SERVICE",
        };
      }
    }
  },
  message: ({ service, why, meant }, { catalog }) =>
    why === "case"
      ? `The service in an ARN is written in lower case, but this is ${quoted(service)}. The ARN names nothing. ${didYouMean(meant, "Write it in lower case.")}`
      : `There is no service ${quoted(service)} (AWS's list of ${catalog.source.date}). The ARN names nothing. ${didYouMean(meant, "Look the ARN up in the Service Authorization Reference.")}`,
  fixes: ({ path, corrected }) => useInstead(path, corrected),
});

function isOfWrongService({ arn }: ResourceText, catalog: Catalog): boolean {
  if (arn === undefined || arn.count < 6 || isOpen(arn.service.text)) return false;
  const service = arn.service.text;
  return service !== service.toLowerCase() || !isKnown(service, catalog);
}

function isKnown(service: string, catalog: Catalog): boolean {
  return catalog.hasService(service) || catalog.arnFields.services.includes(service);
}
