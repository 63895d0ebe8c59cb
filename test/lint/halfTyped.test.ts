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
