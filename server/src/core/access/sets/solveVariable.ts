import type { Budget } from "./budget.js";
import { coversAlone } from "./match.js";
import { type Glob, globOf, isLetter } from "./tokens.js";

/** A variable and a value for it, as code units. */
export interface Solution {
  readonly letter: number;
  readonly value: readonly number[];
}

/** At most so long a value is tried. */
const longest = 128;

/**
 * Values of a pattern's one variable under which the pattern takes all of `wanted`: `b/${x}/*` takes `b/red/*` where x
 * is `red` (case 46). None where the pattern has several variables.
 */
export function* solutions(pattern: Glob, wanted: Glob, budget: Budget): Generator<Solution> {
  const letters = new Set(pattern.tokens.filter(isLetter));
  const [letter] = letters;
  if (letter === undefined || letters.size > 1) return;
  const at = pattern.tokens.indexOf(letter);
  // The value is a stretch of literals of what is wanted; where it starts is fixed unless a wildcard stands before it.
  for (let start = 0; start < wanted.tokens.length; start++) {
    const value: number[] = [];
    for (let end = start; end < wanted.tokens.length && value.length < longest; end++) {
      const token = wanted.tokens[end]!;
      // A value has no wildcard characters (V3).
      if (token < 0 || token === 42 || token === 63) break;
      value.push(token);
      budget.spend(4);
      if (coversAlone(withValue(pattern, { letter, value }), wanted, budget)) yield { letter, value: value.slice() };
    }
    if (start === at && pattern.tokens.subarray(0, at).every((token) => token >= 0)) return;
  }
}

/** The pattern with the variable's value in its place. */
export function withValue(pattern: Glob, { letter, value }: Solution): Glob {
  if (!pattern.tokens.includes(letter)) return pattern;
  return globOf(Array.from(pattern.tokens).flatMap((token) => (token === letter ? value : [token])));
}
