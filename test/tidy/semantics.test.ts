import { expect, test } from "vitest";
import { filesBelow, textOf } from "../support/repository.js";

/** Rules from which nothing of ours follows. */
const withoutConsequence = ["T3"];

test("every rule of docs/semantics.md is named by a test", () => {
  const rules = [...textOf("docs/semantics.md").matchAll(/^[-|] \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule!);
  expect(rules.length).toBeGreaterThan(70);
  const tests = filesBelow("test").filter((file) => /^test\/(engine|lint|unit)\/.*\.test\.ts$/.test(file));
  const named = new Set(tests.flatMap((file) => textOf(file).match(/\b[A-Z]\d+\b/g) ?? []));
  expect(rules.filter((rule) => !named.has(rule) && !withoutConsequence.includes(rule))).toEqual([]);
});
