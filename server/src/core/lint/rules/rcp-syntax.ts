import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule, type StatementRuleInput } from "../rule.js";

type Mistake = "allow" | "principal" | "not-action" | "action" | "every-action";

interface Found {
  readonly mistake: Mistake;
  readonly text: string;
  readonly path: PolicyPath;
  readonly on?: "key";
}

const codes: { readonly [mistake in Mistake]: string } = {
  allow: "RCP_SYNTAX_ERROR_ALLOW",
  principal: "RCP_SYNTAX_ERROR_PRINCIPAL",
  "not-action": "RCP_SYNTAX_ERROR_NOTACTION",
  action: "RCP_SYNTAX_ERROR_ACTION",
  "every-action": "RCP_SYNTAX_ERROR_ACTION",
};

export default defineRule<Found>({
  id: "rcp-syntax",
  topic: "elements",
  severity: "error",
  awsIssueCode: [...new Set(Object.values(codes))],
  elsewhere: [{ linter: "iam-policy-validator", check: "policy_type_validation" }],
  appliesTo: ["rcp"],
  scope: "statement",
  since: "0.1.0",
  summary: "A resource control policy uses what such policies don't have.",
  why: 'A resource control policy only denies: the one Allow is AWS\'s own `RCPFullAWSAccess`, which nobody changes. It speaks of every principal (`"Principal": "*"`; single ones are left out by conditions), names its actions with `Action`, and only actions of services that support such policies. AWS rejects any other. That `*` alone is no action for them (G9) is known from other validators, not from AWS\'s pages.',
  seeAlso: [references.controlPolicies, references.checks],
  examples: {
    invalid: [
      {
        title: "It allows",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" } }
                                                    ^^^^^^^`,
      },
      {
        title: "Single principals",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": "*" } }
                                                                                  ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotPrincipal": "*", "Action": "s3:*", "Resource": "*" } }
                                                            ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*" } }
                                                                              ^^^^^^^^^^^`,
      },
      {
        title: "Not every service supports them",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": ["s3:*", "ec2:*"], "Resource": "*" } }
                                                                                                 ^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:aws:s3:::b" } }
                                                    ^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }] }
                                                     ^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "s3:*", "Resource": "*" } }
                                                                                      ^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Deny", "Principal": "*", "NotAction": ["s3:*", "kms:*"], "Resource": "*" }] }
                                                                               ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "NotAction": "sts:AssumeRole", "Effect": "Deny", "Principal": { "AWS": "*" }, "Resource": "*" } }
                                          ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "iam:CreateUser", "Resource": "*" } }
                                                                                        ^^^^^^^^^^^^^^^^`,
      },
      {
        title: "Every action",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "false" } } } }
                                                                                        ^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } } } }`,
      },
      {
        title: "AWS's own",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": ["kms:*", "sts:AssumeRole"], "Resource": "*" } }`,
      },
    ],
  },
  *check(input) {
    for (const statement of input.statements) {
      for (const found of mistakesIn(statement, input)) {
        const { path, on, mistake } = found;
        yield {
          path,
          ...(on === "key" && { span: input.keySpanOf(path) }),
          data: found,
          awsIssueCode: codes[mistake],
        };
      }
    }
  },
  message({ mistake, text }) {
    switch (mistake) {
      case "allow":
        return "A resource control policy can't allow anything. AWS rejects it. Use Deny; only AWS's own policy allows, everything to everyone.";
      case "principal":
        return `A resource control policy speaks of every principal. AWS rejects ${quoted(text)} here. Write "Principal": "*", and leave principals out by conditions.`;
      case "not-action":
        return "A resource control policy may not have NotAction. AWS rejects it. Name the actions with Action.";
      case "every-action":
        return `A resource control policy names the services that it is about; "*" alone stands only in AWS's own policy. Write for example "s3:*".`;
      case "action":
        return `Resource control policies don't apply to the service of ${quoted(text)}. AWS rejects the policy. Remove the action.`;
    }
  },
});

function* mistakesIn(statement: StatementFacts, { nodeAt, catalog }: StatementRuleInput): Iterable<Found> {
  const { path, effect, actions, resources, principals, conditions } = statement;
  const isAwsOwn =
    actions.every(({ text, negated }) => text === "*" && !negated) &&
    resources.every(({ text, negated }) => text === "*" && !negated) &&
    conditions.length === 0;
  if (effect === "Allow" && !isAwsOwn) yield { mistake: "allow", text: "Allow", path: [...path, "Effect"] };
  for (const name of ["NotPrincipal", "NotAction"] as const) {
    if (nodeAt([...path, name]) === undefined) continue;
    const mistake = name === "NotAction" ? "not-action" : "principal";
    yield { mistake, text: name, path: [...path, name], on: "key" };
  }
  for (const { type, text, negated, path: at } of principals) {
    if (!negated && text !== "*" && (type === "AWS" || type === "")) yield { mistake: "principal", text, path: at };
    else if (!negated && type !== "*" && type !== "AWS" && type !== "") yield { mistake: "principal", text, path: at };
  }
  if (effect === "Deny") {
    for (const { text, negated, path: at } of actions) {
      if (!negated && text === "*") yield { mistake: "every-action", text, path: at };
    }
  }
  for (const { form, service, text, negated, path: at } of actions) {
    if (negated || (form !== "named" && form !== "pattern") || !catalog.hasService(service)) continue;
    if (!catalog.supportsResourceControlPolicies(service)) yield { mistake: "action", text, path: at };
  }
}
