import { type IpRange, parseIpRange } from "../../access/evaluate/ipRange.js";
import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { conditionsOf } from "../conditionTests.js";
import type { ConditionFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Private {
  readonly condition: ConditionFacts;
  readonly text: string;
  readonly all: boolean;
}

export default defineRule<Private>({
  id: "private-ip-address",
  topic: "conditions",
  severity: "error",
  awsIssueCode: [
    "PRIVATE_IP_ADDRESS",
    "PRIVATE_NOT_IP_ADDRESS",
    "PRIVATE_IP_ADDRESS_SUBSET",
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ operator, lowerKey }) => operator?.family === "ip" && lowerKey === "aws:sourceip" },
  since: "0.1.0",
  summary: "`aws:SourceIp` is compared with private addresses.",
  why: "`aws:SourceIp` is the public address that a request comes from. Private ranges never match it: `IpAddress` with nothing else never holds, `NotIpAddress` always does. Through a VPC endpoint the private address is in `aws:VpcSourceIp`.",
  seeAlso: [references.globalKeys, references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } } }
                                                                                                                                                      ^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "fd00::/8" } } } }
                                                                                                                                                      ^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["192.168.1.0/24", "172.16.5.4"] } } } }
                                                                                                                                                      ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": "10.1.0.0/16" } } } }
                                                                                                                                                ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddressIfExists": { "aws:SourceIp": "172.20.0.0/16" } } } }
                                                                                                                                                        ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["192.168.0.0/16", "10.0.0.0/8"] } } } }
                                                                                                                                                ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] } } } }
                                                                                                                                                                         ^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["192.168.1.1", "203.0.113.0/24"] } } } }
                                                                                                                                                       ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["2001:db8::/32", "fd12::/16"] } } } }
                                                                                                                                                                        ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24", "10.0.0.0/8"] } } } }
                                                                                                                                                                   ^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["192.168.0.0/16", "203.0.113.0/24"] } } } }
                                                                                                                                                 ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["203.0.113.0/24", "169.254.1.1"] } } } }
                                                                                                                                                                   ^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/8" }, "StringEquals": { "aws:SourceVpc": "vpc-12345678" } } } }`,
      },
      {
        title: "Reaches beyond the private range",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "0.0.0.0/0" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      const { operator, values } = condition;
      if (operator?.family !== "ip" || condition.lowerKey !== "aws:sourceip") continue;
      const privateRanges = input.catalog.conditionChecks.privateRanges.flatMap((text) => parseIpRange(text) ?? []);
      const flagged = values.filter(({ text }) => isWithin(parseIpRange(text), privateRanges));
      if (flagged.length === 0) continue;
      const name = operator.negated ? "PRIVATE_NOT_IP_ADDRESS" : "PRIVATE_IP_ADDRESS";
      const all = flagged.length === values.length;
      const found = (path: PolicyPath, text: string) => ({ path, data: { condition, text, all } });
      if (all) {
        const [first] = flagged;
        yield { ...found(condition.path, first!.text), awsIssueCode: name };
      } else {
        for (const { path, text } of flagged) {
          yield { ...found(path, text), awsIssueCode: `${name}_SUBSET`, severity: "suggestion" };
        }
      }
    }
  },
  message({ condition, text, all }) {
    const negated = condition.operator?.negated === true;
    const what = all
      ? `so the condition ${negated ? "always" : "never"} holds`
      : `so it ${negated ? "excepts" : "matches"} nothing`;
    return `${quoted(text)} is a private address, and "aws:SourceIp" is always a public one, ${what}. Use public ranges; for requests through a VPC endpoint, "aws:VpcSourceIp" together with "aws:SourceVpc".`;
  },
  fixes: ({ all, condition, text }) => {
    const value = condition.values.find((each) => each.text === text);
    if (all || value === undefined) return [];
    return [
      {
        id: "remove",
        title: `Remove ${quoted(text)}`,
        edits: [{ kind: "remove", path: value.path }],
        access: "text-only",
      },
    ];
  },
});

function isWithin(range: IpRange | undefined, ranges: readonly IpRange[]): boolean {
  if (range === undefined) return false;
  return ranges.some(
    ({ version, first, last }) => version === range.version && first <= range.first && range.last <= last,
  );
}
