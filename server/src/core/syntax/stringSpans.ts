import type { Span } from "../text/span.js";
import type { JsonString } from "./json.js";

/**
 * Where a stretch of a string's decoded value stands in its source: `from` and `to` count UTF-16 units of
 * `string.value` and are clamped to it; the answer is in offsets of `text`, the policy text that the string's span
 * refers to. Escapes are counted as long as they are written: the `é` of `"caf\u00e9"` is six units long.
 */
export function spanInString(text: string, string: JsonString, from: number, to: number): Span {
  const length = string.value.length;
  const first = Math.max(0, Math.min(from, length));
  const last = Math.max(first, Math.min(to, length));
  let start = contentStart(text, string);
  if (isPlain(text, string)) return { start: start + first, end: start + last };
  let unit = 0;
  const end = contentEnd(text, string);
  let at = start;
  while (at < end && unit < last) {
    const step = stepAt(text, at, end);
    // What stands for nothing belongs to the unit before it.
    if (unit < first || step.units === 0) start = unit <= first ? at + step.length : start;
    unit += step.units;
    at += step.length;
  }
  return { start, end: at };
}

/**
 * The reverse for one place: the index in `string.value` of the unit written at `offset` of `text`. Inside an escape
 * it is the escaped character's; outside the string it is clamped to its ends.
 */
export function indexInString(text: string, string: JsonString, offset: number): number {
  const end = contentEnd(text, string);
  let unit = 0;
  for (let at = contentStart(text, string); at < end && unit < string.value.length; ) {
    const step = stepAt(text, at, end);
    if (offset < at + step.length) return unit;
    unit += step.units;
    at += step.length;
  }
  return unit;
}

/** Whether a closed string has no escapes: each takes more units than it stands for. */
function isPlain(text: string, { span: { start, end }, value }: JsonString): boolean {
  if (end - start - 2 !== value.length || text[start] !== '"') return false;
  return text[end - 1] === '"' && text[end - 2] !== "\\";
}

function contentStart(text: string, { span }: JsonString): number {
  return text[span.start] === '"' ? span.start + 1 : span.start;
}

/** Before the closing quote, if there is one: the last unit may be an escaped quote of a string that is not closed. */
function contentEnd(text: string, string: JsonString): number {
  const { end } = string.span;
  let at = contentStart(text, string);
  while (at < end && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return Math.min(at, end);
}

/** How much source the next unit takes. An escape that JSON does not know stands for nothing. */
function stepAt(text: string, at: number, end: number): { readonly length: number; readonly units: 0 | 1 } {
  if (text[at] !== "\\") return { length: 1, units: 1 };
  if (at + 1 >= end) return { length: 1, units: 0 };
  if (text[at + 1] === "u") {
    let digits = 0;
    while (digits < 4 && at + 2 + digits < end && /[0-9a-fA-F]/.test(text[at + 2 + digits]!)) digits++;
    return { length: 2 + digits, units: digits === 4 ? 1 : 0 };
  }
  return { length: 2, units: '"\\/bfnrt'.includes(text[at + 1]!) ? 1 : 0 };
}
