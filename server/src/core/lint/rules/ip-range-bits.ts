import { ipText, parseIpAddress, parseIpRange } from "../../access/evaluate/ipRange.js";
import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { conditionsOf } from "../conditionTests.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly path: PolicyPath; readonly text: string; readonly better: string }>({
  id: "ip-range-bits",
  topic: "conditions",
  severity: "suggestion",
  awsIssueCode: "IMPROVE_IP_RANGE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: ({ operator }) => operator?.family === "ip" },
  since: "0.1.0",
  summary: "A range of IP addresses has bits behind its prefix.",
  why: "The bits behind the prefix are ignored: `203.0.113.7/24` is the whole of `203.0.113.0/24`, not one address of it.",
  seeAlso: [references.conditionOperators],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.7/24" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": ["198.51.100.0/24", "203.0.113.9/30"] } } } }
                                                                                                                                                                            ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "2001:db8::1/32" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.7/32", "203.0.113.7"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "2001:db8::/32" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      if (condition.operator?.family !== "ip") continue;
      for (const { text, path } of condition.values) {
        const range = parseIpRange(text);
        const [address, length] = text.split("/");
        if (range === undefined || length === undefined) continue;
        if (parseIpAddress(address ?? "")?.value === range.first) continue;
        const better = `${shortened(ipText({ version: range.version, value: range.first }))}/${length}`;
        yield { path, data: { path, text, better } };
      }
    }
  },
  message: ({ text, better }) =>
    `The bits behind the prefix of ${quoted(text)} are ignored. It is the range ${quoted(better)}. Write that, or "/32" for one address.`,
  fixes: ({ path, better }) => [
    {
      id: "use-range",
      title: `Change to ${quoted(better)}`,
      edits: [{ kind: "replace", path, value: better }],
      access: "text-only",
      preferred: true,
    },
  ],
});

/** The trailing zeros of an address of version 6 as `::`. */
function shortened(address: string): string {
  return address.includes(":") ? address.replace(/(:0)+$/, "::") : address;
}
