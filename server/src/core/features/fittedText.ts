import type { FitResult } from "../fit/fit.js";
import { fitEdits } from "../fit/fitEdits.js";
import type { PolicyModel } from "../policy/model.js";
import type { Region } from "../regions/region.js";
import { countCharacters, isSupportedCharacter } from "../text/characters.js";
import type { TextChange } from "../text/span.js";

/** A shorter policy as it is written into its document. */
export interface FittedText {
  /** Of the host document. */
  readonly changes: readonly TextChange[];
  /** Laid out as the document is, or, where that is still too long, in one line. */
  readonly layout: "as-written" | "one-line";
  /** Code points of the policy with that layout. */
  readonly characters: number;
}

/**
 * How a policy is written that was made shorter: laid out as it was if it then fits, else in one line. Where only the
 * policy's own size without white space counts, the layout stays.
 */
export function fittedText(region: Region, model: PolicyModel, fitted: FitResult, sentMinified: boolean): FittedText {
  const edits = fitted.statements === undefined ? [] : fitEdits(model, fitted.statements);
  const changes = region.write(edits).map(({ span, newText }) => ({ span, newText: withEscapes(newText) }));
  const characters = countCharacters(region.text) + sum(changes);
  const { limit } = fitted.characters;
  if (changes.length > 0 || edits.length === 0) {
    const fits = sentMinified ? fitted.fits : characters <= limit;
    // Where nothing fits, white space is not what is in the way.
    if (fits || !fitted.fits) return { changes, layout: "as-written", characters };
  }
  const { span } = region;
  return { changes: [{ span, newText: fitted.text }], layout: "one-line", characters: fitted.characters.after };

  function sum(list: readonly TextChange[]): number {
    return list.reduce((total, change) => {
      const gone = region.text.slice(
        region.offsets.toPolicy(change.span.start),
        region.offsets.toPolicy(change.span.end),
      );
      return total + countCharacters(change.newText) - countCharacters(gone);
    }, 0);
  }
}

/** A character that no policy may contain as such (G7) was written as an escape, and stays one. */
function withEscapes(text: string): string {
  return text.replace(/[^\t\n\r -ÿ]/g, (unit) => {
    return isSupportedCharacter(unit.charCodeAt(0)) ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
