/**
 * Texts with places marked in them, so that tests read as data in, text out.
 *
 * Markers inside a text:
 * - `<|>` is a cursor,
 * - `<|` and `|>` stand around a range (`<||>` is an empty one); ranges may be nested.
 *
 * Caret lines below a text's line, as compilers print them:
 *
 * ```
 * { "Effect": "allow" }
 *             ^^^^^^^ invalid-effect
 * ```
 *
 * A caret line holds white space, one or more runs of `^`, and then, if anything, a label that belongs to each of its
 * runs. Several caret lines may follow one line. `|` instead of `^` marks an empty range.
 */

/** A half-open stretch of text in UTF-16 units; the same as the core's `Span`. */
export interface MarkedSpan {
  readonly start: number;
  readonly end: number;
}

export interface MarkedText {
  /** The text without its markers. */
  readonly text: string;
  /** Offsets of the cursors, in order. */
  readonly cursors: readonly number[];
  /** The ranges, in the order in which they begin. */
  readonly ranges: readonly MarkedSpan[];
}

/** Takes the markers out of a text. Throws on a range that is not closed or not opened. */
export function readMarkers(marked: string): MarkedText {
  let text = "";
  const cursors: number[] = [];
  const ranges: { start: number; end: number }[] = [];
  const open: { start: number; end: number }[] = [];
  for (const part of marked.split(/(<\|>|<\||\|>)/)) {
    if (part === "<|>") {
      cursors.push(text.length);
    } else if (part === "<|") {
      const range = { start: text.length, end: -1 };
      ranges.push(range);
      open.push(range);
    } else if (part === "|>") {
      const range = open.pop();
      if (range === undefined) throw new Error(`|> without <| in ${marked}`);
      range.end = text.length;
    } else {
      text += part;
    }
  }
  if (open.length > 0) throw new Error(`<| without |> in ${marked}`);
  return { text, cursors, ranges };
}

/** A text with exactly one `<|>`, and its offset. */
export function readCursor(marked: string): {
  readonly text: string;
  readonly offset: number;
} {
  const { text, cursors } = readMarkers(marked);
  if (cursors.length !== 1) throw new Error(`one <|> is needed, not ${cursors.length}, in ${marked}`);
  return { text, offset: cursors[0]! };
}

/** A text with exactly one `<|…|>`, and its span. */
export function readRange(marked: string): {
  readonly text: string;
  readonly span: MarkedSpan;
} {
  const { text, ranges } = readMarkers(marked);
  if (ranges.length !== 1) throw new Error(`one <|…|> is needed, not ${ranges.length}, in ${marked}`);
  return { text, span: ranges[0]! };
}

/** The reverse of `readMarkers`: puts `<|` and `|>` around the spans and `<|>` at the cursors. */
export function writeMarkers(text: string, spans: readonly MarkedSpan[], cursors: readonly number[] = []): string {
  // At one offset: first what ends there, then cursors and empty ranges, then what begins, the longest outermost.
  const marks: { at: number; order: number; length: number; marker: string }[] = [];
  for (const { start, end } of spans) {
    if (start === end) {
      marks.push({ at: start, order: 2, length: 0, marker: "<||>" });
    } else {
      marks.push({ at: start, order: 3, length: start - end, marker: "<|" });
      marks.push({ at: end, order: 0, length: end - start, marker: "|>" });
    }
  }
  for (const at of cursors) marks.push({ at, order: 1, length: 0, marker: "<|>" });
  marks.sort((a, b) => a.at - b.at || a.order - b.order || a.length - b.length);
  let marked = "";
  let written = 0;
  for (const { at, marker } of marks) {
    marked += text.slice(written, at) + marker;
    written = at;
  }
  return marked + text.slice(written);
}

/** A stretch of text and what a caret line says of it ("" without a label). */
export interface LabelledSpan {
  readonly span: MarkedSpan;
  readonly label: string;
}

export interface UnderlinedText {
  /** The text without its caret lines. */
  readonly text: string;
  /** What they mark, from top to bottom and left to right. */
  readonly marks: readonly LabelledSpan[];
}

const caretLine = /^\s*(?:\^+|\|)(?:\s+(?:\^+|\|))*(?:\s+[^\s^|].*)?$/;

/** Takes the caret lines out of a text. A range is always on one line; the first line can't be a caret line. */
export function readCarets(underlined: string): UnderlinedText {
  const kept: string[] = [];
  const marks: LabelledSpan[] = [];
  let lineStart = 0;
  for (const line of underlined.split("\n")) {
    if (!caretLine.test(line) || kept.length === 0) {
      if (kept.length > 0) lineStart += kept[kept.length - 1]!.length + 1;
      kept.push(line);
      continue;
    }
    const labelAt = line.search(/[^\s^|]/);
    const runs = labelAt === -1 ? line : line.slice(0, labelAt);
    const label = labelAt === -1 ? "" : line.slice(labelAt).trimEnd();
    for (const run of runs.matchAll(/\^+|\|/g)) {
      const start = lineStart + run.index;
      marks.push({
        span: { start, end: run[0] === "|" ? start : start + run[0].length },
        label,
      });
    }
  }
  return { text: kept.join("\n"), marks };
}

/**
 * The reverse of `readCarets`: the text with a caret line for each mark below the line where it begins, sorted by
 * place. Of a range that goes on over several lines the first is underlined, and ` (to line N)`, counted from 1,
 * follows the label; such a text can't be read back.
 */
export function writeCarets(text: string, marks: readonly LabelledSpan[]): string {
  const sorted = [...marks].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const lines: string[] = [];
  let lineStart = 0;
  for (const line of text.split("\n")) {
    const lineEnd = lineStart + line.length;
    lines.push(line);
    for (const { span, label } of sorted) {
      if (span.start < lineStart || span.start > lineEnd) continue;
      const column = span.start - lineStart;
      const indent = line.slice(0, column).replace(/[^\t]/g, " ");
      const shown = Math.min(span.end, lineEnd) - span.start;
      const carets = span.end === span.start ? "|" : "^".repeat(Math.max(1, shown));
      const lastLine = text.slice(0, span.end).split("\n").length;
      const more = span.end > lineEnd ? ` (to line ${lastLine})` : "";
      lines.push(`${indent}${carets}${label === "" ? "" : ` ${label}`}${more}`);
    }
    lineStart = lineEnd + 1;
  }
  return lines.join("\n");
}

/**
 * Takes the margin off a template literal, so that expected texts can be indented with the test: the first line break,
 * the last line if it is blank, and the white space that all lines begin with.
 */
export function unindent(template: string): string {
  const lines = template
    .replace(/^\r?\n/, "")
    .replace(/\n[ \t]*$/, "")
    .split("\n");
  const margins = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const margin = Math.min(...margins);
  return lines.map((line) => line.slice(Number.isFinite(margin) ? margin : 0)).join("\n");
}
