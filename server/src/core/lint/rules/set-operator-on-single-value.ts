import { quoted } from "../../messages/quoted.js";
import { withOperator } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<ConditionFacts>({
  id: "set-operator-on-single-value",
  topic: "conditions",
  severity: "security-warning",
  awsIssueCode: "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
  elsewhere: [
    { linter: "parliament", check: "SINGLE_VALUE_CONDITION_TOO_PERMISSIVE" },
    { linter: "iam-policy-validator", check: "set_operator_validation" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ operator, known }) => operator?.qualifier === "ForAllValues" && known?.multivalued === false,
  },
  since: "0.1.0",
  summary: "`ForAllValues` stands before a test of a key that has one value.",
  why: "`ForAllValues` is also true when the key is not in the request. For a key with a single value that lets more requests match than meant. `ForAllValues` is for keys that hold a list.",
  seeAlso: [references.multivaluedKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:PrincipalTag/team": "red" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "ForAllValues:StringLike": { "s3:prefix": "home/*" } } } }
                                                                                                                                                     ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }
                                                                                                                                                   ^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "red" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "ec2:CreateTags", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "aws:TagKeys": "team" } } } }`,
      },
      {
        title: "AWS's reference gives the key one value, its validator accepts several",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "codestar-connections:UseConnection", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "codestar-connections:ProviderAction": ["GetBranch", "ListBranches"] } } } }`,
      },
      {
        title: "The catalog does not know the key",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "ForAllValues:StringEquals": { "example.com:groups": "a" } } } }`,
      },
    ],
  },
  *check(input) {
    const several = input.catalog.conditionChecks.severalValuedKeys.map((key) => key.toLowerCase());
    for (const { condition } of conditionsOf(input)) {
      const { operator, known, lowerKey } = condition;
      if (operator?.qualifier !== "ForAllValues" || operator.family === "null" || lowerKey.endsWith(":aud")) continue;
      if (known?.multivalued === false && !several.includes(lowerKey)) yield atKey(input, condition, condition);
    }
  },
  message: ({ key, operatorText }) =>
    `${quoted(key)} has one value, and ${quoted(operatorText)} also holds when a request has none. More requests match than it seems. Take "ForAllValues:" away.`,
  fixes(condition, input) {
    const operator = condition.operatorText.replace(/^ForAllValues:/, "");
    const edits = withOperator(condition, operator, input);
    return edits === undefined
      ? []
      : [{ id: "use-operator", title: `Use ${quoted(operator)}`, edits, access: "wider", preferred: false }];
  },
});
