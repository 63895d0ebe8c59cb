import { describe, expect, it } from "vitest";
import type { ContextValues } from "../../../server/src/core/access/layers.js";
import { documentOf, layersOf } from "../../support/policyNotation.js";
import { decisionOn } from "../../support/requests.js";

type Values = string | number | boolean | readonly (string | number | boolean)[];

/** Whether an Allow (or a Deny beside an Allow of everything) applies: "true", "false", or why that cannot be told. */
function holds(
  operator: string,
  key: string,
  values: Values,
  context: ContextValues,
  effect: "Allow" | "Deny" = "Allow",
  contextIsComplete = true,
): string {
  const statement = { Effect: effect, Action: "*", Resource: "*", Condition: { [operator]: { [key]: values } } };
  const all = { Effect: "Allow", Action: "*", Resource: "*" };
  const policy = { Version: "2012-10-17", Statement: effect === "Allow" ? [statement] : [statement, all] };
  const layers = layersOf({ identity: [documentOf("identity", policy)] });
  const { decision, rules, dependsOn } = decisionOn(layers, "s3:GetObject b/k", { context, contextIsComplete });
  if (decision === "unknown") return `unknown ${rules.join(" ")}`.trim();
  if (decision === "depends") return `depends ${dependsOn.join(" ")}`;
  return String((decision === "allow") === (effect === "Allow"));
}

/** Each positive operator with a value that matches and one that does not; its negation, where there is one. */
const operators: readonly (readonly [string, string, string, string, string?])[] = [
  ["StringEquals", "s3:prefix", "a*", "ab", "StringNotEquals"],
  ["StringEqualsIgnoreCase", "s3:prefix", "Ab", "b", "StringNotEqualsIgnoreCase"],
  ["StringLike", "s3:prefix", "abc", "ab", "StringNotLike"],
  ["NumericEquals", "s3:max-keys", "10.0", "11", "NumericNotEquals"],
  ["NumericLessThan", "s3:max-keys", "9", "10"],
  ["NumericLessThanEquals", "s3:max-keys", "10", "11"],
  ["NumericGreaterThan", "s3:max-keys", "10.5", "10"],
  ["NumericGreaterThanEquals", "s3:max-keys", "10", "9"],
  ["DateEquals", "aws:CurrentTime", "2025-01-01T02:00:00+02:00", "2025-01-01T00:00:01Z", "DateNotEquals"],
  ["DateLessThan", "aws:CurrentTime", "2024-12-31", "2025-01-01"],
  ["DateLessThanEquals", "aws:CurrentTime", "2025-01", "2025-02"],
  ["DateGreaterThan", "aws:CurrentTime", "1735689601", "1735689600"],
  ["DateGreaterThanEquals", "aws:CurrentTime", "2025-01-01T00:00:00.5Z", "2024-12-31T23:59Z"],
  ["Bool", "aws:SecureTransport", "true", "false"],
  ["BinaryEquals", "s3:prefix", "QQ==", "QUE="],
  ["IpAddress", "aws:SourceIp", "10.1.2.3", "11.0.0.0", "NotIpAddress"],
  ["ArnEquals", "x:arn", "arn:aws:sqs:::a:b", "arn:aws:sqs:::b", "ArnNotEquals"],
  ["ArnLike", "x:arn", "arn:aws:sqs:::a/b", "arn:aws:sqs::1:a", "ArnNotLike"],
];

const policyValue: { readonly [operator: string]: string } = {
  StringEquals: "a*",
  StringEqualsIgnoreCase: "aB",
  StringLike: "a?c*",
  Numeric: "10",
  Date: "2025-01-01T00:00:00Z",
  Bool: "true",
  Binary: "QR==",
  Ip: "10.0.0.0/8",
  Arn: "arn:aws:sqs:::a*",
};

function valueFor(operator: string): string {
  const family = Object.keys(policyValue).find((name) => operator.startsWith(name));
  return policyValue[operator] ?? policyValue[family ?? ""] ?? "";
}

describe("condition operators (section 4)", () => {
  const testable = operators.map(([operator, key, matching, other, negation = ""]) => {
    return { operator, key, matching, other, negation };
  });

  it.each(testable)("$operator", ({ operator, key, matching, other }) => {
    const value = valueFor(operator);
    expect(holds(operator, key, value, { [key]: matching })).toBe("true");
    expect(holds(operator, key, value, { [key]: other })).toBe("false");
    expect(holds(operator, key, value, {})).toBe("false");
    expect(holds(`${operator}IfExists`, key, value, { [key]: matching })).toBe("true");
    expect(holds(`${operator}IfExists`, key, value, { [key]: other })).toBe("false");
    expect(holds(`${operator}IfExists`, key, value, {})).toBe("true");
  });

  it.each(testable)("$operator for all values and for any value", ({ operator, key, matching, other }) => {
    const value = valueFor(operator);
    const all = (values: Values) => holds(`ForAllValues:${operator}`, key, value, { [key]: values });
    const any = (values: Values) => holds(`ForAnyValue:${operator}`, key, value, { [key]: values });
    // C7: a single value is a set of one.
    expect([all(matching), all(other), any(matching), any(other)]).toEqual(["true", "false", "true", "false"]);
    expect([all([matching, matching]), all([matching, other]), all([])]).toEqual(["true", "false", "true"]);
    expect([any([other, other]), any([matching, other]), any([])]).toEqual(["false", "true", "false"]);
    expect(holds(`ForAllValues:${operator}`, key, value, {})).toBe("true");
    expect(holds(`ForAnyValue:${operator}`, key, value, {})).toBe("false");
    expect(holds(`ForAllValues:${operator}IfExists`, key, value, {})).toBe("true");
    expect(holds(`ForAnyValue:${operator}IfExists`, key, value, {})).toBe("unknown");
    expect(holds(`ForAnyValue:${operator}IfExists`, key, value, { [key]: [] })).toBe("unknown");
    expect(holds(`ForAnyValue:${operator}IfExists`, key, value, { [key]: [matching] })).toBe("true");
  });

  it.each(testable.filter(({ negation }) => negation !== ""))(
    "negation of $operator",
    ({ operator, key, matching, other, negation }) => {
      const value = valueFor(operator);
      expect(holds(negation, key, value, { [key]: matching })).toBe("false");
      expect(holds(negation, key, value, { [key]: other })).toBe("true");
      expect(holds(negation, key, value, {})).toBe("true");
      expect(holds(`${negation}IfExists`, key, value, {})).toBe("true");
      expect(holds(`ForAllValues:${negation}`, key, value, { [key]: [other, matching] })).toBe("false");
      expect(holds(`ForAllValues:${negation}`, key, value, {})).toBe("true");
      expect(holds(`ForAnyValue:${negation}`, key, value, { [key]: [other, matching] })).toBe("true");
      expect(holds(`ForAnyValue:${negation}`, key, value, { [key]: [matching] })).toBe("false");
      expect(holds(`ForAnyValue:${negation}`, key, value, {})).toBe("false");
    },
  );

  it("takes the values of a key as alternatives, and as neither-nor when negated (C1)", () => {
    expect(holds("StringEquals", "s3:prefix", ["a", "b"], { "s3:prefix": "b" })).toBe("true");
    expect(holds("StringNotEquals", "s3:prefix", ["a", "b"], { "s3:prefix": "b" })).toBe("false");
    expect(holds("StringNotEquals", "s3:prefix", ["a", "b"], { "s3:prefix": "c" })).toBe("true");
  });

  it("ignores the case of keys, tag part included, but not that of values (C2, C3)", () => {
    expect(holds("StringEquals", "AWS:principaltag/Team", "red", { "aws:PrincipalTag/team": "red" })).toBe("true");
    expect(holds("StringEquals", "s3:prefix", "A", { "s3:prefix": "a" })).toBe("false");
  });

  it("compares numbers and Booleans of JSON with their texts", () => {
    expect(holds("NumericEquals", "s3:max-keys", 10, { "s3:max-keys": "10" })).toBe("true");
    expect(holds("NumericEquals", "s3:max-keys", "10", { "s3:max-keys": 10 })).toBe("true");
    expect(holds("Bool", "aws:SecureTransport", true, { "aws:SecureTransport": "true" })).toBe("true");
    expect(holds("StringEquals", "s3:prefix", 5, { "s3:prefix": "5" })).toBe("true");
  });
});

describe("ARN operators (C4)", () => {
  const arnHolds = (pattern: string, arn: string) => holds("ArnLike", "s3:prefix", pattern, { "s3:prefix": arn });

  it.each([
    ["arn:aws:iam::111111111111:role/*", "arn:aws:iam::111111111111:role/a/b:c", "true"],
    ["arn:*:iam::*:role/r", "arn:aws:iam::111111111111:role/r", "true"],
    ["arn:aws:iam:*:role/r", "arn:aws:iam::111111111111:role/r", "unknown Q18"],
    ["arn:aws:sqs:us-*:q", "arn:aws:sqs:us-east-1:1:q", "unknown Q18"],
    ["arn:aws:s?s:*:*:q", "arn:aws:sqs:us-east-1:1:q", "true"],
    ["arn:aws:sqs:*:q:x", "arn:aws:sqs:us-east-1:1:q:x", "false"],
    ["arn:aws:iam::111111111111:ROLE/r", "arn:aws:iam::111111111111:role/r", "false"],
    ["*", "arn:aws:iam::111111111111:role/r", "unknown Q18"],
    ["other", "arn:aws:iam::111111111111:role/r", "false"],
    ["arn:aws:iam::111111111111:role/r", "no ARN", "unknown C4"],
    ["${s3:prefix}", "arn:aws:iam::111111111111:role/r", "true"],
  ])("%s on %s", (pattern, arn, expected) => {
    expect(arnHolds(pattern, arn)).toBe(expected);
    expect(holds("ArnEquals", "s3:prefix", pattern, { "s3:prefix": arn })).toBe(expected);
    const negated = expected === "true" ? "false" : expected === "false" ? "true" : expected;
    expect(holds("ArnNotLike", "s3:prefix", pattern, { "s3:prefix": arn })).toBe(negated);
  });
});

describe("Null (C6)", () => {
  it.each([
    ["Null", "true", {}, "true"],
    ["Null", "false", {}, "false"],
    ["Null", true, { "aws:TagKeys": ["a"] }, "false"],
    ["Null", "false", { "aws:TagKeys": ["a"] }, "true"],
    ["Null", "false", { "aws:TagKeys": [] }, "true"],
    ["Null", ["true", "false"], {}, "true"],
    ["Null", "yes", {}, "unknown C5"],
    ["NullIfExists", "true", {}, "unknown"],
    ["ForAllValues:Null", "true", { "aws:TagKeys": ["a"] }, "true"],
    ["ForAllValues:Null", "false", {}, "true"],
    ["ForAnyValue:Null", "true", {}, "false"],
  ] as const)("%s %s with %j", (operator, value, context, expected) => {
    expect(holds(operator, "aws:TagKeys", value, context)).toBe(expected);
  });
});

describe("doubtful conditions", () => {
  it("leaves open whether empty values count for set operators and tags (Q7)", () => {
    const all = "ForAllValues:StringEquals";
    expect(holds(all, "aws:TagKeys", "a", { "aws:TagKeys": [""] })).toBe("unknown Q7");
    expect(holds(all, "aws:TagKeys", "a", { "aws:TagKeys": ["", "z"] })).toBe("false");
    expect(holds(all, "aws:TagKeys", "", { "aws:TagKeys": [""] })).toBe("true");
    expect(holds("Null", "aws:PrincipalTag/t", "true", { "aws:PrincipalTag/t": "" })).toBe("unknown Q7");
    expect(holds("StringEquals", "aws:PrincipalTag/t", "", { "aws:PrincipalTag/t": "" })).toBe("true");
  });

  it("has a key of several values without set operator not match, and never drops a Deny for it (Q8)", () => {
    const context = { "aws:TagKeys": ["a", "z"] };
    expect(holds("StringEquals", "aws:TagKeys", "a", context)).toBe("false");
    expect(holds("StringEquals", "aws:TagKeys", "a", context, "Deny")).toBe("unknown Q8");
    expect(holds("StringEquals", "aws:TagKeys", "b", context, "Deny")).toBe("false");
    expect(holds("StringNotEquals", "aws:TagKeys", "b", context)).toBe("unknown Q8");
    expect(holds("StringEquals", "aws:TagKeys", "a", { "aws:TagKeys": "a" })).toBe("unknown Q8");
    expect(holds("StringNotEquals", "aws:TagKeys", "a", { "aws:TagKeys": [] })).toBe("true");
  });

  it("takes a list of one as the value of a key that has one", () => {
    expect(holds("IpAddress", "aws:SourceIp", "10.0.0.0/8", { "aws:SourceIp": ["10.0.0.1"] })).toBe("true");
    expect(holds("StringEquals", "x:unlisted", "a", { "x:unlisted": ["a"] })).toBe("unknown Q8");
  });

  it("leaves empty conditions open (Q15)", () => {
    expect(holds("StringEquals", "aws:TagKeys", [], {})).toBe("unknown Q15");
    const layers = (Condition: object) =>
      layersOf({
        identity: [
          documentOf("identity", {
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "*", Resource: "*", Condition: Condition as never },
          }),
        ],
      });
    expect(decisionOn(layers({}), "s3:GetObject b/k").rules).toEqual(["Q15"]);
    expect(decisionOn(layers({ StringEquals: {} }), "s3:GetObject b/k").rules).toEqual(["Q15"]);
  });
});

describe("malformed conditions are never a silent answer", () => {
  it.each([
    ["stringequals", "s3:prefix", "a", { "s3:prefix": "a" }],
    ["StringMatches", "s3:prefix", "a", {}],
    ["ForSomeValue:StringEquals", "s3:prefix", "a", {}],
    ["StringEqualsIfExistsIfExists", "s3:prefix", "a", {}],
    ["NumericEquals", "s3:max-keys", "ten", { "s3:max-keys": "10" }],
    ["NumericEquals", "s3:max-keys", "10", { "s3:max-keys": "ten" }],
    ["NumericEquals", "s3:max-keys", ["ten", "10"], { "s3:max-keys": "10" }],
    ["NumericEquals", "s3:max-keys", "1e3", { "s3:max-keys": "1000" }],
    ["NumericEquals", "s3:max-keys", "12345678901234567", { "s3:max-keys": "12345678901234568" }],
    ["NumericEquals", "s3:max-keys", "${s3:max-keys}", { "s3:max-keys": "10" }],
    ["DateLessThan", "aws:CurrentTime", "tomorrow", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025-02-30", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025-01-01T00:00:00", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025-01-01T24:00:00Z", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025-01-01T00:00:00+15:00", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "1735689600000", { "aws:CurrentTime": "2025-01-01T00:00:00Z" }],
    ["DateLessThan", "aws:CurrentTime", "2025-01-01", { "aws:CurrentTime": "now" }],
    ["Bool", "aws:SecureTransport", "True", { "aws:SecureTransport": "true" }],
    ["Bool", "aws:SecureTransport", "true", { "aws:SecureTransport": "1" }],
    ["Bool", "aws:SecureTransport", "${s3:prefix}", { "aws:SecureTransport": "true", "s3:prefix": "x" }],
    ["BinaryEquals", "s3:prefix", "Q", { "s3:prefix": "QQ==" }],
    ["BinaryEquals", "s3:prefix", "QQ==", { "s3:prefix": "?" }],
    ["IpAddress", "aws:SourceIp", "10.0.0.0/33", { "aws:SourceIp": "10.0.0.1" }],
    ["IpAddress", "aws:SourceIp", "10.0.0", { "aws:SourceIp": "10.0.0.1" }],
    ["IpAddress", "aws:SourceIp", "010.0.0.1", { "aws:SourceIp": "10.0.0.1" }],
    ["IpAddress", "aws:SourceIp", "2001:db8::/129", { "aws:SourceIp": "2001:db8::1" }],
    ["IpAddress", "aws:SourceIp", "1:2:3:4:5:6:7:8:9/64", { "aws:SourceIp": "2001:db8::1" }],
    ["IpAddress", "aws:SourceIp", "1::2::3/64", { "aws:SourceIp": "2001:db8::1" }],
    ["IpAddress", "aws:SourceIp", "12345::/64", { "aws:SourceIp": "2001:db8::1" }],
    ["IpAddress", "aws:SourceIp", "10.0.0.0/8", { "aws:SourceIp": "::ffff:a00:1" }],
    ["IpAddress", "aws:SourceIp", "10.0.0.0/8", { "aws:SourceIp": "localhost" }],
    ["IpAddress", "aws:SourceIp", "2001:db8::1", { "aws:SourceIp": "2001:db8::1" }],
  ] as const)("%s %s %s with %j", (operator, key, values, context) => {
    expect(holds(operator, key, values, context)).toMatch(/^unknown/);
    expect(holds(operator, key, values, context, "Deny")).toMatch(/^unknown/);
  });
});

describe("IP ranges (C5)", () => {
  it.each([
    ["203.0.113.9", "203.0.113.9", "true"],
    ["203.0.113.9", "203.0.113.8", "false"],
    ["203.0.113.9/24", "203.0.113.255", "true"],
    ["0.0.0.0/0", "255.255.255.255", "true"],
    ["0.0.0.0/0", "2001:db8::1", "false"],
    ["2001:db8::/32", "2001:DB8:0:ffff::1", "true"],
    ["2001:db8::/32", "2001:db9::", "false"],
    ["::/0", "1:2:3:4:5:6:7:8", "true"],
    ["2001:db8::1", "2001:db8::2", "false"],
  ])("%s contains %s: %s", (range, address, expected) => {
    expect(holds("IpAddress", "aws:SourceIp", range, { "aws:SourceIp": address })).toBe(expected);
  });
});

describe("variables in conditions (V1–V4)", () => {
  const context = { "aws:PrincipalTag/t": "red", "s3:prefix": "red" };

  it("substitutes them, with wildcards as text (V3)", () => {
    expect(holds("StringEquals", "s3:prefix", "${aws:PrincipalTag/T}", context)).toBe("true");
    expect(holds("StringLike", "s3:prefix", "r${*}", { "s3:prefix": "r*" })).toBe("true");
    expect(holds("StringLike", "s3:prefix", "r${*}", { "s3:prefix": "red" })).toBe("false");
    expect(holds("StringLike", "s3:prefix", "${?}${$}", { "s3:prefix": "?$" })).toBe("true");
    expect(holds("StringLike", "s3:prefix", "${aws:PrincipalTag/t}", { ...context, "aws:PrincipalTag/t": "r*" })).toBe(
      "unknown V3",
    );
    expect(
      holds("StringEquals", "s3:prefix", "${aws:PrincipalTag/t}", { ...context, "aws:PrincipalTag/t": "r*" }),
    ).toBe("false");
    expect(
      holds("Bool", "aws:SecureTransport", "${s3:prefix}", { "aws:SecureTransport": true, "s3:prefix": "true" }),
    ).toBe("true");
  });

  it("takes the default, or lets nothing match, where there is no value (V2, V4)", () => {
    const only = { "s3:prefix": "red" };
    expect(holds("StringEquals", "s3:prefix", "${aws:PrincipalTag/t, 'red'}", only)).toBe("true");
    expect(holds("StringEquals", "s3:prefix", "${aws:PrincipalTag/t}", only)).toBe("false");
    expect(holds("StringNotEquals", "s3:prefix", "${aws:PrincipalTag/t}", only)).toBe("true");
    expect(holds("StringNotEquals", "s3:prefix", ["${aws:PrincipalTag/t}", "red"], only)).toBe("false");
  });

  it("leaves open what is no variable, has several values, or is filled in elsewhere (V2, V7)", () => {
    expect(holds("StringEquals", "s3:prefix", "${team}", context)).toBe("unknown V2");
    expect(holds("StringEquals", "s3:prefix", "${aws:PrincipalTag/t,'x'}", context)).toBe("unknown V2");
    expect(holds("StringEquals", "s3:prefix", "x${team}", context)).toBe("false");
    expect(holds("StringEquals", "s3:prefix", "re${aws:Prin", context)).toBe("unknown V2");
    expect(holds("StringEquals", "s3:prefix", "${aws:TagKeys}", { ...context, "aws:TagKeys": ["red"] })).toBe(
      "unknown V2",
    );
    expect(holds("StringEquals", "s3:prefix", "${transfer:HomeBucket}", context)).toBe("unknown V7");
    expect(
      holds("StringEquals", "s3:prefix", "${transfer:HomeBucket}", { ...context, "Transfer:homebucket": "red" }),
    ).toBe("true");
  });

  it("depends on a key that is not known", () => {
    const variable = "${aws:PrincipalTag/t}";
    expect(holds("StringEquals", "s3:prefix", variable, { "s3:prefix": "red" }, "Allow", false)).toBe(
      "depends aws:PrincipalTag/t",
    );
    expect(holds("StringEquals", "s3:prefix", `x${variable}`, { "s3:prefix": "red" }, "Allow", false)).toBe("false");
  });
});

describe("keys that follow from the principal (V5, C8)", () => {
  it.each([
    ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111111111111:role/r", "true"],
    ["StringEquals", "aws:PrincipalAccount", "111111111111", "true"],
    ["StringEquals", "aws:PrincipalType", "AssumedRole", "true"],
    ["Bool", "aws:PrincipalIsAWSService", "false", "true"],
    ["Null", "aws:TokenIssueTime", "false", "true"],
    ["Null", "aws:username", "true", "true"],
    ["Null", "aws:SourceArn", "true", "true"],
    ["StringLike", "aws:userid", "*:s", "true"],
    ["StringLike", "aws:userid", "*:other", "false"],
    ["StringNotLike", "aws:userid", "*:other", "true"],
    ["StringLike", "aws:userid", "AROAEXAMPLE:*", "depends aws:userid"],
    ["StringEquals", "aws:userid", "AROAEXAMPLE:s", "depends aws:userid"],
    ["StringEquals", "aws:userid", "AROAEXAMPLE:x", "false"],
    ["DateLessThan", "aws:TokenIssueTime", "2025-01-01", "depends aws:TokenIssueTime"],
  ])("%s %s %s", (operator, key, value, expected) => {
    expect(holds(operator, key, value, {})).toBe(expected);
    expect(holds(operator, key, value, {}, "Allow", false)).toBe(expected);
  });
});
