import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { globMatches } from "../../../server/src/core/access/evaluate/globs.js";
import { intersectPatterns } from "../../../server/src/core/access/intersectPatterns.js";
import { patternText } from "../../../server/src/core/access/patternText.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { Letters } from "../../../server/src/core/access/sets/letters.js";
import { resourcePattern } from "../../../server/src/core/access/sets/resourcePattern.js";
import { globOf, plainTokens } from "../../../server/src/core/access/sets/tokens.js";

const letters = new Letters();
const reading = { substitutesVariables: true, letters, bindings: () => ({ state: "unknown" }) as const };

const bucket = "arn:aws:s3:::";

/** ARNs read field by field; other texts stand for what follows the fifth colon of one. */
function common(a: string, b: string) {
  const isArn = a.startsWith("arn:");
  const globs = [a, b].map((text) => resourcePattern(isArn ? text : `${bucket}${text}`, reading).byField!);
  const found = intersectPatterns(globs[0]!, globs[1]!, new Budget(10_000_000));
  if (found.kind === "variable") return letters.nameOf(found.letter);
  if (found.kind !== "patterns") return found.kind;
  const texts = found.patterns.map((glob) => patternText(glob, letters)).sort();
  return isArn ? texts : texts.map((text) => text.slice(bucket.length));
}

describe("what two patterns have in common", () => {
  it.each([
    ["b/*", "*.txt", ["b/*.txt"]],
    ["b/*", "*", ["b/*"]],
    ["a*", "*a", ["a", "a*a"]],
    ["a*b", "b*a", []],
    ["ab*", "*ba", ["ab*ba", "aba"]],
    ["*x*", "*y*", ["*x*y*", "*y*x*"]],
    ["a?", "?b", ["ab"]],
    ["??*", "*a", ["??*a", "?a"]],
    ["logs-*", "*-eu", ["logs-*-eu", "logs-eu"]],
    ["arn:aws:s3:::a*", "arn:aws:s3:::*/b", ["arn:aws:s3:::a*/b"]],
    ["arn:aws:sqs:eu-*:*:q", "arn:aws:sqs:*-1:1*:*", ["arn:aws:sqs:eu-*-1:1*:q", "arn:aws:sqs:eu-1:1*:q"]],
    ["b/${aws:userid}/*", "b/*", ["b/${aws:userid}/*"]],
    ["b/${aws:userid}/*", "?/*", ["b/${aws:userid}/*"]],
    ["b/${aws:userid}/*", "*/x", "aws:userid"],
    ["b/${aws:userid}/*", "b/x/*", "aws:userid"],
    ["b/${*}*", "*/*c", ["b/${*}*c"]],
  ])("%s and %s", (a, b, expected) => {
    expect(common(a, b)).toEqual(expected);
    expect(common(b, a)).toEqual(expected);
  });

  it("gives up where it would take too many", () => {
    const letters = (from: string) => `*${[...from].join("*")}*`;
    expect(common(letters("abcdefgh"), letters("ijklmnop"))).toBe("too-many");
    expect(common(`a*${"x".repeat(2000)}b`, `*${"y".repeat(2000)}*b`)).toEqual("too-many");
  });

  it("matches what both match, and nothing else", () => {
    const pattern = fc.stringMatching(/^[ab*?]{0,5}$/);
    const words = [""];
    for (let i = 0; (words[i]?.length ?? 5) < 5; i++)
      words.push(...["a", "b", "c"].map((letter) => words[i]! + letter));
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const found = intersectPatterns(globOf(plainTokens(a)), globOf(plainTokens(b)), new Budget(10_000_000));
        if (found.kind !== "patterns") return;
        const texts = found.patterns.map((glob) => patternText(glob, letters));
        for (const word of words) {
          expect(
            texts.some((text) => globMatches(text, word)),
            word,
          ).toBe(globMatches(a, word) && globMatches(b, word));
        }
      }),
      { numRuns: 150 },
    );
  });
});
