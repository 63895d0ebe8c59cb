import type { Budget } from "../sets/budget.js";
import { findWord } from "../sets/search.js";
import { anyOne, anyStar, type Glob, globOf, isFresh, noColonOne, noColonStar, type Word } from "../sets/tokens.js";
import { unusedCharacter } from "../sets/witnessText.js";

/** The texts one test's values match: any of these patterns. */
export type TextTest = readonly Glob[];

/**
 * One text for each way in which tests can match or not match together: every text is treated by all tests as one of
 * these is. `shape` confines them, to ARNs for instance. Throws BudgetSpent.
 */
export function textCells(
  tests: readonly TextTest[],
  shape: Glob | undefined,
  policyTexts: readonly string[],
  budget: Budget,
): readonly string[] {
  const character = unusedCharacter(policyTexts);
  const found: string[] = [];
  const any = globOf([anyStar]);
  const visit = (at: number, positives: readonly Glob[], negatives: readonly Glob[]): void => {
    budget.spend(4);
    const word = findWord(positives.length === 0 ? [any] : positives, negatives, budget);
    if (word === undefined) return;
    const test = tests[at];
    if (test === undefined) {
      found.push(textOf(word, character));
      return;
    }
    for (const glob of test) visit(at + 1, [...positives, glob], negatives);
    visit(at + 1, positives, [...negatives, ...test]);
  };
  visit(0, shape === undefined ? [] : [shape], []);
  return [...new Set(found)];
}

function textOf(word: Word, character: string): string {
  return Array.from(word, (symbol) => (isFresh(symbol) ? character : String.fromCharCode(symbol))).join("");
}

/** Six fields, none of the first five with a colon in it: what an Arn operator takes apart (C4). */
export const arnShape: Glob = globOf([
  ...[..."arn:"].map((c) => c.charCodeAt(0)),
  noColonOne,
  noColonStar,
  58,
  noColonOne,
  noColonStar,
  58,
  noColonStar,
  58,
  noColonStar,
  58,
  anyOne,
  anyStar,
]);
