import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf, isRequiredElsewhere } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind, type StatementRuleInput } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "set-operator-without-null",
  topic: "conditions",
  severity: "suggestion",
  elsewhere: [{ linter: "iam-policy-validator", check: "set_operator_validation" }],
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ operator, known, lowerKey }) =>
      operator?.qualifier === "ForAllValues" && known?.multivalued === true && !/tag-?keys$/.test(lowerKey),
  },
  since: "0.1.0",
  summary: "An Allow with `ForAllValues` also holds for requests without the key.",
  why: "`ForAllValues` is true when the key is not in the request at all. Where the key must be there, a `Null` test with the value `false` says so. Keys of tags are left out: a request that sets no tags is usually meant to be allowed; and keys that every request of the statement's actions has, such as `dynamodb:LeadingKeys` for GetItem.",
  seeAlso: [references.multivaluedKeys, references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": ["tenant"] } } } }
                                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A scan names no key",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Scan"], "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } } } }
                                                                                                                                                                             ^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" }, "Null": { "aws:CalledVia": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAnyValue:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } } } }`,
      },
      {
        title: "Attributes of DynamoDB items have a rule of their own",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "dynamodb:Query", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:Attributes": "id" }, "StringEqualsIfExists": { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" } } } }`,
      },
      {
        title: "Keys of tags",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } } }`,
      },
      {
        title: "Every request of these actions has the key",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": "a" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:CalledVia": "athena.amazonaws.com" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { statement, condition } of conditionsOf(input)) {
      const { operator, known, lowerKey } = condition;
      if (statement.effect !== "Allow" || operator?.qualifier !== "ForAllValues" || operator.family === "null")
        continue;
      if (known?.multivalued !== true || /tag-?keys$/.test(lowerKey)) continue;
      // What a read without it returns is rule dynamodb-attributes' to say.
      if (lowerKey === "dynamodb:attributes") continue;
      if (isRequiredElsewhere(statement, condition) || isAlwaysSent(statement, condition, input)) continue;
      yield atKey(input, condition, condition);
    }
  },
  message: ({ key, operatorText }) =>
    `The statement also allows requests that do not have ${quoted(key)}: ${quoted(operatorText)} holds for them. Where the key must be there, add "Null": { ${quoted(key)}: "false" }.`,
  fixes({ key, operatorPath }, input) {
    const block = operatorPath.slice(0, -1);
    const nulls = input.nodeAt([...block, "Null"]);
    if (nulls !== undefined && nulls.type !== "object") return [];
    const edits =
      nulls === undefined
        ? [{ kind: "set" as const, path: block, key: "Null", value: { [key]: "false" } }]
        : [{ kind: "set" as const, path: [...block, "Null"], key, value: "false" }];
    return [{ id: "add-null", title: `Require ${quoted(key)}`, edits, access: "narrower" }];
  },
});

/** Whether every action that the statement allows, and there is one, has the key in each of its requests. */
function isAlwaysSent(
  { actions }: StatementFacts,
  { lowerKey }: ConditionFacts,
  { catalog }: StatementRuleInput,
): boolean {
  const entry = catalog.conditionChecks.keysAlwaysSent.find(({ key }) => key.toLowerCase() === lowerKey);
  if (entry === undefined || actions.length === 0) return false;
  const sending = new Set(entry.actions.map((action) => action.toLowerCase()));
  return actions.every((action) => {
    if (action.negated) return false;
    // Many are named, and need not be looked for.
    if (action.form === "named" && action.known !== undefined) return sending.has(action.lower);
    return (
      action.matches !== undefined &&
      [...action.matches].every(([service, names]) =>
        names.every((name) => sending.has(`${service}:${name}`.toLowerCase())),
      )
    );
  });
}
