import type { Span } from "./span.js";

/**
 * The size of a text as AWS counts it: Unicode code points, white space, a final newline and a byte order mark
 * included. A lone surrogate counts as one.
 */
export function countCharacters(text: string): number {
  let count = text.length;
  // Nearly every text is without, and a search for one is many times faster than a look at each unit.
  if (!/[\ud800-\udbff]/.test(text)) return count;
  for (let at = 0; at + 1 < text.length; at++) {
    if (isHighSurrogate(text.charCodeAt(at)) && isLowSurrogate(text.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

/** The first `count` code points of a text; all of it where there are no more. */
export function firstCharacters(text: string, count: number): string {
  let end = 0;
  for (let taken = 0; taken < count && end < text.length; taken++) end += text.codePointAt(end)! > 0xffff ? 2 : 1;
  return text.slice(0, end);
}

/** A character that no policy may contain. */
export interface UnsupportedCharacter {
  readonly span: Span;
  readonly character: string;
}

/**
 * The characters of a policy's text outside U+0009, U+000A, U+000D and U+0020–U+00FF (G7), one by one in order, the
 * first `limit` of them. It is the text as sent that counts: `\u2014`, written as an escape, is six plain characters.
 */
export function unsupportedCharacters(text: string, limit = 1000): readonly UnsupportedCharacter[] {
  const found: UnsupportedCharacter[] = [];
  // Nearly all are: a surrogate never is, so that one unit tells.
  // V8 finds one of a few units in a third of the time that it takes to find one that is none of many.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const first = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0100-\uffff]/);
  for (let at = first < 0 ? text.length : first; at < text.length && found.length < limit; ) {
    if (isSupportedCharacter(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const code = text.codePointAt(at)!;
    const end = at + (code > 0xffff ? 2 : 1);
    found.push({ span: { start: at, end }, character: text.slice(at, end) });
    at = end;
  }
  return found;
}

/** Whether a policy may contain this code point (G7). */
export function isSupportedCharacter(codePoint: number): boolean {
  return (codePoint >= 0x20 && codePoint <= 0xff) || codePoint === 0x09 || codePoint === 0x0a || codePoint === 0x0d;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
