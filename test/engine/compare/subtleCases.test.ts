import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, compare } from "../../../server/src/core/access/compare.js";
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
