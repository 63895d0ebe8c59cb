import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { atKey, needsKey, testsOneOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

type Fault =
  | { readonly kind: "unrestricted"; readonly service: string }
  | { readonly kind: "weak" | "absent"; readonly key: string };

export default defineRule<Fault>({
  id: "service-principal-source",
  topic: "principals",
  severity: "security-warning",
  awsIssueCode: [
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
  ],
  elsewhere: [{ linter: "iam-policy-validator", check: "principal_validation" }],
  appliesTo: ["resource"],
  scope: "statement",
  since: "0.1.0",
  summary: "A resource policy allows a service without saying on whose behalf.",
  why: "A service acts for many customers. Without a condition on the source, anybody who uses the service may have it act on your resource: the confused deputy. Test `aws:SourceArn`, `aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths`. Keys about the caller's organization or tags are not in requests of a service at all.",
  seeAlso: [references.confusedDeputy, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } }
                                                                                       ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333", "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } }
                                                                                                              ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } } }
                                                                                       ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ses.amazonaws.com" }, "Action": "s3:PutObject", "Resource": "*", "Condition": { "StringEquals": { "aws:Referer": "111122223333" } } } }
                                                                                                                                                                                          ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sns:Publish", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceOwner": "111122223333" } } } }
                                                                                                                                                                                        ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "events.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "StringLike": { "aws:UserAgent": "a" } } } }
                                                                                                                                                                                              ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "cloudfront.amazonaws.com" }, "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5", "aws:SourceAccount": "111122223333" } } } }
                                                                                                                                                                                                 ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" }, "StringEquals": { "aws:SourceAccount": "111122223333" } } } }
                                                                                                                                                                                                       ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red", "aws:SourceAccount": "111122223333" } } } }
                                                                                                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "ArnEquals": { "aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sqs:SendMessage", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }`,
      },
    ],
  },
  *check(input) {
    const { sourceKeys, weakSourceKeys } = input.catalog.conditionChecks;
    const weak = weakSourceKeys.map((key) => key.toLowerCase());
    for (const statement of input.statements) {
      const { effect, principals, conditions } = statement;
      const services = principals.filter(({ type, negated }) => type === "Service" && !negated);
      if (effect !== "Allow" || services.length === 0) continue;
      if (services.length === principals.length) {
        for (const condition of conditions) {
          if (!absentForServices.test(condition.lowerKey) || !needsKey(condition)) continue;
          const awsIssueCode = "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL";
          yield {
            ...atKey<Fault>(input, condition, { kind: "absent", key: condition.key }),
            awsIssueCode,
            severity: "error",
          };
        }
      }
      if (testsOneOf(statement, sourceKeys)) continue;
      const used = conditions.find(({ lowerKey }) => weak.includes(lowerKey));
      if (used !== undefined) {
        const awsIssueCode = "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL";
        yield { ...atKey<Fault>(input, used, { kind: "weak", key: used.key }), awsIssueCode, severity: "suggestion" };
        continue;
      }
      for (const { text, path } of services) {
        const awsIssueCode = "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL";
        yield { path, data: { kind: "unrestricted", service: text }, awsIssueCode };
      }
    }
  },
  message(fault, { catalog }) {
    const better = alternatives(catalog.conditionChecks.sourceKeys.map(quoted));
    switch (fault.kind) {
      case "unrestricted":
        return `${quoted(fault.service)} may act on this resource for whoever uses the service. Test on whose behalf it calls, with ${better}.`;
      case "weak":
        return `${quoted(fault.key)} does not tell well on whose behalf a service calls. Use ${better}.`;
      case "absent":
        return `A service that calls has no ${quoted(fault.key)}, so the statement allows nothing. Use ${better}.`;
    }
  },
});

/** Facts about a caller in an organization or with tags, which a service has not. */
const absentForServices = /^aws:principal(orgid|orgpaths|tag\/.+)$/;
