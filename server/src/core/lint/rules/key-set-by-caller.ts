import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly key: string }>({
  id: "key-set-by-caller",
  topic: "conditions",
  severity: "security-warning",
  awsIssueCode: "UNTRUSTWORTHY_CONDITION_KEY",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.keysSetByCaller.some((key) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A condition relies on a key whose value the caller chooses.",
  why: "`aws:referer` and `aws:UserAgent` are headers of the request. Whoever calls can write anything into them, so they keep nobody out.",
  seeAlso: [references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:Referer": "https://example.com/*" } } } }
                                                                                                                                       ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotLike": { "aws:UserAgent": "my-tool/*" } } } }
                                                                                                                                 ^^^^^^^^^^^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringLike": { "aws:referer": "https://example.com/*" } } } }
                                                                                                                                                         ^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceVpce": "vpce-12345678" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/UserAgent": "a" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
      },
    ],
  },
  *check(input) {
    const keys = input.catalog.conditionChecks.keysSetByCaller.map((key) => key.toLowerCase());
    for (const { condition } of conditionsOf(input)) {
      if (keys.includes(condition.lowerKey)) yield atKey(input, condition, { key: condition.key });
    }
  },
  message: ({ key }) =>
    `Whoever calls can choose the value of ${quoted(key)}, so the condition keeps nobody out. Use a key that AWS sets, such as "aws:SourceVpce" or "aws:PrincipalOrgID".`,
});
