import { expect, test } from "vitest";
import { sizeSummary } from "../../../server/src/core/features/sizeSummary.js";
import { session } from "../../support/analysisBuilder.js";

function summary(sent: number, minified: number, limit: number | undefined = 2048) {
  return sizeSummary({ kind: "session", session: session(), characters: { sent, minified, limit } });
}

test("a policy that fits", () => {
  expect(summary(231, 118)).toMatchObject({ text: "231 / 2,048", state: "fits" });
  expect(summary(2048, 2048)).toMatchObject({ text: "2,048 / 2,048", state: "fits" });
  expect(summary(231, 118)?.tooltip).toContain("1,817 characters are left");
});

test("one that would fit in one line", () => {
  expect(summary(2310, 1204)).toMatchObject({ text: "2,310 / 2,048 (1,204 minified)", state: "fits-minified" });
  expect(summary(2310, 1204)?.tooltip).toContain("Copy as One Line");
});

test("one that is too long anyhow", () => {
  expect(summary(3000, 2100)).toMatchObject({ text: "3,000 / 2,048 (2,100 minified)", state: "too-long" });
  expect(summary(2100, 2100)).toMatchObject({ text: "2,100 / 2,048", state: "too-long" });
});

test("a kind of document without a limit", () => {
  expect(
    sizeSummary({ kind: "identity", session: undefined, characters: { sent: 1, minified: 1, limit: undefined } }),
  ).toBe(undefined);
});

test("one beside managed policies, whose ARNs take a part of the limit", () => {
  const characters = { sent: 1980, minified: 1980, limit: 1964, managedPolicyArns: 84 };
  const size = sizeSummary({ kind: "session", session: session(), characters });
  expect(size).toMatchObject({ text: "1,980 / 1,964", state: "too-long" });
  expect(size?.tooltip).toContain("take 84 of the limit");
});
