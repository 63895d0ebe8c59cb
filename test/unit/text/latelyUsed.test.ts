import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatelyUsed } from "../../../server/src/core/text/latelyUsed.js";

describe("what is kept by a text", () => {
  test("is found by that text and by no other", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 300 }), (texts) => {
        const kept = new LatelyUsed<number>(Number.POSITIVE_INFINITY);
        const map = new Map<string, number>();
        for (const [number, text] of texts.entries()) {
          expect(kept.find(text)).toBe(map.get(text));
          kept.keep(text, number);
          map.set(text, number);
        }
        for (const text of texts) expect(kept.find(text)).toBe(map.get(text));
      }),
    );
  });

  test("goes when others were used since", () => {
    const kept = new LatelyUsed<number>(10, (text) => text.length);
    kept.keep("first", 1);
    kept.keep("other", 2);
    kept.keep("third", 3);
    // What was asked for meanwhile stays.
    expect(kept.find("first")).toBe(1);
    kept.keep("fifth", 5);
    expect(["first", "other", "third", "fifth"].map((text) => kept.find(text))).toEqual([1, undefined, 3, 5]);
  });
});
