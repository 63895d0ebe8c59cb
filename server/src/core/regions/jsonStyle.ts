import type { JsonNode, JsonValue } from "../syntax/json.js";
import { isList } from "../syntax/values.js";
import type { Span } from "../text/span.js";

/** How a JSON text is laid out, as far as new parts of it have to follow. */
export interface JsonStyle {
  /** One level of indentation. */
  readonly unit: string;
  readonly lineBreak: string;
  /** Between a name and its value, white space included. */
  readonly colon: string;
  /** After a comma, where the next item stays on the line. */
  readonly commaGap: string;
  /** Inside the braces of an object on one line. */
  readonly bracePadding: string;
  /** Whether the whole text is on one line. */
  readonly oneLine: boolean;
  /** Whether lists of plain values are written an item a line; `undefined` where there are none to tell by. */
  readonly listLines: boolean | undefined;
}

/** A list on one line is at most so long where the document has no habit of its own. */
const longestLine = 80;

export function styleOf(text: string, root: JsonNode): JsonStyle {
  let unit: string | undefined;
  let colon: string | undefined;
  let commaGap: string | undefined;
  let bracePadding: string | undefined;
  let listLines: boolean | undefined;

  function visit(node: JsonNode): void {
    if (node.type !== "object" && node.type !== "array") return;
    const parts = partsOf(node);
    const first = parts[0];
    if (first !== undefined && startsLine(text, first.start)) {
      const outer = indentAt(text, node.span.start);
      const inner = indentAt(text, first.start);
      if (inner.length > outer.length && inner.startsWith(outer)) unit ??= inner.slice(outer.length);
    }
    for (const [index, part] of parts.slice(1).entries()) {
      commaGap ??= /^[ \t]*,([ \t]*)$/.exec(text.slice(parts[index]!.end, part.start))?.[1];
    }
    if (node.type === "array") {
      if (parts.length > 0 && node.items.every(isPlain)) listLines = (listLines ?? false) || isSpread(text, node);
      node.items.forEach(visit);
      return;
    }
    if (first !== undefined) bracePadding ??= /^[ \t]*$/.exec(text.slice(node.span.start + 1, first.start))?.[0];
    for (const { key, value } of node.members) {
      if (value === undefined) continue;
      const between = text.slice(key.span.end, value.span.start);
      if (/^[ \t]*:[ \t]*$/.test(between)) colon ??= between;
      visit(value);
    }
  }

  visit(root);
  const oneLine = !/[\r\n]/.test(text.slice(root.span.start, root.span.end));
  const compact = oneLine && colon === ":";
  return {
    unit: unit ?? "  ",
    lineBreak: /\r\n|\n|\r/.exec(text)?.[0] ?? "\n",
    colon: colon ?? ": ",
    commaGap: commaGap ?? (compact ? "" : " "),
    bracePadding: bracePadding ?? "",
    oneLine,
    listLines,
  };
}

/**
 * The JSON text of a new value. `indent` is what its line begins with; `spread` says whether an object or list has a
 * line for each of its parts, `undefined` that it follows the document.
 */
export function jsonText(value: JsonValue, style: JsonStyle, indent: string, spread: boolean | undefined): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const list = isList(value);
  const [open, close] = list ? ["[", "]"] : ["{", "}"];
  const parts: readonly (readonly [string, JsonValue])[] = list
    ? value.map((item) => ["", item] as const)
    : Object.entries(value).map(([key, each]) => [JSON.stringify(key) + style.colon, each] as const);
  if (parts.length === 0) return open + close;

  const inLines = spread ?? (!style.oneLine && (!list || !value.every(isPlainValue) || style.listLines));
  if (inLines !== true) {
    const line = parts.map(([name, each]) => name + jsonText(each, style, indent, false)).join(`,${style.commaGap}`);
    const fits = indent.length + line.length <= longestLine;
    const padding = list ? "" : style.bracePadding;
    if (inLines === false || fits) return open + padding + line + padding + close;
  }
  const inner = indent + style.unit;
  const lines = parts.map(([name, each]) => inner + name + jsonText(each, style, inner, undefined));
  return [open, lines.join(`,${style.lineBreak}`), indent + close].join(style.lineBreak);
}

/** The spans of an object's members or a list's items. */
export function partsOf(node: JsonNode): readonly Span[] {
  if (node.type === "array") return node.items.map(({ span }) => span);
  return node.type === "object" ? node.members.map(({ span }) => span) : [];
}

/** The span of one of them; undefined where there is none. */
export function partAt(node: JsonNode, at: number): Span | undefined {
  if (node.type === "array") return node.items[at]?.span;
  return node.type === "object" ? node.members[at]?.span : undefined;
}

/** Whether the first part of an object or list stands on a line of its own. */
export function isSpread(text: string, node: JsonNode): boolean {
  const first = partAt(node, 0);
  return first !== undefined && /[\r\n]/.test(text.slice(node.span.start, first.start));
}

/** Whether only white space stands before `offset` on its line. */
export function startsLine(text: string, offset: number): boolean {
  let at = offset - 1;
  while (text[at] === " " || text[at] === "\t") at--;
  return at < 0 || text[at] === "\n" || text[at] === "\r";
}

/** The white space that the line of `offset` begins with. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + (offset > 0 ? 1 : 0);
}

function isPlain(node: JsonNode): boolean {
  return node.type !== "object" && node.type !== "array";
}

function isPlainValue(value: JsonValue): boolean {
  return value === null || typeof value !== "object";
}
