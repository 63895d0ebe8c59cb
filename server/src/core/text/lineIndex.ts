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
  let feed = nextOf("\n", text, 0);
  let carriage = nextOf("\r", text, 0);
  for (;;) {
    const end = Math.min(feed, carriage);
    if (end === text.length) break;
    contentEnds.push(end);
    const isPair = feed === carriage + 1 && feed < text.length;
    const start = isPair ? feed + 1 : end + 1;
    starts.push(start);
    if (feed < start) feed = nextOf("\n", text, start);
    if (carriage < start) carriage = nextOf("\r", text, start);
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

/** The length of the text where there is none. */
function nextOf(character: string, text: string, from: number): number {
  const at = text.indexOf(character, from);
  return at < 0 ? text.length : at;
}
