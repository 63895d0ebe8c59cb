import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Severity } from "../../server/src/core/lint/finding.js";
import { defineRule } from "../../server/src/core/lint/rule.js";
import { runRules } from "../../server/src/core/lint/runRules.js";
import { allowing, policyAnalysis } from "../support/analysisBuilder.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog([]);
});

function rule(id: string, severity: Severity, check: () => readonly { severity?: Severity }[]) {
  return defineRule<number>({
    id,
    topic: "elements",
    severity,
    appliesTo: ["session"],
    since: "0.1.0",
    summary: "",
    why: "",
    seeAlso: [],
    examples: { invalid: [], valid: [] },
    check: () => check().map((flagged, at) => ({ path: [], data: at, ...flagged })),
    message: (at) => `found ${at}`,
  });
}

const policy = policyAnalysis(allowing("s3:GetObject"));
const usual = rule("usual", "warning", () => [{}, { severity: "suggestion" }]);

function severities(level?: Severity | "off"): readonly string[] {
  const levels = level === undefined ? {} : { usual: level };
  return runRules(policy, { catalog, rules: [usual], levels }).findings.map(({ severity }) => severity);
}

describe("runRules", () => {
  test("a rule that breaks down is told of and does not touch the others", () => {
    const error = new Error("bug");
    const broken = rule("broken", "error", () => {
      throw error;
    });
    const { findings, failures } = runRules(policy, { catalog, rules: [broken, usual] });
    expect(failures).toEqual([{ rule: "broken", error }]);
    expect(findings).toHaveLength(2);
  });

  test("a rule that does not apply to the kind is not run", () => {
    const { findings } = runRules({ ...policy, kind: "identity" }, { catalog, rules: [usual] });
    expect(findings).toEqual([]);
  });

  test("severities that the user sets", () => {
    expect(severities()).toEqual(["warning", "suggestion"]);
    expect(severities("off")).toEqual([]);
    expect(severities("error")).toEqual(["error", "suggestion"]);
    expect(severities("suggestion")).toEqual(["suggestion", "suggestion"]);
  });

  test("settings for names that every object has are no settings", () => {
    const { findings } = runRules(policy, { catalog, rules: [rule("constructor", "error", () => [{}])], levels: {} });
    expect(findings).toHaveLength(1);
  });
});
