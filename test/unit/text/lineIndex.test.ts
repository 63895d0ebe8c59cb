import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lineIndex } from "../../../server/src/core/text/lineIndex.js";

describe("lineIndex", () => {
  test("finds the lines of all three line breaks", () => {
    const lines = lineIndex("a\nbc\r\nd\re");
    expect(lines.lineCount).toBe(4);
    const places = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((offset) => {
      const { line, character } = lines.positionAt(offset);
      return `${offset} ${line}:${character}`;
    });
    expect(places).toEqual("0 0:0,1 0:1,2 1:0,3 1:1,4 1:2,5 1:2,6 2:0,7 2:1,8 3:0,9 3:1".split(","));
  });

  test("clamps what is out of range", () => {
    const lines = lineIndex("ab\r\ncd");
    expect(lines.positionAt(-5)).toEqual({ line: 0, character: 0 });
    expect(lines.positionAt(99)).toEqual({ line: 1, character: 2 });
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(6);
    expect(lines.offsetAt({ line: -1, character: 3 })).toBe(0);
    expect(lines.offsetAt({ line: 1, character: -3 })).toBe(4);
  });

  test("gives back every offset outside line breaks", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\u{1F600}") }), (text) => {
        const lines = lineIndex(text);
        for (let offset = 0; offset <= text.length; offset++) {
          const insideBreak = text[offset - 1] === "\r" && text[offset] === "\n";
          const back = lines.offsetAt(lines.positionAt(offset));
          expect(back).toBe(insideBreak ? offset - 1 : offset);
        }
      }),
    );
  });
});
