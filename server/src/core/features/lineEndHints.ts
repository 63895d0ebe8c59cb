import type { LineIndex } from "../text/lineIndex.js";
import type { Lens } from "./codeLenses.js";

/** What a lens says, at the end of the line that it would stand above. */
export interface LineEndHint {
  readonly line: number;
  readonly text: string;
}

/** Lenses of actions as hints, one a line: what several of a line say stands side by side. */
export function lineEndHints(lenses: readonly Lens[], lines: Pick<LineIndex, "positionAt">): readonly LineEndHint[] {
  const byLine = new Map<number, string[]>();
  for (const { kind, span, text } of lenses) {
    if (kind !== "action") continue;
    const { line } = lines.positionAt(span.start);
    const texts = byLine.get(line);
    if (texts === undefined) byLine.set(line, [text]);
    else texts.push(text);
  }
  return [...byLine].sort(([one], [other]) => one - other).map(([line, texts]) => ({ line, text: texts.join(" | ") }));
}
