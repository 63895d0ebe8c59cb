import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3"]);
});

function rulesThatSpeak(text: string): readonly string[] {
  return analyzeExample(text, {}, "session", catalog).findings.map(({ rule }) => rule);
}

test("an action whose string is not closed yet is not said to be unknown", () => {
  const half = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:Get';
  expect(rulesThatSpeak(half)).not.toContain("unknown-action");
  expect(rulesThatSpeak(`${half}"`)).toContain("unknown-action");
});

test("of a string that is not closed yet only that is said", () => {
  const statement = (rest: string) =>
    `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", ${rest}`;
  const halves = [
    `{ "Version": "2012-1`,
    `{ "Version": "2012-10-17", "Statement": [{ "Effect": "All`,
    statement(`"Resource": "arn:aws:s3:::`),
    statement(`"Resource": "arn:aws:s3:::b/\${aws:PrincipalTag/te`),
    statement(`"Resource": "*", "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/2`),
    statement(`"Resource": "*", "Condition": { "StringLike": { "s3:pref`),
    // In the middle of a document the line's end is the string's.
    statement(`"Resource": "arn:aws:s3:::b/\n}] }`),
  ];
  for (const half of halves) expect(new Set(rulesThatSpeak(half)), half).toEqual(new Set(["json-syntax-error"]));
});

test("of a string whose quote is escaped, too", () => {
  expect(new Set(rulesThatSpeak(String.raw`{ "Version": "2012-10-17\"`))).toEqual(new Set(["json-syntax-error"]));
});

test("a text with more mistakes than anybody makes is answered, with some of them", () => {
  const texts = ["${}".repeat(75_000), `\\n${"${ a}".repeat(20_000)}`];
  for (const text of texts) {
    const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${text}" } }`;
    const found = rulesThatSpeak(policy).filter((rule) => rule === "variable-syntax");
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(1000);
  }
});
