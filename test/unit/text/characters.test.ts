import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { countCharacters, firstCharacters, unsupportedCharacters } from "../../../server/src/core/text/characters.js";
import { writeMarkers } from "../../support/markedText.js";

describe("countCharacters", () => {
  test.each([
    ["", 0],
    ["abc\n", 4],
    ["\r\n", 2],
    ["\uFEFF{}", 3],
    ["é", 1],
    ["e\u0301", 2],
    ["😀", 1],
    ["\uD83D", 1],
    ["\uDE00\uD83D", 2],
  ])("%j has %i", (text, count) => {
    expect(countCharacters(text)).toBe(count);
  });

  test("is what iterating gives", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(countCharacters(text)).toBe([...text].length);
      }),
    );
  });
});

describe("unsupportedCharacters", () => {
  test("marks each character outside the set (G7)", () => {
    const text = '\uFEFF{"Sid":\t"a—b😀\u0000é\u00a0ÿĀ\\u2014"}\r\n';
    const spans = unsupportedCharacters(text).map(({ span }) => span);
    expect(writeMarkers(text, spans)).toBe('<|\uFEFF|>{"Sid":\t"a<|—|>b<|😀|><|\u0000|>é\u00a0ÿ<|Ā|>\\u2014"}\r\n');
  });

  test("stops at the limit", () => {
    expect(unsupportedCharacters("—".repeat(5000))).toHaveLength(1000);
    expect(unsupportedCharacters("———", 2)).toHaveLength(2);
  });
});

test.each([
  ["abc", 2, "ab"],
  ["abc", 5, "abc"],
  ["a😀b", 2, "a😀"],
  ["😀", 0, ""],
  ["\ud83dx", 1, "\ud83d"],
])("the first characters of %j: %i", (text, count, expected) => {
  expect(firstCharacters(text, count)).toBe(expected);
});
