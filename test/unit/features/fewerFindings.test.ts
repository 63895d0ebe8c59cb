import { expect, test } from "vitest";
import { fewerFindings } from "../../../server/src/core/features/fewerFindings.js";
import type { ShownFinding } from "../../../server/src/core/features/shownFindings.js";
import type { Severity } from "../../../server/src/core/lint/finding.js";

const found = (rule: string, severity: Severity, at: number): ShownFinding => ({
  finding: {
    rule,
    severity,
    span: { start: at, end: at + 1 },
    path: [],
    message: `${rule} ${at}`,
    related: [],
    fixes: [],
  },
  region: undefined,
});
const messages = (shown: readonly ShownFinding[]) => shown.map(({ finding }) => finding.message);

test("of each rule the first ones stay, in the order of their places, and the last says how many more there are", () => {
  const all = [0, 1, 2, 3, 4].flatMap((at) => [
    found("a", "warning", at),
    ...(at < 2 ? [found("b", "error", at)] : []),
  ]);
  expect(messages(fewerFindings(all, 3))).toEqual([
    "a 0",
    "b 0",
    "a 1",
    "b 1",
    "a 2\n\nThere are 2 more findings of this rule here; the command line shows all.",
  ]);
});

test("severe ones go before those that stand further up", () => {
  const all = [
    found("a", "suggestion", 0),
    found("a", "suggestion", 1),
    found("a", "warning", 2),
    found("a", "error", 3),
  ];
  expect(messages(fewerFindings(all, 3))).toEqual([
    "a 0",
    "a 2",
    "a 3\n\nThere is 1 more finding of this rule here; the command line shows all.",
  ]);
});

test("few are all shown, as they are", () => {
  const all = Array.from({ length: 200 }, (_, at) => found("a", "warning", at));
  expect(fewerFindings(all)).toBe(all);
  expect(fewerFindings([...all, found("a", "warning", 200)])).toHaveLength(200);
});
