import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "audience-set-operator",
  topic: "principals",
  severity: "security-warning",
  awsIssueCode: ["FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", "CONFIRM_AUDIENCE_CLAIM_TYPE"],
  appliesTo: ["trust"],
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey.endsWith(":aud") },
  since: "0.1.0",
  summary: "The claim `aud` of a token is tested with a set operator.",
  why: "The audience of a token is one value in the request. `ForAllValues` also holds where there is none, and `ForAnyValue` says that any of several will do.",
  seeAlso: [references.webIdentityRoles, references.multivaluedKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAnyValue:StringEquals": { "accounts.google.com:aud": "a" } } } }
                                                                                                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:aud": "us-east-1:*" } } } }
                                                                                                                                                                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithSAML", "Condition": { "ForAnyValue:StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } } } }
                                                                                                                                                                                                                            ^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAllValues:StringEquals": { "accounts.google.com:aud": "a" } } } }
                                                                                                                                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "ForAllValues:StringEquals": { "gitlab.com:aud": "a" } } } }
                                                                                                                                                                                                                                          ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/main" }, "ForAllValues:StringEquals": { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } } } }
                                                                                                                                                                                                                                                                                                                                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "accounts.google.com:aud": ["a", "b"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "cognito-identity.amazonaws.com:aud": "a" }, "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, lowerKey } = condition;
      if (!lowerKey.endsWith(":aud") || operator === undefined || operator.qualifier === "none") continue;
      const any = operator.qualifier === "ForAnyValue";
      yield {
        ...atKey(input, condition, condition),
        awsIssueCode: any ? "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE" : "CONFIRM_AUDIENCE_CLAIM_TYPE",
        ...(!any && { severity: "suggestion" as const }),
      };
    }
  },
  message: ({ key, operator }) => {
    const result =
      operator?.qualifier === "ForAllValues" ? "also holds where there is none" : "is for keys with several values";
    return `${quoted(key)} has one value, and ${quoted(`${operator?.qualifier}:`)} ${result}. The role may be open to more than you mean. Take the set operator away.`;
  },
  fixes(condition, input) {
    const operator = condition.operatorText.replace(/^[^:]*:/, "");
    const edits = withOperator(condition, operator, input);
    return edits === undefined
      ? []
      : [{ id: "use-operator", title: `Use ${quoted(operator)}`, edits, access: "wider" }];
  },
});
