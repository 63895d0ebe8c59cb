import type { Lens } from "../core/features/codeLenses.js";
import type { Span, TextChange } from "../core/text/span.js";

/**
 * Lenses after edits of their text, each of which speaks of the text that the one before has left. A lens whose text
 * was deleted goes with it.
 */
export function shiftLenses(lenses: readonly Lens[], changes: readonly TextChange[]): readonly Lens[] {
  let shifted = lenses;
  for (const change of changes) {
    shifted = shifted.flatMap((lens) => {
      const span = shiftSpan(lens.span, change);
      return span === undefined ? [] : [{ ...lens, span }];
    });
  }
  return shifted;
}

function shiftSpan(span: Span, change: TextChange): Span | undefined {
  const { start, end } = change.span;
  if (start < end && start <= span.start && span.end <= end && span.start < span.end) return undefined;
  const from = shiftOffset(span.start, change);
  return { start: from, end: Math.max(from, shiftOffset(span.end, change)) };
}

/** Where an offset is after the change: in the middle of replaced text, at the start of what replaces it. */
function shiftOffset(offset: number, { span, newText }: TextChange): number {
  if (offset < span.start) return offset;
  if (offset >= span.end) return offset + newText.length - (span.end - span.start);
  return span.start;
}
