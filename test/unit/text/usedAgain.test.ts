import { expect, test } from "vitest";
import { UsedAgain } from "../../../server/src/core/text/usedAgain.js";

/** Rounds of questions: what isn't known is worked out and kept. Gives how much had to be. */
function rounds(kept: UsedAgain<string>, questions: readonly (readonly string[])[]): readonly number[] {
  return questions.map((round) => {
    let missed = 0;
    for (const key of round) {
      if (kept.find(key) === key) continue;
      missed++;
      kept.keep(key, key);
    }
    return missed;
  });
}

const names = (count: number, prefix = "s") => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

test.each([1, 8, 100])("%i texts that come at once are all known the next time", (count) => {
  const round = names(count);
  expect(rounds(new UsedAgain(100), [round, round, round])).toEqual([count, 0, 0]);
});

test("of a text that changes the others stay known, however often it changes", () => {
  const others = names(7);
  const typed = names(2000, "typed").map((text) => [...others, text]);
  expect(new Set(rounds(new UsedAgain(100), typed).slice(1))).toEqual(new Set([1]));
});

test("what came once and was not asked for again is soon gone, what came back is not", () => {
  const kept = new UsedAgain<string>(1000);
  const others = names(7);
  const typed = names(40, "typed").map((text) => [...others, text]);
  rounds(kept, [["once"], ["twice"], ["twice"], ...typed]);
  expect(kept.find("once")).toBeUndefined();
  expect(kept.find("typed39")).toBe("typed39");
  expect(kept.find("twice")).toBe("twice");
});

test("it does not grow", () => {
  const kept = new UsedAgain<string>(10, (key) => key.length);
  const keys = names(1000, "a").flatMap((key) => [key, key, key]);
  rounds(kept, [keys]);
  const left = keys.filter((key, at) => keys.indexOf(key) === at && kept.find(key) !== undefined);
  expect(left.join("").length).toBeLessThanOrEqual(2 * 10 + 2 * 5);
});

test("a value takes the place of an earlier one", () => {
  const kept = new UsedAgain<number>(10);
  kept.keep("a", 1);
  kept.keep("a", 2);
  expect(kept.find("a")).toBe(2);
  kept.keep("a", 3);
  expect(kept.find("a")).toBe(3);
});
