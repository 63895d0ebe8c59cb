import { beforeAll, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["codestar-connections"]);
});

function speaks(key: string): boolean {
  const condition = `{ "ForAllValues:StringEquals": { "${key}": "a" } }`;
  const text = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "codestar-connections:UseConnection", "Resource": "*", "Condition": ${condition} } }`;
  const { findings } = analyzeExample(text, {}, "identity", catalog);
  return findings.some(({ rule }) => rule === "set-operator-on-single-value");
}

test("a key that AWS's validator accepts lists of is left alone, one beside it is not", () => {
  expect(speaks("codestar-connections:ProviderAction")).toBe(false);
  expect(speaks("codestar-connections:ProviderType")).toBe(true);
});
