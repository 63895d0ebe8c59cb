import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Budget, BudgetSpent } from "../../../server/src/core/access/sets/budget.js";
import { coversAlone, intersects } from "../../../server/src/core/access/sets/match.js";
import { findWord } from "../../../server/src/core/access/sets/search.js";
import { type Glob, globOf, isWildcard, plainTokens } from "../../../server/src/core/access/sets/tokens.js";

const unlimited = () => new Budget(Number.POSITIVE_INFINITY);
const glob = (text: string): Glob => globOf(plainTokens(text));

/** A slow matcher that tries everything: what a token list means, taken literally. */
function matchesSlowly(tokens: ArrayLike<number>, word: string, i = 0, j = 0): boolean {
  if (i === tokens.length) return j === word.length;
  const token = tokens[i]!;
  if (!isWildcard(token)) return word.charCodeAt(j) === token && matchesSlowly(tokens, word, i + 1, j + 1);
  const kind = Math.floor((-token - 1) / 2);
  const excluded = [[], [":"], ["/"], [":", "/"]][kind]!;
  const takes = j < word.length && !excluded.includes(word.charAt(j));
  if (token % 2 === 0) return takes && matchesSlowly(tokens, word, i + 1, j + 1);
  return matchesSlowly(tokens, word, i + 1, j) || (takes && matchesSlowly(tokens, word, i, j + 1));
}

function allWords(alphabet: string, length: number): string[] {
  const words = [""];
  for (let from = 0, n = 0; n < length; n++) {
    const until = words.length;
    for (; from < until; from++) for (const c of alphabet) words.push(words[from]! + c);
  }
  return words;
}

// "z" stands for any character that is in no pattern.
const words = allWords("ab:/z", 4);

const literal = fc.constantFrom(97, 98, 58, 47);
const anyToken = fc.oneof(
  { weight: 3, arbitrary: literal },
  { weight: 3, arbitrary: fc.constantFrom(-1, -2) },
  fc.constantFrom(-3, -4, -5, -6, -7, -8),
);
const plainToken = fc.oneof({ weight: 2, arbitrary: literal }, fc.constantFrom(-1, -2));
const positive = fc.array(anyToken, { maxLength: 4 }).map(globOf);
const negative = fc.array(anyToken, { maxLength: 4 }).map(globOf);

describe("findWord", () => {
  test("agrees with trying all words", () => {
    fc.assert(
      fc.property(
        fc.array(positive, { minLength: 1, maxLength: 2 }),
        fc.array(negative, { maxLength: 3 }),
        (positives, negatives) => {
          const wanted = (word: string) =>
            positives.every((each) => matchesSlowly(each.tokens, word)) &&
            !negatives.some((each) => matchesSlowly(each.tokens, word));
          const found = findWord(positives, negatives, unlimited());
          if (found === undefined) expect(words.filter(wanted)).toEqual([]);
          else expect(wanted(Array.from(found, (s) => (s < 0 ? "z" : String.fromCharCode(s))).join(""))).toBe(true);
        },
      ),
      { numRuns: 20_000 },
    );
  });

  test("finds a shortest word where it has to search", () => {
    expect(findWord([glob("?*")], [glob("?"), glob("??")], unlimited())).toHaveLength(3);
  });

  test("a union covers only together", () => {
    expect(findWord([glob("*")], [glob(""), glob("?"), glob("??*")], unlimited())).toBeUndefined();
    expect(findWord([glob("*")], [glob(""), glob("?"), glob("???*")], unlimited())).toHaveLength(2);
  });

  test("stops at its budget", () => {
    const positives = [glob(`${"*a".repeat(14)}*b`)];
    const negatives = [glob("?".repeat(15)), glob(`${"?".repeat(16)}*`), glob(`*a${"?".repeat(16)}b`)];
    expect(() => findWord(positives, negatives, new Budget(20_000))).toThrow(BudgetSpent);
  });
});

describe("intersects and coversAlone", () => {
  test("agree with trying all words", () => {
    const pattern = fc.array(plainToken, { maxLength: 4 }).map(globOf);
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const both = words.some((word) => matchesSlowly(a.tokens, word) && matchesSlowly(b.tokens, word));
        expect(intersects(a, b, unlimited())).toBe(both || findWord([a, b], [], unlimited()) !== undefined);
        if (coversAlone(a, b, unlimited())) expect(findWord([b], [a], unlimited())).toBeUndefined();
      }),
      { numRuns: 5_000 },
    );
  });
});
