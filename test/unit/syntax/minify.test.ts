import fc from "fast-check";
import { expect, test } from "vitest";
import { minifiedCharacters, minify } from "../../../server/src/core/syntax/minify.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";

test.each([
  ['{ "b" : [ 1.50 , "a b" ] ,\r\n\t"a": {} }\n', '{"b":[1.50,"a b"],"a":{}}'],
  ['\uFEFF{"a":"\\u00e9\\/é"}', '{"a":"\\u00e9\\/é"}'],
  ['{"a":1,"a":2}', '{"a":1,"a":2}'],
  ['{ // note\n"a": [1, /* x */ ], }', '{"a":[1]}'],
  ["[1e400, -0]", "[1e400,-0]"],
])("%j", (text, expected) => {
  expect(minify(parsePolicy(text))).toEqual({ text: expected, characters: [...expected].length });
  expect(minifiedCharacters(parsePolicy(text))).toBe([...expected].length);
});

test("counts characters, not units", () => {
  expect(minify(parsePolicy('["😀"]'))?.characters).toBe(5);
  expect(minifiedCharacters(parsePolicy('{ "😀": 1 }'))).toBe(7);
});

test.each(["", "{", '{"a" 1}', "[1,,2]", "x"])("nothing for %j", (text) => {
  expect(minify(parsePolicy(text))).toBeUndefined();
  expect(minifiedCharacters(parsePolicy(text))).toBeUndefined();
});

test("is what JSON.stringify writes, for what it wrote", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.constantFrom("\t", 2, 0), (value, space) => {
      const parsed = parsePolicy(JSON.stringify(value, undefined, space));
      expect(minify(parsed)?.text).toBe(JSON.stringify(value));
      expect(minifiedCharacters(parsed)).toBe(minify(parsed)?.characters);
    }),
  );
});
