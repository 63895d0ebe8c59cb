import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";
import { allowsAction } from "../statementActions.js";

type Fault =
  | { readonly kind: "missing"; readonly key: string; readonly actions: readonly string[] }
  | { readonly kind: "unsupported"; readonly key: string; readonly action: string };

export default defineRule<Fault>({
  id: "key-without-action",
  topic: "conditions",
  severity: "error",
  awsIssueCode: ["MISSING_ACTION_FOR_CONDITION_KEY", "UNSUPPORTED_ACTION_FOR_CONDITION_KEY"],
  elsewhere: [{ linter: "iam-policy-validator", check: "condition_key_validation" }],
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.actionsOfKeys.some(({ key }) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A condition key belongs to an action that the statement does not have, or has beside others.",
  why: "Some keys are evaluated for one action only, such as `iam:PassedToService` for `iam:PassRole`. Without the action the condition tests nothing; for other actions beside it the key is never there, so that the statement does not hold for them. AWS does not publish its list of such keys; here it is a short one.",
  seeAlso: [references.iamKeys, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:GetRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } } }
                                                                                                                                        ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:RunInstances", "Resource": "*", "Condition": { "StringEquals": { "ec2:CreateAction": "RunInstances" } } } }
                                                                                                                                             ^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:CreateRole", "Resource": "*", "Condition": { "ArnLike": { "iam:AssociatedResourceArn": "arn:aws:ec2:*:*:instance/*" } } } }
                                                                                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "iam:GetRole"], "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } } }
                                                                                        ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": ["iam:ListRoles", "iam:PassRole"], "Resource": "*", "Condition": { "StringNotEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } } }
                                                                       ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["ec2:CreateTags", "ec2:DescribeInstances"], "Resource": "*", "Condition": { "StringEquals": { "ec2:CreateAction": "RunInstances" } } } }
                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "ec2.amazonaws.com" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "StringEqualsIfExists": { "iam:PassedToService": "ec2.amazonaws.com" } } } }`,
      },
      {
        title: "The call that assumes the role carries the key too",
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "sts:SourceIdentity": "alice" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["iam:PassRole", "iam:GetRole"], "Resource": "*", "Condition": { "StringEqualsIfExists": { "iam:PassedToService": "ec2.amazonaws.com" } } } }`,
      },
    ],
  },
  *check(input) {
    const { actionsOfKeys } = input.catalog.conditionChecks;
    for (const { statement, condition } of conditionsOf(input)) {
      const entry = actionsOfKeys.find(({ key }) => key.toLowerCase() === condition.lowerKey);
      const { operator, key } = condition;
      if (entry === undefined || operator === undefined || statement.actions.length === 0) continue;
      if (statement.actions.some(({ negated }) => negated)) continue;
      if (!entry.actions.some((action) => allowsAction(statement, action))) {
        const awsIssueCode = "MISSING_ACTION_FOR_CONDITION_KEY";
        yield { ...atKey<Fault>(input, condition, { kind: "missing", key, actions: entry.actions }), awsIssueCode };
        continue;
      }
      // With IfExists it is said that the key may be missing.
      if (operator.ifExists || operator.family === "null") continue;
      for (const action of statement.actions) {
        const { form, text, lower } = action;
        if (form !== "named" || action.carriesKey(entry.key, input.catalog) !== false) continue;
        if (entry.actions.some((each) => each.toLowerCase() === lower)) continue;
        const awsIssueCode = "UNSUPPORTED_ACTION_FOR_CONDITION_KEY";
        const related = [{ path: condition.path, message: "The condition on the key." }];
        yield { path: action.path, data: { kind: "unsupported", key, action: text }, awsIssueCode, related };
      }
    }
  },
  message: (fault) =>
    fault.kind === "missing"
      ? `${quoted(fault.key)} is only there for ${alternatives(fault.actions.map(quoted))}, which the statement does not have. The condition does not test what it says. Add the action, or take the condition away.`
      : `${quoted(fault.key)} is not known for ${quoted(fault.action)}. Where a request does not carry the key, the condition is not evaluated as meant. Move the action to a statement without this condition.`,
});
