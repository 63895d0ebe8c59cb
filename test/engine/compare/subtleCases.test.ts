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
    ["+sqs:SendMessage @ arn:aws:sqs:*:*:q", "+* @ arn:aw*", "unknown Q18"],
    ["+s3:GetObject @ arn:aws:s3:*", "+s3:*", "within"],
    ["+s3:GetObject @ arn:aws:s3:*", "+s3:* @ arn:aws:s3:*", "within"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(own, base)).toBe(expected);
  });
});

describe("a Deny of the session on a NotResource whose variable may have no value (Q6)", () => {
  test.each([
    // It takes all there is unless it doesn't apply for want of the tag.
    ["+s3:GetObject @ b/red ; -s3:GetObject @ !b/${aws:PrincipalTag/team}/*", "+s3:GetObject @ a/*", "unknown Q6"],
    ["+s3:GetObject @ b/red ; -s3:GetObject @ !b/${aws:PrincipalTag/team, 'x'}/*", "+s3:GetObject @ a/*", "within"],
    ["+s3:GetObject @ b/red ; -s3:GetObject @ !b/${aws:PrincipalTag/team}/*", "+s3:GetObject @ b/*", "within"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(own, base)).toBe(expected);
  });
});

describe("a Deny of the session of which it is open how far it goes", () => {
  test.each([
    // A short ARN may take all there is (Q18).
    ["-* @ arn:* ; +s3:GetObject @ b/*", "+s3:GetObject @ a/*", "unknown Q18"],
    ["-* @ arn:aws:sqs ; +s3:GetObject @ b/*", "+s3:GetObject @ a/*", "exceeds"],
    ["-* @ !arn:* ; +s3:GetObject @ b/*", "+s3:GetObject @ a/*", "unknown Q18"],
    // The key is a star: whatever the team is called, the Deny takes it, or it doesn't.
    [`+s3:GetObject @ b/\${*} ; -s3:GetObject @ !*/${orOther}`, "+s3:GetObject @ b/*", "within"],
    [
      `+s3:GetObject @ b/\${*} ? Bool aws:SecureTransport=true ; -s3:GetObject @ */${orOther}`,
      "+s3:GetObject ? StringEquals aws:PrincipalOrgID=o",
      "unknown V4",
    ],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(own, base)).toBe(expected);
  });
});

describe("a counterexample is of the statement it is shown for", () => {
  test("where another one lets more through, and a short ARN beside it may match anything", () => {
    const own = session("+sqs:SendMessage @ arn:aws:sqs:??:1:*,arn:aws:s3::*", "+sqs:SendMessage @ arn:aws:sqs:*:1:*");
    const { statements } = compare({ session: [own], base: [identity("+sqs:* @ arn:aws:sqs:r-1:*:*")] }, engine);
    expect(statements[0]!.counterexample?.resource).toMatch(/^arn:aws:sqs:..:1:/);
    expect(statements[1]!.counterexample?.resource).toMatch(/^arn:aws:sqs:.*:1:/);
  });
});

describe("a condition's value of which a variable of unknown value is only a part", () => {
  const own = "+s3:GetObject ? StringEquals aws:PrincipalOrgID=x${aws:PrincipalTag/team}";
  test.each([
    // It holds in some requests: to take it for never true would make everything within.
    [own, "+s3:GetObject @ a/*", "unknown V4"],
    [own, "+sqs:*", "unknown V4"],
    [own, "+s3:GetObject ? StringLike aws:PrincipalOrgID=x*", "within"],
    [
      "+s3:GetObject",
      "+s3:GetObject ; -s3:GetObject ? StringLike aws:PrincipalOrgID=x${aws:PrincipalTag/team}*",
      "unknown V4",
    ],
    ["+s3:GetObject ? ArnLike aws:PrincipalArn=arn:aws:iam::*:role/x${aws:PrincipalTag/team}", "+sqs:*", "unknown V4"],
  ])("%s against %s", (session, base, expected) => {
    expect(verdict(session, base)).toBe(expected);
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

describe("keys that hang together (section 8)", () => {
  const queue = (region: string, account: string) => `arn:aws:sqs:${region}:${account}:q`;
  test.each([
    // The Region of the request and that of the queue can be the same.
    ["+sqs:SendMessage ? StringEquals aws:RequestedRegion=eu-west-1", "exceeds"],
    [`+sqs:SendMessage @ ${queue("eu-west-1", "*")} ? StringEquals aws:RequestedRegion=eu-west-1`, "exceeds"],
    [`+sqs:SendMessage @ ${queue("eu-north-1", "*")} ? StringNotEquals aws:RequestedRegion=us-east-1`, "exceeds"],
    ["+s3:GetObject ? StringNotEquals aws:RequestedRegion=us-east-1", "exceeds"],
    ["+sqs:ListQueues ? StringEquals aws:RequestedRegion=eu-west-1", "exceeds"],
    // Only a request to another Region than the queue's would escape, or stay in.
    [`+sqs:SendMessage @ ${queue("us-east-1", "*")} ? StringEquals aws:RequestedRegion=eu-west-1`, "depends"],
    [`+sqs:SendMessage @ ${queue("us-east-1", "*")}`, "depends"],
    [`+sqs:SendMessage @ ${queue("eu-west-1", "*")}`, "depends"],
    ["+sqs:SendMessage ? StringEquals aws:RequestedRegion=us-east-1", "within"],
  ])("the Region: %s", (own, expected) => {
    expect(verdict(own, "+* ? StringEquals aws:RequestedRegion=us-east-1")).toBe(expected);
  });

  test.each([
    ["StringEquals aws:PrincipalAccount=222222222222", "StringEquals aws:PrincipalAccount=111111111111", "exceeds"],
    ["StringEquals aws:PrincipalAccount=222222222222", "Bool aws:SecureTransport=true", "depends"],
    [
      "ArnLike aws:PrincipalArn=arn:aws:iam::111111111111:role/* & StringEquals aws:PrincipalAccount=222222222222",
      "StringEquals aws:PrincipalAccount=111111111111",
      "depends",
    ],
    // The age of MFA is sent only with MFA.
    [
      "Bool aws:MultiFactorAuthPresent=true & NumericLessThan aws:MultiFactorAuthAge=60",
      "NumericGreaterThan aws:MultiFactorAuthAge=60",
      "exceeds",
    ],
    [
      "Bool aws:MultiFactorAuthPresent=false & NumericLessThan aws:MultiFactorAuthAge=60",
      "NumericGreaterThan aws:MultiFactorAuthAge=60",
      "depends",
    ],
    // Through an endpoint there is no address.
    ["StringEquals aws:SourceVpce=vpce-1", "IpAddress aws:SourceIp=10.0.0.0/8", "depends"],
    ["StringEquals aws:SourceVpce=vpce-1 & Null aws:SourceIp=true", "IpAddress aws:SourceIp=10.0.0.0/8", "exceeds"],
    ["StringEquals aws:SourceVpce=vpce-1 & Null aws:SourceIp=false", "StringEquals aws:SourceVpce=x", "depends"],
  ])("%s against %s", (own, base, expected) => {
    expect(verdict(`+s3:GetObject ? ${own}`, `+s3:GetObject ? ${base}`)).toBe(expected);
  });
});

describe("calls in which no policy has a say (M5, M6)", () => {
  test.each(["catalog", "any"] as const)("are no excess over every text of the universe %s", (universe) => {
    for (const action of ["sts:GetCallerIdentity", "sts:GetSessionToken", "sts:GetFederationToken"]) {
      expect(verdict(`+${action}`, "+s3:*", { universe })).toBe("within");
      expect(verdict(`+${action}`, `+* ; -${action}`, { universe })).toBe("within");
    }
    expect(verdict("+sts:*", "+s3:*", { universe })).toBe("exceeds");
    expect(verdict("+sts:Get*", "+s3:*", { universe: "any" })).toBe("exceeds");
  });
});

test("a counterexample is a request of the statement that it is shown for, not only of the session", () => {
  const both = session(
    "+sqs:SendMessage @ arn:aws:sqs:??:111122223333:q",
    "+sqs:SendMessage @ arn:aws:sqs:*:111122223333:q",
  );
  const { statements } = compare({ session: [both], base: [identity("+s3:*")] }, engine);
  expect(statements[0]?.counterexample?.resource).toMatch(/^arn:aws:sqs:..:111122223333:q$/);
});
