import type { Budget } from "../sets/budget.js";
import { coversAlone } from "../sets/match.js";
import { findWord } from "../sets/search.js";
import { anyOne, anyStar, type Glob, globOf, isFresh, noColonOne, noColonStar, type Word } from "../sets/tokens.js";
import { unusedCharacter } from "../sets/witnessText.js";

/** The texts one test's values match: any of these patterns. */
export type TextTest = readonly Glob[];

/**
 * One text for each way in which tests can match or not match together: every text is treated by all tests as one of
 * these is. Where both the empty text and others are treated alike one of each is given, since an empty value may mean
 * something else (Q7). `shape` confines them, to ARNs for instance. Throws BudgetSpent.
 */
export function textCells(
  tests: readonly TextTest[],
  shape: Glob | undefined,
  policyTexts: readonly string[],
  budget: Budget,
): readonly string[] {
  // Texts that a policy spells out are cells of their own; what is left to part are the patterns, beside these texts.
  const { literals, patterns } = takenApart(tests);
  const start = shape === undefined ? [] : [shape];
  const found: string[] = [];
  for (const [text, literal] of literals) {
    budget.spend(4);
    if (shape === undefined || coversAlone(shape, literal, budget)) found.push(text);
  }
  const character = freeCharacter(policyTexts);
  const visit = (at: number, positives: readonly Glob[], negatives: readonly Glob[]): void => {
    // Two searches, most of them short: what it takes to begin them.
    budget.spend(40 + (negatives.length >> 2));
    const test = patterns[at];
    if (test === undefined) {
      const outside = [...negatives, ...literals.values()];
      const word = findWord(positives.length === 0 ? [any] : positives, outside, budget, true);
      if (word === undefined) return;
      const longer = word.length > 0 ? word : findWord([...positives, notEmpty], outside, budget, true);
      if (longer !== undefined) found.push(textOf(longer, character));
      budget.spend(word.length);
      if (word.length === 0) found.push("");
      return;
    }
    if (findWord(positives.length === 0 ? [any] : positives, negatives, budget, true) === undefined) return;
    for (const glob of test) visit(at + 1, [...positives, glob], negatives);
    visit(at + 1, positives, [...negatives, ...test]);
  };
  visit(0, start, []);
  return [...new Set(found)];
}

/** The texts that are spelled out in full, and what else each test matches; both without repetitions. */
function takenApart(tests: readonly TextTest[]): {
  /** By what they say. */
  readonly literals: ReadonlyMap<string, Glob>;
  readonly patterns: readonly TextTest[];
} {
  const literals = new Map<string, Glob>();
  const patterns = new Map<string, TextTest>();
  for (const test of tests) {
    const rest: Glob[] = [];
    for (const glob of test) {
      if (glob.hasStar || glob.hasOne || glob.hasCaseless) rest.push(glob);
      else literals.set(textOf(glob.tokens, ""), glob);
    }
    if (rest.length > 0) patterns.set(rest.map(({ tokens }) => tokens.join(" ")).join("\n"), rest);
  }
  return { literals, patterns: [...patterns.values()] };
}

/** One that no policy text has in either case, so that only wildcards match it. */
function freeCharacter(policyTexts: readonly string[]): string {
  const all = policyTexts.join(" ");
  const texts = [all, all.toLowerCase(), all.toUpperCase()];
  const character = unusedCharacter(texts);
  if (!texts.some((text) => text.includes(character))) return character;
  let code = 0x4e00;
  while (texts.some((text) => text.includes(String.fromCharCode(code)))) code++;
  return String.fromCharCode(code);
}

function textOf(word: Word, character: string): string {
  let text = "";
  for (const symbol of word) text += isFresh(symbol) ? character : String.fromCharCode(symbol);
  return text;
}

const any: Glob = globOf([anyStar]);
const notEmpty: Glob = globOf([anyOne, anyStar]);

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
