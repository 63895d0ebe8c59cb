import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KeptByText, LatelyUsedTexts, quickHash } from "../../../server/src/core/text/latelyUsedTexts.js";

interface Numbered extends KeptByText {
  readonly number: number;
}

function numbered(text: string, number: number): Numbered {
  return { text, hash: quickHash(text), number };
}

function find(kept: LatelyUsedTexts<Numbered>, text: string): number | undefined {
  return kept.find(text, quickHash(text))?.number;
}

describe("what is kept by a text", () => {
  test("is found by that text and by no other", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", maxLength: 40 }), { maxLength: 300 }), (texts) => {
        const kept = new LatelyUsedTexts<Numbered>(Number.POSITIVE_INFINITY, () => 1);
        const map = new Map<string, number>();
        for (const [number, text] of texts.entries()) {
          expect(find(kept, text)).toBe(map.get(text));
          kept.keep(numbered(text, number));
          map.set(text, number);
        }
        for (const text of texts) expect(find(kept, text)).toBe(map.get(text));
      }),
    );
  });

  test("is found among thousands", () => {
    const kept = new LatelyUsedTexts<Numbered>(Number.POSITIVE_INFINITY, () => 1);
    const texts = Array.from({ length: 20_000 }, (_, at) => `service${at % 300}:DescribeThing${at}`);
    for (const [number, text] of texts.entries()) kept.keep(numbered(text, number));
    expect(texts.filter((text, at) => find(kept, text) !== at)).toEqual([]);
    expect(find(kept, "service1:DescribeThing2")).toBeUndefined();
  });

  test("goes when others were used since", () => {
    const kept = new LatelyUsedTexts<Numbered>(10, ({ text }) => text.length);
    kept.keep(numbered("first", 1));
    kept.keep(numbered("other", 2));
    kept.keep(numbered("third", 3));
    // What was asked for meanwhile stays.
    expect(find(kept, "first")).toBe(1);
    kept.keep(numbered("fifth", 5));
    expect(["first", "other", "third", "fifth"].map((text) => find(kept, text))).toEqual([1, undefined, 3, 5]);
  });

  test("is not kept where it is larger than all that may be kept", () => {
    const kept = new LatelyUsedTexts<Numbered>(0, () => 1);
    kept.keep(numbered("a", 1));
    expect(find(kept, "a")).toBeUndefined();
  });

  test("whoever makes texts get in each other's way gets some of them forgotten, and nothing wrong", () => {
    const kept = new LatelyUsedTexts<Numbered>(Number.POSITIVE_INFINITY, () => 1);
    // They differ where the hash does not look.
    const texts = Array.from({ length: 1000 }, (_, at) => `${"a".repeat(30)}${"b".repeat(at)}c${"b".repeat(999 - at)}`);
    const alike = texts.filter((text) => quickHash(text) === quickHash(texts[500]!));
    expect(alike.length).toBeGreaterThan(500);
    for (const [number, text] of alike.entries()) kept.keep(numbered(text, number));
    const found = alike.map((text) => find(kept, text));
    expect(found.every((number, at) => number === undefined || number === at)).toBe(true);
    expect(found.filter((number) => number !== undefined).length).toBeLessThan(50);
    kept.keep(numbered("another", 1));
    expect(find(kept, "another")).toBe(1);
  });
});
