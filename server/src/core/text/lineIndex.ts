import type { Position } from "./span.js";

/** Converts between offsets and positions of one text. Both directions clamp: no input is out of range. */
export interface LineIndex {
  readonly lineCount: number;
  /** The position of `offset`. Inside a line's end (between `\r` and `\n`) it is the end of that line's text. */
  positionAt(offset: number): Position;
  /** The offset of `position`. A character past the end of its line's text means that end. */
  offsetAt(position: Position): number;
}

/** Finds the lines of `text` once. Lines end with `\n`, `\r\n` or `\r`, as in LSP. */
export function lineIndex(text: string): LineIndex {
  const starts = [0];
  const contentEnds: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    contentEnds.push(at);
    if (code === 13 && text.charCodeAt(at + 1) === 10) at++;
    starts.push(at + 1);
  }
  contentEnds.push(text.length);

  function lineOf(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    lineCount: starts.length,
    positionAt(offset) {
      const clamped = clamp(offset, 0, text.length);
      const line = lineOf(clamped);
      return {
        line,
        character: Math.min(clamped, contentEnds[line]!) - starts[line]!,
      };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      if (line >= starts.length) return text.length;
      const start = starts[line]!;
      return clamp(start + character, start, contentEnds[line]!);
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
