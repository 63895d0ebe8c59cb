import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

type Fault = "deny-misses-absent" | "allow-without-mfa" | "allow-if-exists" | "allow-present" | "deny-absent";

export default defineRule<{ readonly condition: ConditionFacts; readonly fault: Fault }>({
  id: "mfa-condition",
  topic: "conditions",
  severity: "security-warning",
  elsewhere: [
    { linter: "parliament", check: "BAD_PATTERN_FOR_MFA" },
    { linter: "iam-policy-validator", check: "mfa_condition_antipattern" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ lowerKey }) => lowerKey === "aws:multifactorauthpresent" },
  since: "0.1.0",
  summary: "A condition on multi-factor authentication can be met without it.",
  why: "`aws:MultiFactorAuthPresent` is only in requests with temporary credentials; calls with long-term access keys do not have it. A Deny with `Bool` and `false` does not meet those, and an Allow with `BoolIfExists` lets them in. That the key is there does not mean that it is true. Allow with `Bool` and `true`, or deny with `BoolIfExists` and `false`. A session always has temporary credentials, so in a session policy `IfExists` makes no difference and is not flagged.",
  seeAlso: [references.globalKeys, references.conditionOperators],
  examples: {
    invalid: [
      {
        kind: "identity",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } } }
                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        kind: "identity",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } } } }
                                                                                                                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": false } } } }
                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "There, but perhaps false",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "Null": { "aws:MultiFactorAuthPresent": "false" } } } }
                                                                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Null": { "aws:MultiFactorAuthPresent": "true" } } } }
                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "3600" } } } }`,
      },
      {
        title: "A session has temporary credentials, which have the key",
        kind: "session",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } } }`,
      },
      {
        title: "Presence beside the value",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:*", "Resource": "*", "Condition": { "Null": { "aws:MultiFactorAuthPresent": "false" }, "Bool": { "aws:MultiFactorAuthPresent": "true" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { statement, condition } of conditionsOf(input)) {
      if (condition.lowerKey !== "aws:multifactorauthpresent") continue;
      const others = statement.conditions.filter((each) => each.lowerKey === condition.lowerKey).length > 1;
      const fault = others ? undefined : faultOf(condition, statement.effect);
      if (fault === undefined || (input.kind === "session" && aboutLongTermKeys.has(fault))) continue;
      yield atKey(input, condition, { condition, fault });
    }
  },
  message({ condition: { key }, fault }) {
    switch (fault) {
      case "deny-misses-absent":
        return `The Deny does not meet calls with long-term access keys: they have no ${quoted(key)}. Use "BoolIfExists".`;
      case "allow-without-mfa":
        return `The statement allows just the calls without multi-factor authentication. Test ${quoted(key)} for "true".`;
      case "allow-if-exists":
        return `The statement also allows calls with long-term access keys: they have no ${quoted(key)}. Use "Bool".`;
      case "allow-present":
        return `That ${quoted(key)} is in a request does not mean that it is true. The condition can be met without multi-factor authentication. Test it with "Bool".`;
      case "deny-absent":
        return `The Deny does not meet calls in which ${quoted(key)} is false: it only asks whether the key is there. Use "BoolIfExists" with "false".`;
    }
  },
});

/** Nothing that a session can run into: its credentials are temporary (C8). */
const aboutLongTermKeys: ReadonlySet<Fault> = new Set(["deny-misses-absent", "allow-if-exists"]);

function faultOf({ operator, values }: ConditionFacts, effect: "Allow" | "Deny" | undefined): Fault | undefined {
  const value = values.length === 1 ? values[0]!.text.toLowerCase() : undefined;
  if (operator?.family === "null") {
    const protects = effect === "Allow" ? value === "false" : value === "true";
    if (!protects) return undefined;
    return effect === "Allow" ? "allow-present" : "deny-absent";
  }
  if (operator?.family !== "bool" || operator.qualifier !== "none") return undefined;
  if (effect === "Deny") return value === "false" && !operator.ifExists ? "deny-misses-absent" : undefined;
  if (effect !== "Allow") return undefined;
  if (value === "false") return "allow-without-mfa";
  return value === "true" && operator.ifExists ? "allow-if-exists" : undefined;
}
