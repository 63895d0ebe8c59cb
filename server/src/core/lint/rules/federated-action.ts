import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import type { PrincipalFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

const needed = {
  "sts:assumerolewithsaml": "SAML provider",
  "sts:assumerolewithwebidentity": "web identity provider",
} as const;

export default defineRule<{ readonly action: string; readonly principals: readonly string[]; readonly need: string }>({
  id: "federated-action",
  topic: "principals",
  severity: "error",
  awsIssueCode: "MISMATCHED_ACTION_FOR_PRINCIPAL",
  elsewhere: [{ linter: "iam-policy-validator", check: "trust_policy_validation" }],
  appliesTo: ["trust"],
  scope: "statement",
  since: "0.1.0",
  summary: "A trust policy allows a way to assume the role that its principals can't go.",
  why: "`sts:AssumeRoleWithSAML` is for SAML providers, `sts:AssumeRoleWithWebIdentity` for OpenID Connect providers, both as principals of type `Federated`. Others can't assume the role that way.",
  seeAlso: [references.principal, references.webIdentityRoles],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": "sts:AssumeRoleWithWebIdentity" } }
                                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithSAML", "Condition": { "StringEquals": { "accounts.google.com:aud": "a" } } } }
                                                                                                                            ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ["sts:TagSession", "sts:AssumeRoleWithSAML"] } }
                                                                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "arn:aws:iam::111122223333:saml-provider/corp" }, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"] } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": { "StringEquals": { "accounts.google.com:aud": "a" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { effect, actions, principals } of statements) {
      if (effect !== "Allow" || principals.some(({ negated }) => negated)) continue;
      for (const { text, path, negated } of actions) {
        const action = text.toLowerCase();
        if (negated || !Object.hasOwn(needed, action)) continue;
        const need = needed[action as keyof typeof needed];
        const unfit = principals.filter((principal) => providerOf(principal) !== need);
        if (unfit.length === 0) continue;
        yield { path, data: { action: text, principals: unfit.map((each) => each.text), need } };
      }
    }
  },
  message: ({ action, principals, need }) =>
    `${quoted(action)} does not work for ${listed(principals.map(quoted), 2)}. Only a ${need}, as a Federated principal, can use it. Name such a provider, or another action.`,
});

/** Whether a text is a provider at all is another rule's question. */
function providerOf({ type, text }: PrincipalFacts): string {
  if (type !== "Federated") return "none";
  return text.includes(":saml-provider/") ? "SAML provider" : "web identity provider";
}
