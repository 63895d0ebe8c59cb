import type { Analysis } from "../core/analysis.js";
import type { Lens } from "../core/features/codeLenses.js";
import type { ParsedPolicy } from "../core/syntax/parsedPolicy.js";
import { type Span, spanContains, type TextChange } from "../core/text/span.js";

/** Lenses as they are shown, and those to be kept for when the text no longer parses; undefined: keep what there is. */
export interface ShownLenses {
  readonly shown: readonly Lens[];
  readonly kept: readonly Lens[] | undefined;
}

/**
 * While a policy is half-typed, its lenses are those of the last text that parsed.
 * @param fresh the lenses of the text as it is
 * @param last what was kept, moved along with the edits since
 */
export function lastGood({ policies }: Analysis, fresh: readonly Lens[], last: readonly Lens[]): ShownLenses {
  const broken = policies.filter(({ parsed }) => !isWhole(parsed)).map(({ region }) => region.span);
  const still = last.filter((lens) => isIn(broken, lens));
  if (still.length === 0) return { shown: fresh, kept: broken.length === 0 ? fresh : undefined };
  const shown = [...fresh.filter((lens) => !isIn(broken, lens)), ...still];
  return { shown: shown.sort((one, other) => one.span.start - other.span.start), kept: shown };
}

/** Whether all of the text could be read; comments and trailing commas hide nothing. */
function isWhole({ problems }: ParsedPolicy): boolean {
  return problems.every(({ kind }) => kind === "comment" || kind === "trailing-comma" || kind === "duplicate-key");
}

function isIn(regions: readonly Span[], { span }: Lens): boolean {
  return regions.some((region) => spanContains(region, span.start));
}

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
