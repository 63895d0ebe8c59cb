import fc from "fast-check";
import { expect, test } from "vitest";
import { quickHash, Repetitions } from "../../../server/src/core/lint/facts/repetitions.js";

function entries(samenesses: readonly number[]): readonly { readonly sameness: number }[] {
  return samenesses.map((sameness) => ({ sameness }));
}

test("a repetition is never missed", () => {
  const repetitions = new Repetitions();
  const lists = fc.tuple(fc.array(fc.nat(0x3fffffff), { minLength: 1, maxLength: 50 }), fc.nat(), fc.nat());
  fc.assert(
    fc.property(lists, ([list, from, to]) => {
      const repeated = [...list];
      repeated.splice(to % (list.length + 1), 0, list[from % list.length]!);
      const likely = repetitions.likelyIn(entries(repeated));
      const really = repeated.flatMap((hash, at) => (repeated.indexOf(hash) < at ? at : []));
      expect(likely).toEqual(really);
    }),
  );
});

test("few lists without one are suspected, whatever was asked before", () => {
  const repetitions = new Repetitions();
  const lists = Array.from({ length: 1000 }, (_, list) =>
    Array.from({ length: 10 }, (_, at) => Math.imul(list * 10 + at, 2654435) & 0x3fffffff),
  );
  const suspected = lists.filter((list) => repetitions.likelyIn(entries(list)).length > 0);
  expect(suspected.length).toBeLessThan(100);
  expect(repetitions.likelyIn(entries([7]))).toEqual([]);
  expect(repetitions.likelyIn(entries([]))).toEqual([]);
});

test("the hash tells names of actions apart", () => {
  const names = Array.from({ length: 20_000 }, (_, at) => `service${at % 300}:DescribeThing${at}`);
  expect(new Set(names.map(quickHash)).size).toBeGreaterThan(19_900);
});
