import { describe, expect, test } from "vitest";
import { fixesAt } from "../../../server/src/core/features/fixes.js";
import { shownFindings } from "../../../server/src/core/features/shownFindings.js";
import type { Finding, Fix } from "../../../server/src/core/lint/finding.js";
import { allowing, analysisOf, policyAnalysis, session } from "../../support/analysisBuilder.js";

const text = allowing(["s3:GetObject", "s3:PutObject"]);
const path = ["Statement", 0, "Action", 1];
const start = text.indexOf('"s3:PutObject"');
const span = { start, end: start + '"s3:PutObject"'.length };

const remove: Fix = {
  id: "remove",
  title: "Remove",
  edits: [{ kind: "remove", path }],
  access: "same",
  preferred: true,
};

function finding(rest: Partial<Finding> = {}): Finding {
  return { rule: "a-rule", severity: "warning", span, path, message: "Wrong.", related: [], fixes: [remove], ...rest };
}

function used(name: string, findings: readonly Finding[]) {
  return policyAnalysis(text, { session: session({ name }), findings });
}

describe("shownFindings", () => {
  test("one session: as they are", () => {
    const shown = shownFindings(analysisOf(used("one", [finding()])));
    expect(shown.map((each) => each.finding)).toEqual([finding()]);
  });

  test("several sessions that agree: once", () => {
    const shown = shownFindings(analysisOf([used("one", [finding()]), used("two", [finding()])]));
    expect(shown.map((each) => each.finding)).toEqual([finding()]);
  });

  test("several that differ: named, and without fixes that others would not offer", () => {
    const analysis = analysisOf([
      used("one", [finding({ unnecessary: true })]),
      used("two", []),
      used("three", [finding()]),
    ]);
    const [shown, ...more] = shownFindings(analysis).map((each) => each.finding);
    expect(more).toEqual([]);
    expect(shown).toMatchObject({ message: "Wrong.\n\nThis is so in session one and session three.", fixes: [] });
    expect(shown?.unnecessary).toBeUndefined();
  });

  test("each role told in its own words, with the fix that suits all", () => {
    const policies = [used("one", [finding({ message: "Role A." })]), used("two", [finding({ message: "Role B." })])];
    const shown = shownFindings(analysisOf(policies)).map((each) => each.finding);
    expect(shown.map(({ message }) => message)).toEqual([
      "Role A.\n\nThis is so in session one.",
      "Role B.\n\nThis is so in session two.",
    ]);
    expect(shown.map(({ fixes }) => fixes)).toEqual([[remove], [remove]]);
  });

  test("what belongs to no policy comes along", () => {
    const analysis = { ...analysisOf(used("one", [])), findings: [finding({ span: { start: 0, end: 1 } })] };
    expect(shownFindings(analysis)).toMatchObject([{ region: undefined }]);
  });
});

describe("fixesAt", () => {
  const analysis = analysisOf(used("one", [finding()]));

  test("gives the fixes where the cursor touches a finding, as text changes", () => {
    for (const offset of [span.start, span.start + 3, span.end]) {
      const fixes = fixesAt(analysis, { start: offset, end: offset });
      expect(fixes.map(({ fix }) => fix.id)).toEqual(["remove"]);
      const changed = [...fixes[0]!.changes]
        .sort((a, b) => b.span.start - a.span.start)
        .reduce((all, change) => all.slice(0, change.span.start) + change.newText + all.slice(change.span.end), text);
      expect(JSON.parse(changed).Statement[0].Action).toEqual(["s3:GetObject"]);
    }
  });

  test("and none elsewhere", () => {
    expect(fixesAt(analysis, { start: 0, end: 5 })).toEqual([]);
  });
});
