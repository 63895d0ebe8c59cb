import fc from "fast-check";
import { createScanner } from "jsonc-parser";
import { describe, expect, test } from "vitest";
import { type Token, TokenReader, tokensOf } from "../../../server/src/core/syntax/tokens.js";

/** What can get into the way of a reader: ends of strings, escapes, controls, halves of characters. */
const pieces = [
  '"s3:GetObject"',
  '"a',
  'b"',
  '"',
  '""',
  "\\",
  '\\"',
  "\\\\",
  "\\n",
  "\\u00e9",
  "\\u12",
  "\\x",
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\u0001",
  "\u001f",
  "\u007f",
  "\u00a0",
  "\u2028",
  "\ud800",
  "\udc00",
  "\ud83d\ude00",
  "\ufeff",
  "\u0142",
  "//",
  "/*",
  "*/",
  "/",
  "-",
  "-1.5e3",
  "1e",
  "0",
  "true",
  "null",
  "falsely",
];
const texts = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "binary", maxLength: 4 })))
  .map((parts) => parts.join(""));

/** Without line breaks, other controls, and what is beyond Latin 1: they are read in another way. */
const lines = texts.map((text) => text.replace(/[^ -\u00ff]/g, ""));

/** The same by jsonc-parser's scanner alone. Characters that it takes for words and we for foreign space are left out. */
function scanned(text: string): readonly unknown[] {
  const scanner = createScanner(text, false);
  const tokens: unknown[] = [];
  for (;;) {
    const syntax: number = scanner.scan();
    const start = scanner.getTokenOffset();
    const end = Math.min(start + scanner.getTokenLength(), text.length);
    if (scanner.getTokenError() !== 0) tokens.push({ error: scanner.getTokenError() as number, start, end });
    if (syntax < 12 || syntax > 15)
      tokens.push({ start, end, value: syntax === 10 ? scanner.getTokenValue() : text.slice(start, end) });
    if (syntax === 17) return tokens;
  }
}

const errors: Readonly<Record<string, number>> = {
  "this comment is not closed": 1,
  "this string is not closed": 2,
  "this number is not complete": 3,
  "\\u must be followed by four hexadecimal digits": 4,
  'a backslash in a string may only stand before one of " \\ / b f n r t u': 5,
  "a control character in a string must be written as an escape": 6,
};

function read(text: string): readonly unknown[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  const tokens = tokensOf(text, (kind, start, end, detail) => {
    if (kind === "syntax") found.push({ start, end, ...{ error: errors[detail] } });
  });
  const all = [...found, ...tokens.map(({ start, end, value }: Token) => ({ start, end, value }))];
  // What is wrong inside a token is told before it.
  return all.sort((a, b) => a.start - b.start || Number("value" in a) - Number("value" in b));
}

describe("the tokens of a text", () => {
  test("are those of jsonc-parser's scanner", () => {
    fc.assert(
      fc.property(fc.oneof(texts, lines), (text) => {
        // Space that JSON does not know is passed over here, and is a word there.
        fc.pre(!/[^\S\t\n\r ]|[\u200B-\u200D\u2060\uFEFF]/.test(text));
        expect(read(text)).toEqual(scanned(text));
      }),
      { numRuns: 3000 },
    );
  });

  test("are what was seen ahead", () => {
    fc.assert(
      fc.property(fc.oneof(texts, lines), fc.array(fc.nat(3)), (text, looks) => {
        const kinds = tokensOf(text, () => {}).map(({ kind }) => kind);
        const reader = new TokenReader(text, () => {});
        for (const [at, kind] of kinds.entries()) {
          expect(reader.kind).toBe(kind);
          const places = looks[at] ?? 0;
          if (places > 0) expect(reader.kindAhead(places)).toBe(kinds[at + places] ?? "end");
          reader.next();
        }
      }),
    );
  });

  test("do not begin with a byte order mark", () => {
    expect(read('\uFEFF{"a"}')).toEqual([
      { start: 1, end: 2, value: "{" },
      { start: 2, end: 5, value: "a" },
      { start: 5, end: 6, value: "}" },
      { start: 6, end: 6, value: "" },
    ]);
  });
});
