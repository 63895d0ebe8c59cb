import type { Position, Range } from "vscode-languageserver";
import type { LineIndex } from "../core/text/lineIndex.js";
import type { Span } from "../core/text/span.js";

export function offsetOf(lines: LineIndex, position: Position): number {
  return lines.offsetAt(position);
}

/** The stretch of text that a range means; an inverted one is turned round. */
export function spanOf(lines: LineIndex, range: Range): Span {
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  return start <= end ? { start, end } : { start: end, end: start };
}
