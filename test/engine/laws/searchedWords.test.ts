import fc from "fast-check";
import { expect, test } from "vitest";
import { intersectPatterns } from "../../../server/src/core/access/intersectPatterns.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { commonWord } from "../../../server/src/core/access/sets/commonWord.js";
import { coversAlone, intersects, matches } from "../../../server/src/core/access/sets/match.js";
import { meeting } from "../../../server/src/core/access/sets/region.js";
import { findWord } from "../../../server/src/core/access/sets/search.js";
import { solutions, withValue } from "../../../server/src/core/access/sets/solveVariable.js";
import {
  anyFirst,
  anyOne,
  anyStar,
  firstLetter,
  foldedToken,
  type Glob,
  globOf,
  isFresh,
  isLetter,
  noColonFirst,
  noColonOne,
  noColonStar,
  noSlashFirst,
  noSlashOne,
  noSlashStar,
  plainFirst,
  plainOne,
  plainStar,
  type Word,
} from "../../../server/src/core/access/sets/tokens.js";
import { wordsOver } from "./smallWorld.js";

/*
 * What a pattern matches is defined by trying: a word that is found must be matched by what it should be and by nothing
 * else, and where none is found there must be none, of whatever odd parts the patterns are made. More with RUNS=5000.
 */
const runs = Number(process.env.RUNS ?? 1500);
const timeout = 30_000 + runs * 20;
const parameters = { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };

const unlimited = () => new Budget(Number.POSITIVE_INFINITY);

const [lowerA, upperA, b, colon, slash] = [97, 65, 98, 58, 47] as const;
const letters = [firstLetter, firstLetter - 1] as const;

const stars: readonly number[] = [anyStar, noColonStar, noSlashStar, plainStar];
const ones: readonly number[] = [anyOne, noColonOne, noSlashOne, plainOne];
const firsts: readonly number[] = [anyFirst, noColonFirst, noSlashFirst, plainFirst];

/** What tokens mean, as a regular expression over `z` for what no pattern has and capitals for variables. */
function regularOf(tokens: ArrayLike<number>): RegExp {
  const characters = ["", ":", "/", ":/"];
  const source = Array.from(tokens, (token) => {
    if (token === foldedToken(lowerA)) return "[aA]";
    if (token <= firstLetter) return shownLetter(token);
    if (token >= 0) return String.fromCharCode(token);
    const kind = [stars, ones, firsts].findIndex((each) => each.includes(token));
    const excluded = characters[[stars, ones, firsts][kind]!.indexOf(token)]!;
    // One character is never a variable: its value may be longer, or empty.
    return kind === 1 ? `[^LM${excluded}]` : kind === 0 ? `[^@${excluded}]*` : `[^@${excluded}]`;
  });
  return new RegExp(`^${source.join("")}$`);
}

function shownLetter(letter: number): string {
  return letter === letters[0] ? "L" : "M";
}

const words = wordsOver("aAb:/zL", 0, 4);
const texts = words.filter((word) => !word.includes("L"));
const plainWords = wordsOver("ab:z", 0, 5);

const textOf = (word: Word) =>
  Array.from(word, (symbol) =>
    isFresh(symbol) ? "z" : isLetter(symbol) ? shownLetter(symbol) : String.fromCharCode(symbol),
  ).join("");
const shown = (globs: readonly Glob[]) => globs.map(({ tokens }) => regularOf(tokens).source).join(" , ");

const literal = fc.constantFrom(lowerA, b, colon, slash);
const token = fc.oneof(
  { weight: 5, arbitrary: literal },
  { weight: 6, arbitrary: fc.constantFrom(anyStar, anyStar, anyOne) },
  { weight: 1, arbitrary: fc.constantFrom(...stars, ...ones) },
  { weight: 2, arbitrary: fc.constantFrom(foldedToken(lowerA), upperA, ...letters) },
);
const pattern = fc.array(token, { maxLength: 5 }).map(globOf);
/** As the universe of requests has them: a placeholder is one character at least, and then any. */
const format = fc
  .array(
    fc.oneof(
      literal.map((each) => [each]),
      fc.constantFrom(...firsts.map((first, at) => [first, stars[at]!])),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => globOf(parts.flat()));
const plainPattern = fc
  .array(fc.constantFrom(lowerA, b, colon, anyStar, anyStar, anyOne, anyOne), { maxLength: 5 })
  .map(globOf);

/** Some word that `inner` matches and `outer` does not. */
function escaping(inner: RegExp, outers: readonly RegExp[], among: readonly string[]): string | undefined {
  return among.find((word) => inner.test(word) && !outers.some((outer) => outer.test(word)));
}

test("runs of wildcards mean what they did before they were put in order", { timeout }, () => {
  const property = fc.property(fc.array(token, { maxLength: 6 }), (tokens) => {
    const [before, after] = [regularOf(tokens), regularOf(globOf(tokens).tokens)];
    // Beside a variable another order of the same wildcards says the same of every value, and another thing of its letter.
    expect(
      texts.find((word) => before.test(word) !== after.test(word)),
      before.source,
    ).toBeUndefined();
  });
  fc.assert(property, parameters);
});

test("a word is matched as the pattern says", { timeout }, () => {
  const property = fc.property(plainPattern, (glob) => {
    const regular = regularOf(glob.tokens);
    for (const word of plainWords.slice(0, 341)) {
      const units = Int32Array.from(word, (character) => character.charCodeAt(0));
      if (matches(units, glob.tokens, unlimited()) !== regular.test(word)) expect(word, regular.source).toBe("");
    }
  });
  fc.assert(property, parameters);
});

test("what covers a pattern alone matches all of it", { timeout }, () => {
  const property = fc.property(fc.oneof(pattern, format), fc.oneof(pattern, format), (outer, inner) => {
    if (!coversAlone(outer, inner, unlimited())) return;
    const found = escaping(regularOf(inner.tokens), [regularOf(outer.tokens)], words);
    expect(found, shown([outer, inner])).toBeUndefined();
  });
  fc.assert(property, { ...parameters, numRuns: runs * 4 });
});

test("patterns meet where a word matches both", { timeout }, () => {
  const property = fc.property(fc.oneof(pattern, format), pattern, (one, other) => {
    const [first, second] = [regularOf(one.tokens), regularOf(other.tokens)];
    const meets = intersects(one, other, unlimited());
    if (!meets)
      expect(
        words.find((word) => first.test(word) && second.test(word)),
        shown([one, other]),
      ).toBeUndefined();
    else if (!one.hasLetter && !other.hasLetter)
      expect(findWord([one, other], [], unlimited()), shown([one, other])).toBeDefined();
  });
  fc.assert(property, { ...parameters, numRuns: runs * 2 });
});

test("a word that several patterns match", { timeout }, () => {
  const globs = fc.array(fc.oneof({ weight: 3, arbitrary: pattern }, format), { minLength: 1, maxLength: 4 });
  const property = fc.property(globs, (positives) => {
    const regulars = positives.map(({ tokens }) => regularOf(tokens));
    const wanted = (each: string) => regulars.every((regular) => regular.test(each));
    const word = commonWord(positives, unlimited());
    if (word === undefined) expect(words.find(wanted), shown(positives)).toBeUndefined();
    else expect(wanted(textOf(word)), shown(positives)).toBe(true);
  });
  fc.assert(property, parameters);
});

test("a word that several patterns match, and none of others", { timeout }, () => {
  const property = fc.property(
    fc.array(fc.oneof({ weight: 3, arbitrary: pattern }, format), { minLength: 1, maxLength: 3 }),
    fc.array(pattern, { maxLength: 4 }),
    (positives, negatives) => {
      const matching = positives.map(({ tokens }) => regularOf(tokens));
      const excluded = negatives.map(({ tokens }) => regularOf(tokens));
      const wanted = (each: string) =>
        matching.every((regular) => regular.test(each)) && !excluded.some((regular) => regular.test(each));
      const message = `${shown(positives)} but not ${shown(negatives)}`;
      const word = findWord(positives, negatives, unlimited());
      const variables = Math.max(...positives.map(({ tokens }) => tokens.filter((each) => each === letters[0]).length));
      // A variable is in a word where one of the patterns has it there.
      const asked = words.filter((each) => each.split("L").length - 1 <= variables);
      if (word === undefined) expect(asked.find(wanted), message).toBeUndefined();
      else expect(wanted(textOf(word)), `${message}: ${textOf(word)}`).toBe(true);
    },
  );
  fc.assert(property, { ...parameters, numRuns: runs * 2 });
});

test("patterns of a region that say nothing new are left out, and no others", { timeout }, () => {
  const property = fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), (globs) => {
    let kept: readonly Glob[] | undefined = [];
    for (const glob of globs) kept = kept && meeting(kept, glob, unlimited());
    const [before, after] = [globs, kept ?? []].map((list) => list.map(({ tokens }) => regularOf(tokens)));
    const differing = words.find((word) => {
      const all = before!.every((regular) => regular.test(word));
      return all !== (kept !== undefined && after!.every((regular) => regular.test(word)));
    });
    expect(differing, shown(globs)).toBeUndefined();
  });
  fc.assert(property, parameters);
});

test("patterns for what two have in common", { timeout }, () => {
  const property = fc.property(plainPattern, plainPattern, (one, other) => {
    const common = intersectPatterns(one, other, unlimited());
    if (common.kind !== "patterns") return;
    const [first, second] = [regularOf(one.tokens), regularOf(other.tokens)];
    const regulars = common.patterns.map(({ tokens }) => regularOf(tokens));
    const differing = plainWords.find(
      (word) => (first.test(word) && second.test(word)) !== regulars.some((regular) => regular.test(word)),
    );
    expect(differing, `${shown([one, other])} have in common ${shown(common.patterns)}`).toBeUndefined();
  });
  fc.assert(property, parameters);
});

test("and what two ARNs have in common", { timeout }, () => {
  const field = fc.array(fc.constantFrom(lowerA, b, noColonStar, noColonStar, noColonOne), { maxLength: 3 });
  const rest = fc.array(fc.constantFrom(lowerA, colon, anyStar, anyOne), { maxLength: 3 });
  const arn = fc
    .tuple(field, field, rest)
    .map(([second, fourth, last]) =>
      globOf([lowerA, colon, ...second, colon, lowerA, colon, ...fourth, colon, colon, ...last]),
    );
  const parts = wordsOver("abz", 0, 2);
  const arns = parts.flatMap((second) =>
    parts.flatMap((fourth) => wordsOver("a:z", 0, 3).map((last) => `a:${second}:a:${fourth}::${last}`)),
  );
  const property = fc.property(arn, arn, (one, other) => {
    const common = intersectPatterns(one, other, unlimited());
    if (common.kind !== "patterns") return;
    const [first, second] = [regularOf(one.tokens), regularOf(other.tokens)];
    const regulars = common.patterns.map(({ tokens }) => regularOf(tokens));
    const differing = arns.find(
      (word) => (first.test(word) && second.test(word)) !== regulars.some((regular) => regular.test(word)),
    );
    expect(differing, `${shown([one, other])} have in common ${shown(common.patterns)}`).toBeUndefined();
  });
  fc.assert(property, { ...parameters, numRuns: runs / 2 });
});

test("a value of a variable under which a pattern takes all of another one", { timeout }, () => {
  const withLetter = fc
    .array(fc.constantFrom(lowerA, b, colon, anyStar, anyOne, letters[0], letters[0]), { minLength: 1, maxLength: 5 })
    .map(globOf);
  const property = fc.property(withLetter, plainPattern, (glob, wanted) => {
    for (const solution of solutions(glob, wanted, unlimited())) {
      const solved = withValue(glob, solution);
      expect(solved.hasLetter).toBe(false);
      const found = escaping(regularOf(wanted.tokens), [regularOf(solved.tokens)], plainWords);
      expect(found, shown([glob, wanted, solved])).toBeUndefined();
    }
  });
  fc.assert(property, parameters);
});
