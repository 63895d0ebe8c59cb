import { quoted } from "../../messages/quoted.js";
import { nearestName } from "../../text/nearestName.js";
import { withKey } from "../conditionEdits.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unprefixed {
  readonly condition: ConditionFacts;
  readonly meant: string | undefined;
}

export default defineRule<Unprefixed>({
  id: "condition-key-format",
  topic: "conditions",
  severity: "error",
  awsIssueCode: "INVALID_CONDITION_KEY_FORMAT",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ key }) => !isWellFormed(key) },
  since: "0.1.0",
  summary: "A condition key is not written as `prefix:name`.",
  why: "A condition key is `aws:` or a service prefix, a colon, and a name: `aws:SourceIp`, `s3:prefix`. AWS rejects a policy with any other.",
  seeAlso: [references.condition, references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "SourceIp": "203.0.113.0/24" } } } }
                                                                                                                                      ^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:": "home/*" } } } }
                                                                                                                                        ^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { ":PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws: PrincipalOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                         ^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "StringLike": { "s3:prefix": "home/*" } } } }`,
      },
      {
        title: "Tag keys may have spaces and colons",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/cost center:b": "42" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { key } = condition;
      if (isWellFormed(key)) continue;
      const bare = key.replace(/^[^:]*:/, "").trim();
      const names = input.catalog.globalKeys.all.map((each) => each.key);
      const known = names.map((name) => name.slice(name.indexOf(":") + 1));
      const near = bare === "" ? undefined : nearestName(bare, known);
      yield atKey(input, condition, { condition, meant: near === undefined ? undefined : names[known.indexOf(near)] });
    }
  },
  message({ condition, meant }) {
    const advice =
      meant === undefined ? 'Write it as in "aws:SourceIp" or "s3:prefix".' : `Did you mean ${quoted(meant)}?`;
    return `${quoted(condition.key)} is no condition key: a key is a prefix, a colon and a name. AWS rejects the policy. ${advice}`;
  },
  fixes({ condition, meant }, input) {
    if (meant === undefined || meant.includes("${")) return [];
    const edits = withKey(condition, meant, input);
    if (edits === undefined) return [];
    return [{ id: "use-key", title: `Use ${quoted(meant)}`, edits, access: "text-only", preferred: true }];
  },
});

function isWellFormed(key: string): boolean {
  return /^[^:\s]+:[^:\s/]/.test(key) && !/\s/.test(key.split("/", 1)[0] ?? "");
}
