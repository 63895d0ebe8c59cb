import { parseBinary } from "../../access/evaluate/binaryValue.js";
import type { ConditionOperator } from "../../access/evaluate/conditionOperator.js";
import { parseDate } from "../../access/evaluate/dateValue.js";
import { parseIpRange } from "../../access/evaluate/ipRange.js";
import { quoted } from "../../messages/quoted.js";
import { conditionsOf, hasVariable } from "../conditionTests.js";
import type { ConditionFacts, ConditionValueFacts } from "../facts/conditionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

type Fault = "boolean" | "number" | "date" | "ip-range" | "base64" | "doubtful-date";

const codes: { readonly [fault in Fault]: string } = {
  boolean: "TYPE_MISMATCH_BOOLEAN",
  number: "TYPE_MISMATCH_NUMBER",
  date: "TYPE_MISMATCH_DATE",
  "ip-range": "TYPE_MISMATCH_IP_RANGE",
  base64: "TYPE_MISMATCH_STRING",
  "doubtful-date": "INVALID_DATE_VALUE",
};

export default defineRule<{ readonly condition: ConditionFacts; readonly text: string; readonly fault: Fault }>({
  id: "condition-value-type",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: Object.values(codes),
  elsewhere: [
    { linter: "parliament", check: "MISMATCHED_TYPE_OPERATION_TO_NULL" },
    { linter: "iam-policy-validator", check: "condition_type_mismatch" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { condition: (condition) => faultsOf(condition).length > 0 },
  since: "0.1.0",
  summary: "A condition's value is not what its operator compares.",
  why: "`Bool` and `Null` compare with `true` or `false`, Numeric operators with a number, Date operators with a date such as `2026-01-31` or `2026-01-31T12:00:00Z`, `IpAddress` with a range such as `203.0.113.0/24`, and `BinaryEquals` with base64. What AWS makes of anything else is not documented; a range of IP addresses that is none it rejects. Dates that can be read in two ways, such as seconds since 1970 or a time without time zone, may not be taken as meant.",
  seeAlso: [references.conditionOperators, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "yes" } } } }
                                                                                                                                                        ^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": 1 } } } }
                                                                                                                                                               ^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Null": { "aws:SourceVpce": "" } } } }
                                                                                                                                                   ^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericLessThan": { "s3:max-keys": "ten" } } } }
                                                                                                                                                            ^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "1h" } } } }
                                                                                                                                                                      ^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": ["3600", true] } } } }
                                                                                                                                                                               ^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "31.12.2026" } } } }
                                                                                                                                                            ^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "tomorrow" } } } }
                                                                                                                                                            ^^^^^^^^^^`,
      },
      {
        title: "No such day",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-02-30" } } } }
                                                                                                                                                            ^^^^^^^^^^^^`,
      },
      {
        title: "Seconds since 1970",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "1798761600" } } } }
                                                                                                                                                            ^^^^^^^^^^^^`,
      },
      {
        title: "In which time zone?",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-31T23:59:59" } } } }
                                                                                                                                                            ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateGreaterThan": { "aws:TokenIssueTime": "2026" } } } }
                                                                                                                                                                  ^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/33" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "NotIpAddress": { "aws:SourceIp": "203.0.113.*" } } } }
                                                                                                                                                         ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "example.com"] } } } }
                                                                                                                                                                         ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/key": "not base64!" } } } }
                                                                                                                                                                 ^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/key": "QmluYX" } } } }
                                                                                                                                                                 ^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/key": 7 } } } }
                                                                                                                                                                 ^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": true } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": { "NumericLessThanEquals": { "s3:max-keys": 10 } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:CurrentTime": "2026-12-31T23:59:59Z" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32", "198.51.100.7"] } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "BinaryEquals": { "aws:PrincipalTag/key": "QmluYXJ5" } } } }`,
      },
      {
        title: "A key that is a number of seconds",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "DateLessThan": { "aws:EpochTime": "1798761600" } } } }`,
      },
    ],
  },
  *check(input) {
    for (const { condition } of conditionsOf(input)) {
      for (const { text, path, fault } of faultsOf(condition)) {
        yield {
          path,
          data: { condition, text, fault },
          awsIssueCode: codes[fault],
          ...(fault === "ip-range" && { severity: "error" as const }),
        };
      }
    }
  },
  message({ condition, text, fault }) {
    const { operatorText } = condition;
    switch (fault) {
      case "boolean":
        return `${quoted(operatorText)} compares with "true" or "false", and ${quoted(text)} is neither. What AWS makes of it is not documented.`;
      case "number":
        return `${quoted(operatorText)} compares numbers, and ${quoted(text)} is none. What AWS makes of it is not documented.`;
      case "date":
        return `${quoted(operatorText)} compares dates, and ${quoted(text)} is none. Write it as 2026-01-31 or 2026-01-31T12:00:00Z.`;
      case "doubtful-date":
        return `The date ${quoted(text)} may not be taken as meant. Write it as 2026-01-31, or with time and time zone as 2026-01-31T12:00:00Z.`;
      case "ip-range":
        return `${quoted(operatorText)} compares with a range of IP addresses, and ${quoted(text)} is none. AWS rejects it. Write it as 203.0.113.0/24 or 2001:db8::/32.`;
      case "base64":
        return `${quoted(operatorText)} compares with base64 text, and ${quoted(text)} is none. The condition can't hold as meant.`;
    }
  },
});

function faultsOf({
  operator,
  values,
  lowerKey,
}: ConditionFacts): readonly (ConditionValueFacts & { readonly fault: Fault })[] {
  if (operator === undefined) return [];
  return values.flatMap((value) => {
    const fault = hasVariable(value.text) ? undefined : faultOf(operator, value.text, lowerKey);
    return fault === undefined ? [] : [{ ...value, fault }];
  });
}

function faultOf({ family }: ConditionOperator, text: string, lowerKey: string): Fault | undefined {
  switch (family) {
    case "bool":
    case "null":
      return /^(true|false)$/i.test(text) ? undefined : "boolean";
    case "numeric":
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? undefined : "number";
    case "date":
      return dateFault(text, lowerKey);
    case "ip":
      return parseIpRange(text) === undefined ? "ip-range" : undefined;
    case "binary":
      return parseBinary(text) === undefined ? "base64" : undefined;
    default:
      return undefined;
  }
}

function dateFault(text: string, lowerKey: string): Fault | undefined {
  if (/^\d+$/.test(text)) return lowerKey === "aws:epochtime" ? undefined : "doubtful-date";
  if (parseDate(text) !== undefined) return undefined;
  // A time without zone: as a date it is whole, and would be taken with a zone.
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) && parseDate(`${text}Z`) !== undefined ? "doubtful-date" : "date";
}
