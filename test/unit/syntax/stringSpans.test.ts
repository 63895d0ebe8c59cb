import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonString } from "../../../server/src/core/syntax/json.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { indexInString, spanInString } from "../../../server/src/core/syntax/stringSpans.js";
import { writeMarkers } from "../../support/markedText.js";

function stringIn(text: string): JsonString {
  const { root } = parsePolicy(text);
  if (root?.type === "array" && root.items[0]?.type === "string") return root.items[0];
  throw new Error(`no string in ${text}`);
}

describe("spanInString", () => {
  test.each([
    ['["abc"]', 1, 2, '["a<|b|>c"]'],
    ['["abc"]', 0, 3, '["<|abc|>"]'],
    ['["abc"]', 3, 3, '["abc<||>"]'],
    ['["abc"]', -1, 99, '["<|abc|>"]'],
    ['["a\\nb"]', 1, 2, '["a<|\\n|>b"]'],
    ['["a\\nb"]', 2, 3, '["a\\n<|b|>"]'],
    ['["caf\\u00e9!"]', 3, 4, '["caf<|\\u00e9|>!"]'],
    ['["caf\\u00e9!"]', 4, 5, '["caf\\u00e9<|!|>"]'],
    ['["\\ud83d\\ude00x"]', 0, 2, '["<|\\ud83d\\ude00|>x"]'],
    ['["😀x"]', 2, 3, '["😀<|x|>"]'],
    ['["\\\\\\"\\/"]', 1, 2, '["\\\\<|\\"|>\\/"]'],
    // Broken strings: an unknown escape stands for nothing, and a missing quote is not taken for one.
    ['["a\\qb"]', 1, 2, '["a\\q<|b|>"]'],
    ['["a\\u12xb"]', 1, 2, '["a\\u12<|x|>b"]'],
    ['["a\\"', 1, 2, '["a<|\\"|>'],
    ['["ab', 1, 2, '["a<|b|>'],
    ['["ab\\', 1, 2, '["a<|b|>\\'],
  ])("%s from %i to %i", (text, from, to, expected) => {
    expect(writeMarkers(text, [spanInString(text, stringIn(text), from, to)])).toBe(expected);
  });
});

test("each unit of a string is written where it is said to be", () => {
  const unit = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).map((each) => JSON.stringify(each).slice(1, -1)),
    fc.constantFrom("\\n", "\\u00e9", "\\uD83D", "\\/", "\\q", "\\u1", "\\u", "x", "1"),
  );
  fc.assert(
    fc.property(fc.array(unit), fc.boolean(), (units, closed) => {
      const text = `["${units.join("")}${closed ? '"]' : ""}`;
      const string = stringIn(text);
      for (let at = 0; at < string.value.length; at++) {
        const { start, end } = spanInString(text, string, at, at + 1);
        expect(
          JSON.parse(`"${text.slice(start, end).replace(/\\(?:q|u(?![0-9a-fA-F]{4})[0-9a-fA-F]{0,3})/g, "")}"`),
        ).toBe(string.value[at]);
        expect(indexInString(text, string, start)).toBe(at);
        expect(indexInString(text, string, end)).toBe(at + 1);
      }
    }),
    { numRuns: 1000 },
  );
});

test("indexInString is clamped", () => {
  const text = '["a\\nb"]';
  const string = stringIn(text);
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map((offset) => indexInString(text, string, offset))).toEqual([
    0, 0, 0, 1, 1, 2, 3, 3, 3,
  ]);
});
