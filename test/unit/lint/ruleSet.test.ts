import fc from "fast-check";
import { expect, test } from "vitest";
import { noRules, RuleSets } from "../../../server/src/core/lint/ruleSet.js";

const places = fc.uniqueArray(fc.nat(120), { maxLength: 12 }).map((list) => list.sort((a, b) => a - b));

test("a set has the rules that it was made of", () => {
  fc.assert(
    fc.property(places, fc.nat(130), (list, place) => {
      const set = new RuleSets().of(list);
      expect(set.places).toEqual(list);
      expect(set.has(place)).toBe(list.includes(place));
    }),
  );
});

test("a union has the rules of both, and is the same object whenever they are the same", () => {
  const sets = new RuleSets();
  fc.assert(
    fc.property(places, places, (one, other) => {
      const union = sets.union(sets.of(one), sets.of(other));
      expect(union.places).toEqual([...new Set([...one, ...other])].sort((a, b) => a - b));
      expect(sets.union(sets.of(other), sets.of(one))).toBe(union);
      expect(sets.of(union.places)).toBe(union);
    }),
  );
});

test("what is united with nothing stays the same object", () => {
  const sets = new RuleSets();
  const set = sets.of([3, 5]);
  expect(sets.of([])).toBe(noRules);
  expect([sets.union(set, noRules), sets.union(noRules, set), sets.union(set, set)]).toEqual([set, set, set]);
  expect(sets.union(noRules, noRules)).toBe(noRules);
});
