import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Rule, RuleExample } from "../../server/src/core/lint/rule.js";
import { rules } from "../../server/src/core/lint/rules/index.js";
import type { TextChange } from "../../server/src/core/text/span.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { readCarets, writeCarets } from "../support/markedText.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

function titleOf({ title, policy }: RuleExample): string {
  return title ?? (policy.length > 200 ? `${policy.slice(0, 200)}…` : policy);
}

/** The example with carets under what this rule flags. */
function flagged(rule: Rule, example: RuleExample): string {
  const { text } = readCarets(example.policy);
  const kind = example.kind ?? rule.appliesTo[0]!;
  const { region, findings: all } = analyzeExample(text, example, kind, catalog);
  const findings = all.filter((finding) => finding.rule === rule.id);
  for (const { message, awsIssueCode } of findings) {
    expect(message, "starts with a plain sentence and ends as one").toMatch(/^[\S].*[.?:]/);
    expect(message.trim()).toBe(message);
    const codes = [rule.awsIssueCode ?? []].flat();
    if (awsIssueCode !== undefined) expect(codes).toContain(awsIssueCode);
  }
  if (example.related !== undefined)
    expect(findings.flatMap(({ related }) => related.map(({ path }) => path.join(".")))).toEqual(example.related);
  if (example.fixed !== undefined)
    expect(applyChanges(text, region.write(findings[0]?.fixes[0]?.edits ?? []))).toBe(example.fixed);
  return writeCarets(
    text,
    findings.map(({ span }) => ({ span, label: "" })),
  );
}

/** @param changes sorted, as a region gives them */
function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes.reduceRight(
    (whole, { span, newText }) => whole.slice(0, span.start) + newText + whole.slice(span.end),
    text,
  );
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
  test("has at least three examples each", () => {
    expect(rule.examples.invalid.length).toBeGreaterThanOrEqual(3);
    expect(rule.examples.valid.length).toBeGreaterThanOrEqual(3);
  });

  test.each(rule.examples.invalid.map((example) => [titleOf(example), example] as const))(
    "invalid: %s",
    (_title, example) => {
      const { text, marks } = readCarets(example.policy);
      expect(marks).not.toEqual([]);
      expect(flagged(rule, example)).toBe(writeCarets(text, marks));
    },
  );

  test.each(rule.examples.valid.map((example) => [titleOf(example), example] as const))(
    "valid: %s",
    (_title, example) => {
      expect(flagged(rule, example)).toBe(example.policy);
    },
  );
});

describe("the index", () => {
  test("holds every rule file once, sorted", () => {
    const folder = fileURLToPath(new URL("../../server/src/core/lint/rules/", import.meta.url));
    const files = readdirSync(folder).filter((file) => file !== "index.ts");
    expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });
});
