import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import type { PolicyAnalysis } from "../../server/src/core/analysis.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import type { Rule, RuleExample } from "../../server/src/core/lint/rule.js";
import { rules } from "../../server/src/core/lint/rules/index.js";
import type { TextChange } from "../../server/src/core/text/span.js";
import { awsChecks } from "../generate/awsChecks.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { readCarets, writeCarets } from "../support/markedText.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

const analyzed = new Map<RuleExample, PolicyAnalysis>();

/** Worked out once: an example is asked for what it shows, and for AWS's codes. */
function analysisOf(rule: Rule, example: RuleExample): PolicyAnalysis {
  const known = analyzed.get(example);
  if (known !== undefined) return known;
  const kind = example.kind ?? rule.appliesTo[0]!;
  const analysis = analyzeExample(readCarets(example.policy).text, example, kind, catalog);
  analyzed.set(example, analysis);
  return analysis;
}

function titleOf({ title, policy }: RuleExample): string {
  return title ?? (policy.length > 200 ? `${policy.slice(0, 200)}…` : policy);
}

/** The example with carets under what this rule flags. */
function flagged(rule: Rule, example: RuleExample): string {
  const { text } = readCarets(example.policy);
  const { region, findings: all } = analysisOf(rule, example);
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

  test("each fix takes a finding away, and brings no error", () => {
    for (const example of rule.examples.invalid) {
      const { region, findings } = analysisOf(rule, example);
      const { text } = readCarets(example.policy);
      const own = findings.filter((finding) => finding.rule === rule.id);
      for (const fix of own.flatMap(({ fixes }) => fixes)) {
        const after = applyChanges(text, region.write(fix.edits));
        const what = `${fix.title}\n${after}`;
        expect(() => JSON.parse(after), what).not.toThrow();
        const left = analyzeExample(after, example, example.kind ?? rule.appliesTo[0]!, catalog).findings;
        expect(left.filter((finding) => finding.rule === rule.id).length, what).toBeLessThan(own.length);
        const errors = (of: readonly Finding[]) => of.filter(({ severity }) => severity === "error").length;
        expect(errors(left), what).toBeLessThanOrEqual(errors(findings));
      }
    }
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

/** Of these AWS's own findings have been seen, and `npm run conformance` compares with them. */
const labelled: ReadonlySet<string> = new Set([
  "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
  "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE",
  "CREATE_SLR_WITH_STAR_IN_RESOURCE",
  "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
  "INVALID_ACTION",
  "INVALID_SERVICE",
  "INVALID_SERVICE_CONDITION_KEY",
  "INVALID_SERVICE_IN_ACTION",
  "MISSING_ARN_REGION",
  "MISSING_QUALIFIER",
  "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE",
  "PASS_ROLE_WITH_STAR_IN_RESOURCE",
  "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
  "REDUNDANT_ACTION",
  "REDUNDANT_RESOURCE",
  "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
  "WILDCARD_WITHOUT_LIKE_OPERATOR",
]);

/* Where nobody has seen what AWS says, examples made from its description are all there is to hold a rule against. */
describe("AWS's issue codes without a label", () => {
  const codes = new Set(rules.flatMap(({ awsIssueCode }) => [awsIssueCode ?? []].flat()));
  const unlabelled = [...codes].filter((code) => !labelled.has(code));

  test("are those of AWS's list that the rules have", () => {
    const known = new Set(Object.values(awsChecks).flat());
    expect([...codes].filter((code) => !known.has(code))).toEqual([]);
    expect([...labelled].filter((code) => !codes.has(code))).toEqual([]);
    expect(unlabelled.length).toBeGreaterThan(130);
  });

  test.each(unlabelled)("%s has three examples that get it, and three that do not", (code) => {
    const own = rules.filter(({ awsIssueCode }) => [awsIssueCode ?? []].flat().includes(code));
    const codesOf = (rule: Rule, example: RuleExample) =>
      analysisOf(rule, example)
        .findings.filter((finding) => finding.rule === rule.id)
        .map(({ awsIssueCode }) => awsIssueCode);
    const invalid = own.flatMap((rule) =>
      rule.examples.invalid.filter((example) => codesOf(rule, example).includes(code)),
    );
    const valid = own.flatMap((rule) => rule.examples.valid.filter((example) => codesOf(rule, example).length === 0));
    expect(invalid.length).toBeGreaterThanOrEqual(3);
    expect(valid.length).toBeGreaterThanOrEqual(3);
  });
});

describe("the index", () => {
  test("holds every rule file once, sorted", () => {
    const folder = fileURLToPath(new URL("../../server/src/core/lint/rules/", import.meta.url));
    const files = readdirSync(folder).filter((file) => file !== "index.ts");
    expect(rules.map(({ id }) => `${id}.ts`)).toEqual(files.sort());
  });
});
