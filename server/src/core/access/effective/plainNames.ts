import {
  anyFirst,
  anyOne,
  anyStar,
  globOf,
  noColonFirst,
  noColonOne,
  noColonStar,
  noSlashFirst,
  noSlashOne,
  noSlashStar,
  plainFirst,
  plainOne,
  plainStar,
} from "../sets/tokens.js";
import type { ResourceShape } from "../sets/universe.js";

const withoutColon: ReadonlyMap<number, number> = new Map([
  [anyStar, noColonStar],
  [anyOne, noColonOne],
  [anyFirst, noColonFirst],
  [noSlashStar, plainStar],
  [noSlashOne, plainOne],
  [noSlashFirst, plainFirst],
]);

/**
 * The ARNs of a format whose names hold no colons but those of the format. Nearly every `*` in the Region or the
 * account might run past its colon into a name with the rest of the ARN in it, and nobody has such names: a doubt (Q3)
 * is told only where it is about others.
 */
export function plainNames(shape: ResourceShape): ResourceShape {
  if (shape.glob.isAll) return shape;
  let colons = 0;
  const tokens = Array.from(shape.glob.tokens, (token) => {
    if (token === 58) colons++;
    return colons < 5 ? token : (withoutColon.get(token) ?? token);
  });
  return { ...shape, glob: globOf(tokens) };
}
