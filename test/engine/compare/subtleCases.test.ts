import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, compare } from "../../../server/src/core/access/compare.js";
import type { SessionBindings } from "../../../server/src/core/access/sessionBindings.js";
import { fakeCatalog } from "../../support/fakeCatalog.js";
import { identity, session } from "../../support/policyNotation.js";

/*
 * Cases that random policies found, one example each. Statements of one policy are parted by ` ; `.
 */
const engine = new AccessEngine(fakeCatalog());

function verdict(own: string, base: string, more: Partial<CompareInput> = {}): string {
  const input = { session: [session(...own.split(" ; "))], base: [identity(...base.split(" ; "))], ...more };
  const { verdict: kind, statements } = compare(input, engine);
  const rules = statements.flatMap(({ unknown }) => unknown?.rules ?? []);
  return [kind, ...new Set(rules)].join(" ");
}

const team = "${aws:PrincipalTag/team}";
const orOther = "${aws:PrincipalTag/team, 'x'}";

describe("a NotResource of the base with something open in it", () => {
  test.each([
    // The tag may be just `red`: the statement then leaves out what is asked for.
    ["+s3:GetObject @ b/red/*", `+s3:GetObject @ !b/${orOther}/*`, "unknown V4"],
    ["+s3:GetObject @ b/red/*", `+s3:GetObject @ !b/${team}/*`, "unknown Q6"],
    // Without the tag the statement may not apply at all (Q6).
    ["+s3:GetObject @ a/*", `+s3:GetObject @ !b/${team}/*`, "unknown Q6"],
    ["+s3:GetObject @ a/*", `+s3:GetObject @ !b/${orOther}/*`, "within"],
    // A short ARN may be a beginning: then it leaves out everything (Q18).
    ["+s3:GetObject @ b/red/*", "+s3:GetObject @ !arn:*", "unknown Q18"],
    ["+s3:GetObject @ b/red/*", "+s3:GetObject @ !arn:aws:sqs", "within"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(own, base)).toBe(expected);
  });
});

describe("a short ARN, which may match nothing, or all that begins with it (Q18)", () => {
  test.each([
    // Whatever it matches, its first fields are those of the queue that another Deny names with a star.
    [
      "-!s3:GetObject @ !arn:aws:sqs:r:*:*:q ; +sqs:* @ arn:aws:sqs:r*,arn:aws:sqs:*:*:q ; -sqs:* @ arn:aws:sqs:*:*:q",
      "+s3:GetObject @ *",
      "unknown Q18",
    ],
    ["+s3:GetObject @ arn:aws:s3:*", "+sqs:*", "unknown Q18"],
    ["+s3:GetObject @ arn:aws:s3:*", "+s3:*", "within"],
    ["+s3:GetObject @ arn:aws:s3:*", "+s3:* @ arn:aws:s3:*", "within"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(own, base)).toBe(expected);
  });
});

describe("values that conditions can tell apart", () => {
  const always = (value: string): SessionBindings => ({
    of: (key) => (key === "aws:principaltag/team" ? { state: "value", value } : { state: "unknown" }),
    context: { "aws:PrincipalTag/team": value },
    fingerprint: value,
  });

  test.each(["x", "y", "q"])("the value %s of a variable is no other value", (value) => {
    const own = "+s3:GetObject @ * ? StringNotEquals aws:PrincipalOrgID=a";
    const base = `+s3:GetObject @ * ? StringEquals aws:PrincipalOrgID=${team}`;
    expect(verdict(own, base, { bindings: always(value) })).toBe("depends");
  });

  test.each([
    // A number and an address that are compared as strings
    ["StringEquals aws:MultiFactorAuthAge=5", "StringEquals aws:MultiFactorAuthAge=6", "exceeds"],
    ["StringEquals aws:SourceIp=10.0.0.1", "StringEquals aws:SourceIp=10.0.0.2", "exceeds"],
    ["StringLike aws:SourceIp=10.*", "IpAddress aws:SourceIp=11.0.0.0/8", "unknown C5"],
    // Fractions of a second
    ["DateEquals aws:CurrentTime=2026-01-01T00:00:00.5Z", "DateEquals aws:CurrentTime=2026-01-01", "exceeds"],
    ["DateEquals aws:CurrentTime=2026-01-01T00:00:00.000001Z", "DateEquals aws:CurrentTime=2026-01-01", "exceeds"],
    // A key that nobody knows may have several values.
    ["ForAnyValue:StringEquals x:y=a", "ForAllValues:StringEquals x:y=a", "depends"],
    ["ForAllValues:StringEquals x:y=a", "ForAnyValue:StringEquals x:y=a", "depends"],
    // Letters with accents have two cases as well.
    ["StringEqualsIgnoreCase aws:PrincipalOrgID=\u00c9", "StringEquals aws:PrincipalOrgID=\u00c9", "depends"],
    ["StringEqualsIgnoreCase aws:PrincipalOrgID=a", "StringEquals aws:PrincipalOrgID=a,A", "within"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(`+s3:GetObject ? ${own}`, `+s3:GetObject ? ${base}`)).toBe(expected);
  });
});

describe("every text (universe any)", () => {
  test("levels that name the same actions are no work", () => {
    const base = "+S3:*B,*";
    const scps = [
      [session("+s3:a*,*", "+s3:a*b"), session("+S3:*B", "+s3:a*b")],
      [session("+S3:*B")],
      [session("+s3:?b")],
    ];
    expect(verdict("+s3:a*b", base, { universe: "any", serviceControlPolicies: scps })).toBe("exceeds");
  });
});
