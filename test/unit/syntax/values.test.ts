import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { nodeFromValue, valueOfNode } from "../../../server/src/core/syntax/values.js";

test("values go to nodes and back", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      expect(valueOfNode(nodeFromValue(value as JsonValue))).toEqual(value);
    }),
  );
});

test("own names stay own names", () => {
  const value = JSON.parse('{"__proto__":{"x":1},"toString":2}');
  expect(JSON.stringify(valueOfNode(nodeFromValue(value)))).toBe('{"__proto__":{"x":1},"toString":2}');
});

test("a value nested without end is cut off", () => {
  let value: JsonValue = 1;
  for (let depth = 0; depth < 100_000; depth++) value = [value];
  expect(JSON.stringify(valueOfNode(nodeFromValue(value)))).toBe(`${"[".repeat(100)}null${"]".repeat(100)}`);
});
