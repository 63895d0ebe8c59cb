import fc from "fast-check";
import { expect, test } from "vitest";
import { TextGuesses } from "../../../server/src/core/lint/facts/textGuesses.js";
import type { JsonString } from "../../../server/src/core/syntax/json.js";

/** A list as it stands in a policy. */
function listOf(texts: readonly string[]): { readonly source: string; readonly strings: readonly JsonString[] } {
  let source = "[";
  const strings = texts.map((value): JsonString => {
    const written = JSON.stringify(value);
    const start = source.length;
    source += `${written},`;
    return { type: "string", span: { start, end: start + written.length }, value };
  });
  return { source, strings };
}

function guessed(guesses: TextGuesses<{ readonly text: string }>, texts: readonly string[]) {
  const { source, strings } = listOf(texts);
  return guesses.of(strings, source).map((guess) => guess?.text);
}

test("a guess is right or there is none, whatever was added", () => {
  const text = fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom("s3:GetObject", 's3:"', "s3:\\u0041", "é"));
  fc.assert(
    fc.property(fc.nat(200), fc.array(text), fc.array(text), (most, added, asked) => {
      const guesses = new TextGuesses<{ readonly text: string }>(most);
      for (const each of added) guesses.add({ text: each });
      for (const [at, guess] of guessed(guesses, asked).entries()) expect([undefined, asked[at]]).toContain(guess);
    }),
  );
});

test("what was added is guessed, as long as there is room", () => {
  const names = Array.from({ length: 1000 }, (_, at) => `service${at % 30}:DescribeThing${at}`);
  const guesses = new TextGuesses<{ readonly text: string }>(1000);
  for (const text of names) guesses.add({ text });
  expect(guessed(guesses, names)).toEqual(names);
  expect(guessed(guesses, ["s3:GetObject", ""])).toEqual([undefined, undefined]);
});

test("when there is no more room, it begins anew", () => {
  const guesses = new TextGuesses<{ readonly text: string }>(100);
  const held = { text: "s3:GetObject" };
  for (let round = 0; round < 1000; round++) {
    guesses.add({ text: `s3:Get${round}` });
    guesses.add(held);
    expect(guessed(guesses, [held.text, `s3:Get${round}`])[0]).toBe(held.text);
  }
});
