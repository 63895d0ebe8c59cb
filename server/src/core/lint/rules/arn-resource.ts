import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface WrongResource {
  readonly resource: string;
  readonly service: string;
  /** Formats that the service has. */
  readonly formats: readonly string[];
}

export default defineRule<WrongResource>({
  id: "arn-resource",
  topic: "resources",
  severity: "error",
  awsIssueCode: "INVALID_ARN_RESOURCE",
  elsewhere: [{ linter: "parliament", check: "RESOURCE_MISMATCH" }],
  appliesTo: everyKind,
  scope: "statement",
  since: "0.1.0",
  summary: "The last part of an ARN fits no resource of the service.",
  why: "Each service has its own forms of ARNs. One that has none of them names nothing: a word such as `table/` is missing, misspelled, or followed by the wrong character. What is known is a copy of AWS's list, whose date the message gives.",
  seeAlso: [references.arns, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:Orders" } }
                                                                                                                       ^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:roles/Admin" } }
                                                                                                    ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "kms:*", "NotResource": ["arn:aws:kms:us-east-1:111122223333:key:*"] } }
                                                                                                          ^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::111122223333:*" } }`,
      },
      {
        title: "Any text may be a queue's name",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:111122223333:orders" } }`,
      },
    ],
  },
  *check({ statements, catalog, spanIn }) {
    for (const { resources } of statements) {
      for (const resource of resources) {
        const { arn } = resource;
        if (arn === undefined || resource.formats?.someFits() !== false) continue;
        const { path } = resource;
        const { text, start, end } = arn.resource;
        const service = arn.service.text;
        const formats = catalog.arnFormats(service).map((format) => format.text);
        yield { path, span: spanIn(path, start, end), data: { resource: text, service, formats } };
      }
    }
  },
  message({ resource, service, formats }, { catalog }) {
    const some = formats.length <= 3 ? ` It has ${formats.join(", ")}.` : "";
    const what = resource === "" ? "This ARN has no resource" : `${quoted(resource)} has the form of no resource`;
    return `${what} of ${catalog.title(service) ?? service} (AWS's list of ${catalog.source.date}). The ARN names nothing.${some} Look the form up in the Service Authorization Reference.`;
  },
});
