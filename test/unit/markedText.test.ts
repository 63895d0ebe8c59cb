import { describe, expect, test } from "vitest";
import {
  readCarets,
  readCursor,
  readMarkers,
  readRange,
  unindent,
  writeCarets,
  writeMarkers,
} from "../support/markedText.js";

describe("markers", () => {
  test("are read", () => {
    expect(readMarkers("a<|>b<|c<|d|>|>e<||>")).toEqual({
      text: "abcde",
      cursors: [1],
      ranges: [
        { start: 2, end: 4 },
        { start: 3, end: 4 },
        { start: 5, end: 5 },
      ],
    });
    expect(readCursor("ab<|>")).toEqual({ text: "ab", offset: 2 });
    expect(readRange("a<|b|>")).toEqual({ text: "ab", span: { start: 1, end: 2 } });
  });

  test("are written back", () => {
    for (const marked of ["a<|>b<|c<|d|>|>e<||>", "<|a|><|b|>", "<|>a", "<|a<|b|>|><|c|>"]) {
      const { text, cursors, ranges } = readMarkers(marked);
      expect(writeMarkers(text, ranges, cursors)).toBe(marked);
    }
  });

  test("that don't match are errors", () => {
    expect(() => readMarkers("<|a")).toThrow();
    expect(() => readMarkers("a|>")).toThrow();
    expect(() => readCursor("a")).toThrow();
    expect(() => readRange("<|a|><|b|>")).toThrow();
  });
});

describe("caret lines", () => {
  const underlined = unindent(`
    {
      "Effect": "allow",
                ^^^^^^^ invalid-effect: use "Allow"
      "a": 1, "b": 2
           ^       ^
    \t^ tab
    }
    |
  `).replace("    \t^", "\t^");

  test("are read", () => {
    const { text, marks } = readCarets(underlined);
    expect(text).toBe('{\n  "Effect": "allow",\n  "a": 1, "b": 2\n}');
    expect(marks.map(({ span, label }) => [text.slice(span.start, span.end), label])).toEqual([
      ['"allow"', 'invalid-effect: use "Allow"'],
      ["1", ""],
      ["2", ""],
      [" ", "tab"],
      ["", ""],
    ]);
  });

  test("are written, one mark a line", () => {
    const text = '{\n\t"a": 1,\n  "b": [\n  ]\n}';
    const marks = [
      { span: { start: 3, end: 6 }, label: "key" },
      { span: { start: 18, end: 23 }, label: "list" },
      { span: { start: 8, end: 8 }, label: "" },
    ];
    expect(writeCarets(text, marks)).toBe(
      ["{", '\t"a": 1,', "\t^^^ key", "\t     |", '  "b": [', "       ^ list (to line 4)", "  ]", "}"].join("\n"),
    );
    expect(readCarets(writeCarets("abc\ndef", [{ span: { start: 5, end: 7 }, label: "x" }]))).toEqual({
      text: "abc\ndef",
      marks: [{ span: { start: 5, end: 7 }, label: "x" }],
    });
  });
});

test("unindent takes the margin off", () => {
  expect(
    unindent(`
      a
        b

      c
    `),
  ).toBe("a\n  b\n\nc");
});
