import { beforeAll, describe, expect, test } from "vitest";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { RuleExample } from "../../server/src/core/lint/rule.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { analyzeExample } from "../support/exampleAnalysis.js";
import { testCatalog } from "../support/testCatalog.js";

/*
 * Limits of docs/semantics.md, each at the last character that is allowed and at the first that is not.
 */
let catalog: Catalog;

beforeAll(async () => {
  catalog = await testCatalog(["s3"]);
});

/** Which of these rules speak of a document. */
function found(text: string, kind: PolicyKind, rules: readonly string[], more: Omit<RuleExample, "policy"> = {}) {
  const { findings } = analyzeExample(text, more, kind, catalog);
  return findings.filter(({ rule }) => rules.includes(rule)).map(({ rule, severity }) => `${rule} ${severity}`);
}

/** A policy of so many characters, filled up with spaces before the last brace or with a longer name. */
function sized(characters: number, fill: "spaces" | "name", effect = "Allow", principal = ""): string {
  const write = (name: string, spaces: string) =>
    `{"Version":"2012-10-17","Statement":{"Effect":"${effect}",${principal}"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/${name}*"}${spaces}}`;
  const filler = (count: number) => (fill === "spaces" ? " " : "x").repeat(count);
  const of = (count: number) => (fill === "spaces" ? write("", filler(count)) : write(filler(count), ""));
  return of(characters - of(0).length);
}

const base = [`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}`];

describe("the size of a session policy (T1, Q13)", () => {
  const size = (text: string, more: Omit<RuleExample, "policy"> = {}) =>
    found(text, "session", ["policy-too-long"], { base, ...more });

  test.each([
    ["2,048 characters", sized(2048, "name"), []],
    ["2,049 characters", sized(2049, "name"), ["policy-too-long error"]],
    ["2,048 with white space", sized(2048, "spaces"), []],
    [
      "2,049 with white space, which counts, and can be left out (Q12)",
      sized(2049, "spaces"),
      ["policy-too-long warning"],
    ],
  ])("%s", (_, text, expected) => {
    expect(size(text)).toEqual(expected);
  });

  test("ARNs of managed policies count too", () => {
    const managedPolicies = ["arn:aws:iam::aws:policy/ReadOnlyAccess"];
    const room = 2048 - managedPolicies[0]!.length;
    expect(size(sized(room, "name"), { managedPolicies })).toEqual([]);
    expect(size(sized(room + 1, "name"), { managedPolicies })).toEqual(["policy-too-long error"]);
  });
});

test("the size of an SCP, white space included (Q14)", () => {
  const size = (text: string) => found(text, "scp", ["policy-size"]);
  expect(size(sized(10_240, "spaces", "Deny"))).toEqual([]);
  expect(size(sized(10_241, "spaces", "Deny"))).toEqual(["policy-size error"]);
});

describe("tags of a session (T4)", () => {
  const tagged = (tags: { readonly [key: string]: string }) =>
    found(sized(300, "name"), "session", ["session-tags-limit"], { base, tags });

  test.each([
    ["a key of 128 characters", "k".repeat(128), "v", 0],
    ["a key of 129", "k".repeat(129), "v", 1],
    ["a value of 256", "k", "v".repeat(256), 0],
    ["a value of 257", "k", "v".repeat(257), 1],
  ])("%s", (_, key, value, findings) => {
    expect(tagged({ [key]: value })).toHaveLength(findings);
  });
});

test("an RCP only denies, and to everybody (G9)", () => {
  const syntax = (statement: string) =>
    found(`{"Version":"2012-10-17","Statement":${statement}}`, "rcp", ["rcp-syntax", "not-principal"]).length > 0;
  expect(syntax(`{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}`)).toBe(false);
  expect(syntax(`{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}`)).toBe(true);
  expect(syntax(`{"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}`)).toBe(true);
  expect(syntax(`{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}`)).toBe(true);
  expect(syntax(`{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"s3:*","Resource":"*"}`)).toBe(true);
  expect(syntax(`{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}`)).toBe(true);
});
