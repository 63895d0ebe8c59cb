import { quoted } from "../../messages/quoted.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface TooPermissive {
  readonly condition: ConditionFacts;
  readonly text: string;
  readonly what: "wildcard" | "variable";
  readonly why: "sensitive" | "short" | "user-id";
}

const codes = { wildcard: "WILDCARD_USAGE_TOO_PERMISSIVE", variable: "VARIABLE_USAGE_TOO_PERMISSIVE" } as const;

export default defineRule<TooPermissive>({
  id: "too-permissive-value",
  topic: "conditions",
  severity: "error",
  awsIssueCode: ["WILDCARD_USAGE_TOO_PERMISSIVE", "VARIABLE_USAGE_TOO_PERMISSIVE"],
  appliesTo: everyKind,
  concerns: {
    condition: (condition) =>
      condition.values.some(({ text }) => [true, false].some((each) => problemOf(condition, text, each) !== undefined)),
  },
  since: "0.1.0",
  summary: "A wildcard or variable lets a condition match far more than it should.",
  why: "IDs of accounts, organizations, VPCs and endpoints have no common beginning that means anything, so AWS takes no wildcards there, and no variables whose value the caller may choose. In `aws:userid` a wildcard or variable may stand for the whole ID or behind the colon. In the `sub` claim of an identity provider six literal characters must stand before it. AWS does not publish to which other keys the last applies; here it is only these.",
  seeAlso: [references.globalKeys, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:PrincipalOrgID": "o-*" } } } }
                                                                                                                                                             ^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:userid": "AROA*" } } } }
                                                                                                                                                     ^^^^^^^`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:*" } } } }
                                                                                                                                                                                                                                                                                               ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "\${aws:PrincipalTag/endpoint}" } } } }
                                                                                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:userid": "AIDA\${aws:PrincipalTag/id}" } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "cognito-identity.amazonaws.com:aud": "a", "cognito-identity.amazonaws.com:sub": "\${aws:RequestTag/id}" } } } }
                                                                                                                                                                                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } } }`,
      },
      {
        title: "The value is AWS's, not the caller's",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:ResourceAccount": "\${aws:PrincipalAccount}" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:userid": ["AROAEXAMPLEID:*", "*:alice"] } } } }`,
      },
      {
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:octo-org/octo-repo:ref:refs/heads/*" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "a/*" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator } = condition;
      if (operator === undefined || operator.family !== "string" || operator.negated) continue;
      for (const { text, path } of condition.values) {
        const found = problemOf(condition, text, input.model.substitutesVariables);
        if (found !== undefined) yield { path, data: { condition, text, ...found }, awsIssueCode: codes[found.what] };
      }
    }
  },
  message({ condition, text, what, why }) {
    const { key } = condition;
    switch (why) {
      case "sensitive":
        return `The ${what} in ${quoted(text)} makes the condition on ${quoted(key)} match more than one can tell. AWS takes no ${what}s for this key. Write the value itself.`;
      case "user-id":
        return `The ${what} in ${quoted(text)} matches part of an ID, which means nothing. In ${quoted(key)} use it behind the colon, or for all that is before it.`;
      case "short":
        return `The ${what} in ${quoted(text)} lets identities of others match ${quoted(key)}. AWS wants at least six literal characters right before it. Name the subject.`;
    }
  },
});

const variable = /\$\{([^}]*)\}/g;

/** Keys whose values AWS gives, which neither the caller nor the owner of a tag can choose. */
const givenByAws =
  /^(aws:(principalaccount|principalorgid|resourceaccount|resourceorgid|sourceaccount|sourceorgid|sourcevpc|sourcevpce|userid)|[*?$])$/i;

function problemOf(
  { operator, known, lowerKey, keyPrefix }: ConditionFacts,
  text: string,
  substitutes: boolean,
): Pick<TooPermissive, "what" | "why"> | undefined {
  // What stands for a chosen variable is one letter of its own; others are as good as literal text.
  const open = "\uE000";
  const marked = text.replace(variable, (whole, inside: string) =>
    substitutes && !givenByAws.test((inside.split(",", 1)[0] ?? "").trim()) ? open : whole.replace(/[*?]/g, "x"),
  );
  const hasWildcard = operator?.base === "StringLike" && /[*?]/.test(marked);
  const hasVariable = marked.includes(open);
  if (!hasWildcard && !hasVariable) return undefined;
  const what = hasWildcard ? "wildcard" : "variable";
  if (known?.global?.sensitive === true) return { what, why: "sensitive" };
  if (lowerKey === "aws:userid") {
    const [before = "", after] = marked.split(":", 2);
    const whole = /^[*?\uE000]+$/.test(before) && after !== undefined;
    const literal = !/[*?\uE000]/.test(before) && after !== undefined;
    return whole || literal ? undefined : { what, why: "user-id" };
  }
  if (!lowerKey.endsWith(":sub") || !keyPrefix.includes(".")) return undefined;
  return marked
    .split(/[*?\uE000]+/)
    .slice(0, -1)
    .some((before) => before.length < 6)
    ? { what, why: "short" }
    : undefined;
}
