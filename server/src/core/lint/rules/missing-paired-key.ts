import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf, testsOneOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly key: string; readonly oneOf: readonly string[] }>({
  id: "missing-paired-key",
  topic: "conditions",
  severity: "security-warning",
  awsIssueCode: "MISSING_PAIRED_CONDITION_KEYS",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.pairedKeys.some(({ key }) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A condition tests a private address without the VPC that it belongs to.",
  why: "Every VPC may have the same private addresses. `aws:VpcSourceIp` alone also matches requests from VPCs of others; together with the VPC or its endpoint it says which one is meant.",
  seeAlso: [references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" } } } }
                                                                                                                                      ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "NotIpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" } } } }
                                                                                                                                ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:Ec2InstanceSourcePrivateIPv4": "10.0.0.7" } } } }
                                                                                                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" }, "StringEquals": { "aws:SourceVpc": "vpc-12345678" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:VpcSourceIp": "10.0.0.0/16" }, "StringEquals": { "aws:sourceVpce": "vpce-12345678" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
      },
    ],
  },
  *check(input) {
    const { pairedKeys } = input.catalog.conditionChecks;
    for (const { statement, condition } of conditionsOf(input)) {
      const pair = pairedKeys.find(({ key }) => key.toLowerCase() === condition.lowerKey);
      if (pair === undefined || condition.operator?.family === "null" || testsOneOf(statement, pair.oneOf)) continue;
      yield atKey(input, condition, { key: condition.key, oneOf: pair.oneOf });
    }
  },
  message: ({ key, oneOf }) =>
    `${quoted(key)} alone also matches the same address in VPCs of others. Test it together with ${alternatives(oneOf.map(quoted))}.`,
});
