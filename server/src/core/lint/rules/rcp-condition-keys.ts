import { quoted } from "../../messages/quoted.js";
import { atKey, needsKey } from "../conditionTests.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

type Fault = { readonly key: string; readonly missing: "not-a-service" | "a-service" | "null" };

const codes: { readonly [missing in Fault["missing"]]: string } = {
  "not-a-service": "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
  "a-service": "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
  null: "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
};

export default defineRule<Fault>({
  id: "rcp-condition-keys",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: Object.values(codes),
  elsewhere: [{ linter: "iam-policy-validator", check: "rcp_best_practices" }],
  appliesTo: ["rcp"],
  scope: "statement",
  concerns: {
    condition: ({ lowerKey, known }, { conditionChecks }) =>
      known?.global?.category === "principal" ||
      conditionChecks.sourceKeys.some((key) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A resource control policy denies services or people that it should not.",
  why: 'RCPs hold for people, roles and AWS services alike. Keys about the caller are missing or different for a service that calls on your behalf, so a Deny with them must leave services out with `"BoolIfExists": { "aws:PrincipalIsAWSService": "false" }`. Keys about the source are only there for services, so a Deny with them must leave everybody else out with the value `true`, and services that do not send them with a `Null` test.',
  seeAlso: [references.resourceControlPolicies, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                                             ^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalAccount": "111122223333" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/a" } } } }
                                                                                                                                                 ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Null": { "aws:SourceAccount": "false" } } } }
                                                                                                                                                             ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:SourceAccount": "111122223333" }, "Null": { "aws:SourceArn": "false" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": { "ArnNotLikeIfExists": { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" }, "Null": { "aws:SourceArn": "false" } } } }
                                                                                                                                                         ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } } }
                                                                                                                                                             ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceAccount": "111122223333" }, "BoolIfExists": { "aws:PrincipalIsAWSService": "true" } } } }
                                                                                                                                                              ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*", "Condition": { "ArnNotLikeIfExists": { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } } }
                                                                                                                                                         ^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" }, "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceOrgID": "o-a1b2c3d4e5" }, "Null": { "aws:SourceAccount": "false" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } } } }`,
      },
    ],
  },
  *check(input) {
    const sources = input.catalog.conditionChecks.sourceKeys.map((key) => key.toLowerCase());
    for (const statement of input.statements) {
      if (statement.effect !== "Deny") continue;
      for (const condition of statement.conditions) {
        const { known, key, lowerKey, operator } = condition;
        if (operator === undefined || operator.family === "null") continue;
        let missing: Fault["missing"] | undefined;
        if (sources.includes(lowerKey)) {
          if (!testsService(statement, "true")) missing = "a-service";
          else if (!needsKey(condition) && !requiresSource(statement)) missing = "null";
        } else if (known?.global?.category === "principal" && !/^aws:principal(isaws)?service/.test(lowerKey)) {
          if (!testsService(statement, "false")) missing = "not-a-service";
        }
        if (missing !== undefined) yield { ...atKey(input, condition, { key, missing }), awsIssueCode: codes[missing] };
      }
    }
  },
  message({ key, missing }) {
    switch (missing) {
      case "not-a-service":
        return `The Deny with ${quoted(key)} also meets AWS services that act on your behalf. Leave them out: add "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }.`;
      case "a-service":
        return `Only services have ${quoted(key)}, so the Deny may meet your own roles and users. Leave them out: add "Bool": { "aws:PrincipalIsAWSService": "true" }.`;
      case "null":
        return `Some services do not send ${quoted(key)}, and the Deny meets them. Leave them out: add "Null": { "aws:SourceAccount": "false" }.`;
    }
  },
});

function testsService({ conditions }: StatementFacts, value: "true" | "false"): boolean {
  return conditions.some(
    ({ lowerKey, operator, values }) =>
      lowerKey === "aws:principalisawsservice" &&
      operator?.family === "bool" &&
      values.length === 1 &&
      values[0]!.text.toLowerCase() === value,
  );
}

function requiresSource({ conditions }: StatementFacts): boolean {
  return conditions.some(
    (condition) => ["aws:sourceaccount", "aws:sourcearn"].includes(condition.lowerKey) && needsKey(condition),
  );
}
