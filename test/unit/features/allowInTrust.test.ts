import { describe, expect, test } from "vitest";
import { allowBesides } from "../../../server/src/core/features/allowInTrust.js";

const missing = { action: "sts:TagSession", call: "sts:AssumeRole", uri: "file:///w/trust.json", name: "trust.json" };

function afterwards(text: string): string {
  return allowBesides(text, missing).reduceRight(
    (left, { span, newText }) => left.slice(0, span.start) + newText + left.slice(span.end),
    text,
  );
}

const trust = (action: string, effect = "Allow") =>
  `{ "Statement": { "Effect": "${effect}", "Principal": { "AWS": "111122223333" }, ${action} } }`;

describe("what a trust policy lacks is written beside the call", () => {
  test("a single action becomes a list, a list one longer", () => {
    expect(afterwards(trust(`"Action": "sts:AssumeRole"`))).toBe(
      trust(`"Action": ["sts:AssumeRole", "sts:TagSession"]`),
    );
    expect(afterwards(trust(`"Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]`))).toBe(
      trust(`"Action": ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]`),
    );
    expect(afterwards(trust(`"Action": "sts:Assume*"`))).toBe(trust(`"Action": ["sts:Assume*", "sts:TagSession"]`));
  });

  test("where the call is not allowed, or not by Action, nothing is written", () => {
    for (const text of [
      trust(`"Action": "sts:AssumeRoleWithSAML"`),
      trust(`"Action": "sts:AssumeRole"`, "Deny"),
      trust(`"NotAction": "sts:AssumeRoleWithSAML"`),
      "{",
      "",
      "[]",
      `{ "Statement": "sts:AssumeRole" }`,
    ]) {
      expect(allowBesides(text, missing), text).toEqual([]);
    }
  });
});
