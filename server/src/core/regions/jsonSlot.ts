import type { JsonNode, JsonString, PolicyPath } from "../syntax/json.js";
import { nodeAt } from "../syntax/navigate.js";
import { indexInString, spanInString } from "../syntax/stringSpans.js";
import { type Token, tokensOf } from "../syntax/tokens.js";
import type { Span } from "../text/span.js";
import { slotFilling } from "./jsonSlotFilling.js";
import { openBrackets } from "./openBrackets.js";
import type { Slot } from "./slot.js";

/**
 * The slot at `offset` of a JSON text, however broken the text is. `undefined` where nothing can be typed: in a comment,
 * behind a complete value, between a name and its colon.
 */
export function jsonSlot(text: string, root: JsonNode | undefined, offset: number): Slot | undefined {
  const comments: Span[] = [];
  const unclosed = new Set<number>();
  const tokens = tokensOf(text, (kind, start, end, detail) => {
    if (kind === "comment") comments.push({ start, end });
    if (kind === "syntax" && detail.includes("string is not closed")) unclosed.add(start);
  });
  if (comments.some((comment) => isInComment(text, comment, offset))) return undefined;
  const typed = typedAt(text, tokens, unclosed, offset);
  if (typed === undefined) return undefined;
  const before = tokens.filter(({ end, kind }) => kind !== "end" && end <= typed.span.start);
  const place = openBrackets(before);
  if (place === undefined) return undefined;
  const following = tokens.find(({ start }) => start >= typed.span.end);
  const { role, path, inList } = place;
  // A bare word before a colon is a name; only there its colon is not part of it.
  const own = role === "name" && !typed.quoted ? upToColon(text, typed, offset) : typed;
  if (own === undefined) return undefined;
  const next = own === typed ? following : tokens.find(({ start }) => start >= own.span.end);
  return {
    role,
    path,
    inList,
    before: own.before,
    after: own.after,
    quoted: own.quoted,
    others: othersAt(root, path, role, inList, own.span),
    fill: slotFilling({ text, root, role, typed: own, offset, previous: before[before.length - 1], next }),
  };
}

/** What is being typed: a string or the beginning of one, a bare word, or nothing. */
export interface Typed {
  /** With the quotes. */
  readonly span: Span;
  /** The same without quotes. */
  readonly content: Span;
  readonly before: string;
  readonly after: string;
  readonly quoted: boolean;
  /** Whether the closing quote is there. */
  readonly closed: boolean;
  /** The offset of an index of `before` or `before + after`. */
  placeOf(index: number): number;
}

function isInComment(text: string, { start, end }: Span, offset: number): boolean {
  // A line comment goes on at its end, a block comment does not.
  return start < offset && (offset < end || (offset === end && !/\*\/$/.test(text.slice(start, end))));
}

function typedAt(
  text: string,
  tokens: readonly Token[],
  unclosed: ReadonlySet<number>,
  offset: number,
): Typed | undefined {
  const at = tokens.findIndex(({ start, end, kind }) => kind === "string" && start < offset && offset <= end);
  const token = tokens[at];
  if (token === undefined) return bareWord(text, offset);
  const isOpen = unclosed.has(token.start);
  if (!isOpen && offset === token.end) return undefined;
  // A quote that is missing makes the next one, which opens a string, look like the closing one.
  const next = tokens[at + 1];
  const isAstray = !isOpen && next?.kind === "word" && next.start === token.end;
  const string: JsonString = { type: "string", span: token, value: token.value };
  if (!isOpen && !isAstray) {
    const index = indexInString(text, string, offset);
    return {
      span: { start: token.start, end: token.end },
      content: { start: token.start + 1, end: token.end - 1 },
      before: token.value.slice(0, index),
      after: token.value.slice(index),
      quoted: true,
      closed: true,
      placeOf: (place) => spanInString(text, string, place, token.value.length).start,
    };
  }
  const end = endOfWord(text, offset);
  const plain = text.slice(token.start + 1, offset);
  if (plain.includes("\\")) return undefined;
  return {
    span: { start: token.start, end },
    content: { start: token.start + 1, end },
    before: plain,
    after: text.slice(offset, end),
    quoted: true,
    closed: false,
    placeOf: (place) => token.start + 1 + place,
  };
}

const outsideOfWords = /[\s"',[\]{}]/;

function endOfWord(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !outsideOfWords.test(text[end]!)) end++;
  return end;
}

/** What stands around the cursor without quotes; the empty word between other things. */
function bareWord(text: string, offset: number): Typed {
  let start = offset;
  while (start > 0 && !outsideOfWords.test(text[start - 1]!)) start--;
  // The colon after a name's quote.
  while (start < offset && text[start] === ":") start++;
  const end = endOfWord(text, offset);
  return wordBetween(text, start, offset, end);
}

function wordBetween(text: string, start: number, offset: number, end: number): Typed {
  const span = { start, end };
  return {
    span,
    content: span,
    before: text.slice(start, offset),
    after: text.slice(offset, end),
    quoted: false,
    closed: false,
    placeOf: (place) => start + place,
  };
}

function upToColon(text: string, { span: { start, end } }: Typed, offset: number): Typed | undefined {
  const colon = text.slice(start, end).indexOf(":");
  if (colon < 0) return wordBetween(text, start, offset, end);
  return start + colon < offset ? undefined : wordBetween(text, start, offset, start + colon);
}

function othersAt(
  root: JsonNode | undefined,
  path: PolicyPath,
  role: Slot["role"],
  inList: boolean,
  own: Span,
): readonly string[] {
  const isOther = ({ span }: JsonNode) => span.end <= own.start || span.start >= own.end;
  if (role === "name") {
    const object = nodeAt(root, path);
    if (object?.type !== "object") return [];
    return object.members.flatMap(({ key }) => (isOther(key) ? [key.value] : []));
  }
  const list = inList ? nodeAt(root, path.slice(0, -1)) : undefined;
  if (list?.type !== "array") return [];
  return list.items.flatMap((item) => (item.type === "string" && isOther(item) ? [item.value] : []));
}
