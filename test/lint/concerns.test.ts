import { beforeAll, describe, expect, test } from "vitest";
import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { Finding } from "../../server/src/core/lint/finding.js";
import { LintMemory } from "../../server/src/core/lint/lintMemory.js";
import type { PolicySubject, Rule, RuleExample } from "../../server/src/core/lint/rule.js";
import { rules } from "../../server/src/core/lint/rules/index.js";
import { runRules } from "../../server/src/core/lint/runRules.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { analysisOf } from "../support/analysisBuilder.js";
import { readCarets } from "../support/markedText.js";
import { testCatalog } from "../support/testCatalog.js";

let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog();
});

function subjectOf(text: string, kind: PolicyKind): PolicySubject {
  const { context } = analysisOf([], { kind, sessions: [] });
  return analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog) }).policies[0]!;
}

/** The same rules, run on everything. */
const unlimited: readonly Rule[] = rules.map((rule) => ({ ...rule, concerns: undefined }));

/** An example, and what it looks like while some of its elements are turned around. */
function variants({ policy }: RuleExample): readonly string[] {
  const { text } = readCarets(policy);
  return [
    text,
    text.replaceAll('"Action"', '"NotAction"'),
    text.replaceAll('"Resource"', '"NotResource"'),
    text.replaceAll('"Allow"', '"Deny"'),
    text.replaceAll("*", "?"),
    text.replaceAll("2012-10-17", "2008-10-17"),
    text.slice(0, -2),
  ];
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (_, { appliesTo, examples }) => {
  // Examples of sizes are long, and each is gone through many times.
  test("no rule finds anything where it says that nothing concerns it", { timeout: 300_000 }, () => {
    for (const example of [...examples.invalid, ...examples.valid]) {
      for (const text of new Set(variants(example))) {
        const subject = subjectOf(text, example.kind ?? appliesTo[0]!);
        expect(runRules(subject, { catalog }).findings, text).toEqual(
          runRules(subject, { catalog, rules: unlimited }).findings,
        );
      }
    }
  });
});

describe("what is known of entries by their text", () => {
  /** More than the units of a policy's rules suffice for. */
  const costly = Array.from({ length: 1500 }, (_, at) => {
    const letters = [...at.toString(2).padStart(12, "0")].map((digit) => (digit === "0" ? "e" : "s"));
    return `ec2:*${letters.join("*")}*`;
  });
  const policy = (actions: readonly string[]) =>
    JSON.stringify({ Statement: { Effect: "Allow", Action: actions, Resource: "*" } });

  function lint(text: string, memory?: LintMemory): readonly Finding[] {
    return runRules(subjectOf(text, "identity"), { catalog, memory }).findings;
  }

  test("takes the same units as if nothing were known", () => {
    const memory = new LintMemory({ keepsStatements: false, entryText: 10_000_000 });
    lint(policy(costly.slice(500)), memory);
    const text = policy(costly);
    const alone = lint(text);
    const flagged = alone.filter(({ rule }) => rule === "action-matches-nothing").length;
    expect(flagged).toBeGreaterThan(0);
    expect(flagged).toBeLessThan(costly.length);
    expect(lint(text, memory)).toEqual(alone);
  });

  test("holds of a service whose details are read meanwhile", async () => {
    const text = JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:GetObjects"],
        Resource: ["arn:aws:s3:::bucket", "arn:aws:s3:us-east-1::bucket/a"],
        Condition: { StringEquals: { "s3:prefixes": "a", "aws:ResourceTag/a": "b" } },
      },
    });
    const memory = new LintMemory({ keepsStatements: false });
    const unread = await testCatalog([]);
    const before = runRules(subjectOf(text, "identity"), { catalog: unread, memory }).findings;
    await unread.load(["s3"]);
    const after = runRules(subjectOf(text, "identity"), { catalog: unread, memory }).findings;
    expect(after).toEqual(runRules(subjectOf(text, "identity"), { catalog: unread }).findings);
    expect(after.length).toBeGreaterThan(before.length);
  });

  test("an ARN beside actions of another service", () => {
    const memory = new LintMemory({ keepsStatements: false });
    const beside = (action: string) =>
      JSON.stringify({
        Statement: { Effect: "Allow", Action: action, Resource: "arn:aws:catalog:us-east-1:111122223333:portfolio/*" },
      });
    for (const action of ["servicecatalog:DescribePortfolio", "s3:GetObject", "servicecatalog:DescribePortfolio"])
      expect(lint(beside(action), memory)).toEqual(lint(beside(action)));
  });
});
