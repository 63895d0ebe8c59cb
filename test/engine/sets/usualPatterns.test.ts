import fc from "fast-check";
import { expect, test } from "vitest";
import { Letters } from "../../../server/src/core/access/sets/letters.js";
import { patternOf, resourcePattern } from "../../../server/src/core/access/sets/resourcePattern.js";

/* Most entries are read by a short way. It says what the way for all texts says. */

const reading = { substitutesVariables: true, bindings: () => ({ state: "unknown" as const }), letters: new Letters() };

const field = fc.constantFrom(
  "",
  "arn",
  "aws",
  "S3",
  "s3",
  "*",
  "?",
  "**",
  "eu-west-1",
  "111122223333",
  "a*b",
  "$",
  "ü",
);
const last = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", ":", "/", "$", "{", "}", "A") });
const texts = fc
  .tuple(fc.array(field, { minLength: 3, maxLength: 6 }), last)
  .map(([fields, end]) => [...fields, end].join(":"));

test("an entry is read the same by both ways", () => {
  fc.assert(
    fc.property(texts, (text) => {
      expect(resourcePattern(text, reading)).toEqual(patternOf(text, reading));
    }),
    { numRuns: 5000 },
  );
});

test.each(["arn:aws:s3:::bucket", "arn:aws:S3:::bucket/*", "arn:aws:s3:::a:b:**?*", ":::::", "arn:aws:s3:::"])(
  "%s",
  (text) => {
    expect(resourcePattern(text, reading)).toEqual(patternOf(text, reading));
  },
);
