import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import type { SessionBindings } from "../../../server/src/core/access/sessionBindings.js";
import { identity, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";
import { onConditions, verdictOf } from "./verdictOf.js";

const engine = new AccessEngine(await testCatalog());

type Case = readonly [own: string, base: string, expected: string];

function check(cases: readonly Case[]): void {
  for (const [own, base, expected] of cases) {
    test(`${own || "anything"} in ${base || "anything"}`, () => expect(onConditions(own, base)).toBe(expected));
  }
}

describe("keys that hang together: depends at most", () => {
  check([
    [
      "DateLessThan aws:CurrentTime=2026-01-01T00:00:00Z & NumericGreaterThan aws:EpochTime=1900000000",
      "Null aws:username=false",
      "depends on aws:CurrentTime aws:EpochTime",
    ],
    [
      "StringEquals aws:PrincipalAccount=111122223333",
      "ArnLike aws:PrincipalArn=arn:aws:iam::111122223333:role/*",
      "depends on aws:PrincipalArn",
    ],
    [
      "IpAddress aws:SourceIp=10.0.0.0/8 & StringEquals aws:SourceVpce=vpce-1",
      "Null aws:username=false",
      "depends on aws:SourceIp aws:SourceVpce",
    ],
    ["StringEquals aws:RequestedRegion=us-east-1", "", "within"],
    ["", "StringEquals aws:RequestedRegion=us-east-1", "depends on aws:RequestedRegion"],
    // Whatever other keys do, it is within.
    [
      "StringEquals aws:PrincipalAccount=111122223333 & ArnLike aws:PrincipalArn=arn:aws:iam::444455556666:role/a",
      "StringLike aws:PrincipalArn=*:444455556666:*",
      "within",
    ],
  ]);
});

describe("keys that the catalog does not list for the action: depends at most (C8)", () => {
  test("an excess that needs the key", () => {
    const base = ["+s3:ListBucket@b"];
    expect(verdictOf(["+s3:DeleteBucket@b ? StringEquals s3:prefix=x"], base)).toBe("depends on s3:prefix");
    expect(verdictOf(["+s3:DeleteBucket@b ? StringEquals acme:key=x"], base)).toBe("depends on acme:key");
    expect(verdictOf(["+s3:DeleteBucket@b ? ForAnyValue:StringEquals aws:TagKeys=x"], base)).toBe(
      "depends on aws:TagKeys",
    );
    expect(verdictOf(["+s3:ListBucket@b ? StringEquals s3:prefix=x"], ["+s3:DeleteBucket@b"])).toBe(
      "exceeds not-granted",
    );
  });

  test("an excess that is there without the key as well", () => {
    const base = ["+s3:ListBucket@b"];
    expect(verdictOf(["+s3:DeleteBucket@b ? StringEqualsIfExists s3:prefix=x"], base)).toBe("exceeds not-granted");
    expect(verdictOf(["+s3:DeleteBucket@b ? ForAllValues:StringLike s3:prefix=x"], base)).toBe("exceeds not-granted");
    expect(verdictOf(["+s3:DeleteBucket@b ? StringNotEquals acme:key=x"], base)).toBe("exceeds not-granted");
  });

  test("within needs no such key to be known", () => {
    expect(onConditions("StringEquals acme:key=x", "StringLike acme:key=x*")).toBe("within");
    expect(onConditions("", "StringEquals acme:key=x;StringNotEquals acme:key=x")).toBe("within");
  });
});

describe("variables in values", () => {
  const mine = "${aws:PrincipalTag/team}";
  check([
    // Whatever the value is, it is the same on both sides.
    [`StringEquals aws:ResourceTag/team=${mine}`, `StringEquals aws:ResourceTag/team=${mine}`, "within"],
    [`StringEquals aws:ResourceTag/team=${mine}`, `StringEqualsIfExists aws:ResourceTag/team=${mine}`, "within"],
    [`StringEquals aws:ResourceTag/team=${mine}`, `;-StringNotEquals aws:ResourceTag/team=${mine}`, "within"],
    [`StringNotEquals aws:ResourceTag/team=${mine}`, `;-StringEquals aws:ResourceTag/team=${mine}`, "within"],
    [`StringEquals aws:ResourceTag/team=${mine}`, "Null aws:ResourceTag/team=false", "within"],
    [`StringEquals aws:ResourceTag/team=${mine}`, "", "within"],
    ["", `StringEquals aws:ResourceTag/team=${mine}`, "depends on aws:ResourceTag/team"],
    ["StringEquals aws:ResourceTag/team=red", `StringEquals aws:ResourceTag/team=${mine}`, "unknown V4"],
    [`StringEquals aws:ResourceTag/team=${mine}`, "StringEquals aws:ResourceTag/team=red", "unknown V4"],
    // Never there in a role session: the positive operator fails, the negated one holds (V4, V5).
    ["StringEquals aws:PrincipalTag/a=${aws:username}", "Null aws:username=false", "within"],
    ["StringNotEquals aws:PrincipalTag/a=${aws:username}", "Null aws:username=false", "exceeds not-granted"],
    [
      "StringEquals aws:PrincipalTag/a=x",
      ";-StringNotEquals aws:PrincipalTag/a=${aws:username}",
      "exceeds base-denied",
    ],
    ["StringEquals aws:PrincipalTag/a=${aws:username, 'x'}", "StringEquals aws:PrincipalTag/a=x", "within"],
  ]);

  // Where nothing of it is granted, no value of the variable makes it less of an excess: one that shows it is found.
  const nothing = "Null aws:username=false";
  check([
    ["StringEquals aws:PrincipalOrgID=o-${aws:PrincipalTag/a}", nothing, "exceeds not-granted"],
    ["StringEquals aws:PrincipalTag/b=${aws:PrincipalTag/a}", nothing, "exceeds not-granted"],
    ["StringNotEquals aws:PrincipalTag/b=${aws:PrincipalTag/a}", nothing, "exceeds not-granted"],
    ["StringLike s3:prefix=${aws:PrincipalTag/a}/*", nothing, "exceeds not-granted"],
    ["StringEquals aws:PrincipalType=${aws:PrincipalTag/kind}", nothing, "exceeds not-granted"],
    ["StringEquals s3:prefix=${aws:PrincipalTag/a, 'x'}", nothing, "exceeds not-granted"],
    ["ForAnyValue:StringEquals aws:PrincipalOrgPaths=${aws:PrincipalTag/a}", nothing, "exceeds not-granted"],
    ["StringEquals s3:prefix=${aws:PrincipalTag/a} & StringLike aws:PrincipalTag/a=r*", nothing, "exceeds not-granted"],
    ["StringEquals s3:prefix=${aws:PrincipalTag/a}", ";-StringLike s3:prefix=*", "exceeds base-denied"],
    // Nor does it where what is granted is granted under another condition.
    [
      "StringEquals s3:prefix=${aws:PrincipalTag/a} & Bool aws:SecureTransport=true",
      "Bool aws:SecureTransport=false",
      "exceeds not-granted",
    ],
    // It can't be true; it can't be told whether it can; only a key that may not be sent makes it true.
    ["StringEquals s3:prefix=a-${aws:PrincipalTag/a} & StringLike s3:prefix=b*", nothing, "within"],
    ["StringEquals aws:TagKeys=${aws:PrincipalTag/a}", nothing, "unknown Q8"],
    ["StringEquals s3:prefix=${aws:RequestedRegion}", nothing, "unknown V4"],
    ["StringEquals acme:key=${aws:PrincipalTag/a}", nothing, "unknown V4"],
  ]);

  test("an excess with a variable is shown by a value of it", () => {
    const policies = [session("+s3:ListBucket@b ? StringLike s3:prefix=home/${aws:PrincipalTag/Team}/*")];
    const [statement] = compare({ session: policies, base: [identity("+s3:GetObject@b/*")] }, engine).statements;
    expect(statement?.counterexample?.context).toEqual({ "s3:prefix": "home/x/x", "aws:PrincipalTag/Team": "x" });
  });

  test("a tag that is fixed for the session", () => {
    const red: SessionBindings = {
      fingerprint: "red",
      context: { "aws:PrincipalTag/team": "red" },
      of: (key) => (key === "aws:principaltag/team" ? { state: "value", value: "red" } : { state: "unknown" }),
    };
    const statement = (condition: string) => [`+ec2:StartInstances@arn:aws:ec2:*:*:instance/* ? ${condition}`];
    const own = statement("StringEquals aws:ResourceTag/team=red");
    expect(verdictOf(own, statement(`StringEquals aws:ResourceTag/team=${mine}`), { bindings: red })).toBe("within");
    expect(verdictOf(own, statement("StringEquals aws:PrincipalTag/team=red"), { bindings: red })).toBe("within");
    expect(verdictOf(own, statement("StringEquals aws:PrincipalTag/team=blue"), { bindings: red })).toBe(
      "exceeds not-granted",
    );
  });
});

describe("what AWS does not say: unknown", () => {
  check([
    // An empty tag: is it null, is it a value? (Q7)
    ["StringEquals aws:PrincipalTag/a=''", "Null aws:PrincipalTag/a=false", "unknown Q7"],
    ["StringEquals aws:PrincipalTag/a=''", "ForAnyValue:StringEquals aws:PrincipalTag/a=''", "unknown Q7"],
    ["StringEquals aws:PrincipalTag/a=''", "StringLike aws:PrincipalTag/a=*", "within"],
    // Several values without a set operator (Q8)
    ["StringEquals aws:TagKeys=a", "Null aws:username=false", "unknown Q8"],
    ["StringNotEquals aws:TagKeys=a", "ForAllValues:StringNotEquals aws:TagKeys=a", "unknown Q8"],
    ["", ";-StringEquals aws:TagKeys=a", "unknown Q8"],
    ["StringEquals aws:TagKeys=a", "StringEquals aws:TagKeys=a", "within"],
    // Operators, values and conditions that are no such thing
    ["StringEquals aws:PrincipalTag/a=", "Null aws:username=false", "unknown Q15"],
    ["", "StringEquals aws:PrincipalTag/a=", "unknown Q15"],
    ["stringequals aws:PrincipalTag/a=x", "Null aws:username=false", "unknown condition"],
    ["Bool aws:SecureTransport=yes", "Null aws:username=false", "unknown C5"],
    ["NumericLessThan s3:max-keys=ten", "NumericLessThan s3:max-keys=10", "unknown C5"],
    // The same on both sides is within, whatever it means.
    ["stringequals aws:PrincipalTag/a=x", "stringequals aws:PrincipalTag/a=x", "within"],
  ]);

  test("Condition: {} (Q15)", () => {
    const base = ["+s3:ListBucket@b"];
    expect(verdictOf(["+s3:ListBucket@b"], base)).toBe("within");
  });
});

describe("the budget", () => {
  // Thirty keys of which any may be absent: more contexts than can be gone through.
  const tests = Array.from({ length: 30 }, (_, i) => `StringLike aws:PrincipalTag/t${i}=*a*,*b*,c*`);
  const spread = tests.map((each) => `+s3:ListBucket@b ? ${each}`);

  test("what cannot be gone through is unknown", () => {
    expect(verdictOf([`+s3:ListBucket@b ? ${tests.join(" & ")}`], spread, { budget: 3000 })).toBe("unknown budget");
    const many = Array.from({ length: 24 }, (_, i) => `*${i}?a*`).join(",");
    const own = [`+s3:ListBucket@b ? StringLike aws:PrincipalTag/t=${many}`];
    expect(verdictOf(own, ["+s3:ListBucket@b ? StringNotLike aws:PrincipalTag/t=*?z*?y*?x*"])).toMatch(
      /^(unknown budget|depends on aws:PrincipalTag\/t)$/,
    );
  });

  test("the same question has the same answer", () => {
    for (const budget of [500, 2000, 8000, 32_000, 128_000]) {
      const answer = () => verdictOf(["+s3:ListBucket@b"], spread, { budget });
      expect(answer()).toBe(answer());
    }
  });
});
