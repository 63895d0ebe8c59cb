import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, compare } from "../../../server/src/core/access/compare.js";
import type { SessionBindings } from "../../../server/src/core/access/sessionBindings.js";
import { identity, session } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

const engine = new AccessEngine(await testCatalog());

/** The pattern verdicts among the worked examples of docs/semantics.md, by number. `red` and `unset` fix the tag `team`. */
const cases: readonly (readonly [string, readonly string[], readonly string[], string, Partial<CompareInput>?])[] = [
  ["3", ["+s3:GetObject@b/*"], ["+s3:*"], "exceeds not-granted"],
  ["7", [], ["+s3:GetObject"], "exceeds not-granted"],
  ["23", ["+s3:*"], ["+s3:Get*"], "within"],
  ["23 reversed", ["+s3:Get*"], ["+s3:*"], "exceeds not-granted"],
  [
    "27",
    ["+sqs:SendMessage@arn:aws:sqs:us-east-1:*:q"],
    ["+sqs:SendMessage@arn:aws:sqs:us-east-1:111111111111:q"],
    "within",
  ],
  [
    "27 reversed",
    ["+sqs:SendMessage@arn:aws:sqs:us-east-1:111111111111:q"],
    ["+sqs:SendMessage@arn:aws:sqs:us-east-1:*:q"],
    "exceeds not-granted",
  ],
  ["38", ["+s3:GetObject@b/*", "+s3:PutObject@b/*"], ["+s3:GetObject,s3:PutObject@b/*"], "within"],
  ["39", ["+s3:*@!secret/*", "+s3:*@secret/*"], ["+s3:*@*"], "within"],
  ["40", ["+s3:GetObject@b1/*", "+s3:PutObject@b2/*"], ["+s3:GetObject,s3:PutObject@b1/*,b2/*"], "exceeds not-granted"],
  [
    "41",
    ["+s3:GetObject ? Bool aws:SecureTransport=true", "+s3:GetObject ? Bool aws:SecureTransport=false"],
    ["+s3:GetObject"],
    "within",
  ],
  ["42", ["+s3:GetObject"], ["+s3:GetObject ? Bool aws:SecureTransport=true"], "within"],
  [
    "42 reversed",
    ["+s3:GetObject ? Bool aws:SecureTransport=true"],
    ["+s3:GetObject"],
    "depends on aws:SecureTransport",
  ],
  [
    "43",
    ["+s3:GetObject ? StringLike aws:PrincipalTag/team=re*"],
    ["+s3:GetObject ? StringEquals aws:PrincipalTag/team=red"],
    "within",
  ],
  ["44", ["+s3:*", "-s3:*@secret/*"], ["+s3:GetObject@*"], "exceeds base-denied"],
  [
    "45",
    ["+s3:GetObject@b/${aws:username}/*"],
    ["+s3:GetObject@b/alice/*"],
    "exceeds not-granted",
    { bindings: fixing({}) },
  ],
  [
    "46 red",
    ["+s3:GetObject@b/${aws:PrincipalTag/team}/*"],
    ["+s3:GetObject@b/red/*"],
    "within",
    { bindings: fixing({ "aws:principaltag/team": "red" }) },
  ],
  [
    "46 unset",
    ["+s3:GetObject@b/${aws:PrincipalTag/team}/*"],
    ["+s3:GetObject@b/red/*"],
    "exceeds not-granted",
    { bindings: fixing({ "aws:principaltag/team": undefined }) },
  ],
  [
    "46 unknown",
    ["+s3:GetObject@b/${aws:PrincipalTag/team}/*"],
    ["+s3:GetObject@b/red/*"],
    "depends on aws:PrincipalTag/team",
  ],
  ["54", ["+s3:ListAllMyBuckets@arn:aws:s3:::*"], ["+s3:ListAllMyBuckets"], "unknown Q5 M2"],
  ["55", ["+s3:*", "-s3:*@secret/*"], ["+s3:*", "-s3:*@secret/*"], "within"],
  ["59", ["+s3:ListBucket@b ? StringLike s3:prefix=t1/*"], ["+s3:ListBucket@b"], "depends on s3:prefix"],
];

/** A session that has these keys, and surely not those with undefined, nor `aws:username` (V5). */
function fixing(keys: { readonly [key: string]: string | undefined }): SessionBindings {
  return {
    fingerprint: JSON.stringify(keys),
    context: {},
    of: (key) => {
      if (key === "aws:username") return { state: "absent" };
      if (!Object.hasOwn(keys, key)) return { state: "unknown" };
      const value = keys[key];
      return value === undefined ? { state: "absent" } : { state: "value", value };
    },
  };
}

describe("worked examples, patterns", () => {
  for (const [name, base, own, expected, more] of cases) {
    test(`${name}: ${own.join(" ; ")} in ${base.join(" ; ")}`, () => {
      const result = compare({ base: [identity(...base)], session: [session(...own)], ...more }, engine);
      const worst = result.statements.find(({ verdict }) => verdict === result.verdict);
      const detail =
        result.verdict === "exceeds"
          ? worst?.reasons.join(" ")
          : result.verdict === "depends"
            ? `on ${worst?.dependsOn.join(" ")}`
            : result.verdict === "unknown"
              ? [...(worst?.rules ?? [])].reverse().join(" ")
              : "";
      expect(`${result.verdict} ${detail}`.trim()).toBe(expected);
    });
  }

  test("40: the counterexample is GetObject on b2", () => {
    const [name, base, own] = cases.find(([each]) => each === "40")!;
    expect(name).toBe("40");
    const [statement] = compare({ base: [identity(...base)], session: [session(...own)] }, engine).statements;
    expect(statement?.counterexample).toEqual({
      action: "s3:GetObject",
      resource: "arn:aws:s3:::b2/some-key",
      context: {},
    });
    expect(statement?.exceedingActions).toEqual(["s3:GetObject", "s3:PutObject"]);
  });
});

describe("variables of unknown value in the session", () => {
  const verdictOf = (base: string, own: string) =>
    compare({ base: [identity(base)], session: [session(own)] }, engine).verdict;

  test("are within what takes any value", () => {
    expect(verdictOf("+s3:*@b/*", "+s3:GetObject@b/${aws:PrincipalTag/team}/*")).toBe("within");
    expect(verdictOf("+s3:*@b/${aws:PrincipalTag/team}/*", "+s3:GetObject@b/${aws:PrincipalTag/team}/*")).toBe(
      "within",
    );
  });

  test("are never within one value", () => {
    expect(verdictOf("+s3:GetObject@b/red/*", "+s3:GetObject@b/${aws:PrincipalTag/team}/*")).toBe("unknown");
    expect(verdictOf("+s3:GetObject@b/?/*", "+s3:GetObject@b/${aws:PrincipalTag/team}/*")).toBe("unknown");
  });

  test("exceed where nothing of the kind is granted", () => {
    expect(verdictOf("+s3:PutObject", "+s3:GetObject@b/${aws:PrincipalTag/team}/*")).toBe("exceeds");
  });
});
