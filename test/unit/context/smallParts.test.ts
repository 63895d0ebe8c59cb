import { expect, test } from "vitest";
import { BoundedCache } from "../../../server/src/core/context/boundedCache.js";
import { contentHash } from "../../../server/src/core/context/contentHash.js";
import { nearestName } from "../../../server/src/core/text/nearestName.js";

test("a bounded cache makes anew what changed and forgets what was not asked for longest", () => {
  const cache = new BoundedCache<string>(2);
  const made: string[] = [];
  const get = (key: string, text: string) =>
    cache.get(key, text, () => {
      made.push(`${key}${text}`);
      return text;
    });
  for (const [key, text] of ["a1", "a1", "a2", "b1", "a2", "c1", "a2", "b1"].map((entry) => [...entry]))
    get(key!, text!);
  expect(made).toEqual(["a1", "a2", "b1", "c1", "b1"]);
});

test("hashes of near texts differ", () => {
  const texts = ["", " ", "a", "b", "ab", "ba", "a\u0000", "x".repeat(1000), `${"x".repeat(999)}y`];
  expect(new Set(texts.map(contentHash)).size).toBe(texts.length);
  expect(contentHash("a")).toBe(contentHash("a"));
});

test.each<[string, string | undefined]>([
  ["identityPolices", "identityPolicies"],
  ["IDENTITYPOLICIES", "identityPolicies"],
  ["rols", "roles"],
  ["rloes", "roles"],
  ["x", undefined],
  ["sessionPolicies", undefined],
])("nearest to %s: %s", (name, expected) => {
  expect(nearestName(name, ["roles", "users", "identityPolicies"])).toBe(expected);
});
