import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyPath } from "../../../server/src/core/syntax/json.js";
import { keyNodeAt, memberAt, nodeAt, pathAt } from "../../../server/src/core/syntax/navigate.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { readCursor, writeMarkers } from "../../support/markedText.js";
import { sessionPolicyText } from "../../support/policies.js";

/** `Statement/0/Action value "s3:*"`: the place at the cursor, with the source of its node. */
function place(marked: string): string {
  const { text, offset } = readCursor(marked);
  const found = pathAt(parsePolicy(text).root, offset);
  if (found === undefined) return "nowhere";
  const source = found.node === undefined ? "nothing" : text.slice(found.node.span.start, found.node.span.end);
  const where = found.on === "inside" ? `inside after ${found.index}` : found.on;
  return `${found.path.join("/") || "root"} ${where} ${source}`;
}

describe("pathAt", () => {
  test.each([
    ['{<|>"a": 1}', 'a key "a"'],
    ['{"a"<|>: 1}', 'a key "a"'],
    ['{"a":<|> 1}', 'root inside after 0 {"a": 1}'],
    ['{"a": <|>1}', "a value 1"],
    ['{"a": 1<|>}', "a value 1"],
    ['{"a": 1 <|>}', 'root inside after 1 {"a": 1 }'],
    ['<|>{"a": 1}', 'root value {"a": 1}'],
    ['{"a": 1}<|>', 'root value {"a": 1}'],
    ['{"a": 1} <|>', "nowhere"],
    ['<|> {"a": 1}', "nowhere"],
    ['{"a": ["x", <|>"y"]}', 'a/1 value "y"'],
    ['{"a": ["x",<|> "y"]}', 'a inside after 1 ["x", "y"]'],
    ['{"a": [<|>]}', "a inside after 0 []"],
    ['{"a": []<|>}', "a value []"],
    ['{"a": [<|>', "a inside after 0 ["],
    ['{"a": ["x", <|>', 'a inside after 1 ["x", '],
    ['{"a": ["x", "y<|>', 'a/1 value "y'],
    ['{"a": <|>}', "a value nothing"],
    ['{"a": <|>\n"b": 1}', "a value nothing"],
    ['{"a": Al<|>}', "a value nothing"],
    ['{"a": 1, <|>}', 'root inside after 1 {"a": 1, }'],
    ['{"a": 1, "b<|>"}', 'b key "b"'],
    ['{"a": 1, <|>', 'root inside after 1 {"a": 1, '],
    ['{"a": {"b": 1}<|>, "c": 2}', 'a value {"b": 1}'],
    ['{"a": 1, "a": <|>2}', "a value 2"],
  ])("%s", (marked, expected) => {
    expect(place(marked)).toBe(expected);
  });

  test("leads back to the node, at every offset", () => {
    const { root } = parsePolicy(sessionPolicyText);
    for (let offset = 0; offset < sessionPolicyText.length - 1; offset++) {
      const found = pathAt(root, offset)!;
      expect(found.on === "key" ? keyNodeAt(root, found.path) : nodeAt(root, found.path)).toBe(found.node);
    }
  });

  test("never fails on broken text", () => {
    fc.assert(
      fc.property(fc.nat(sessionPolicyText.length), fc.nat(sessionPolicyText.length), (end, offset) => {
        pathAt(parsePolicy(sessionPolicyText.slice(0, end)).root, offset);
      }),
    );
  });
});

describe("nodeAt, memberAt and keyNodeAt", () => {
  const text = '{"a":[{"b":1}],"c":2,"c":3,"d":}';
  const { root } = parsePolicy(text);

  test.each([
    [[], `<|${text}|>`],
    [["a", 0, "b"], '{"a":[{"b":<|1|>}],"c":2,"c":3,"d":}'],
    [["c"], '{"a":[{"b":1}],"c":2,"c":<|3|>,"d":}'],
    [["d"], undefined],
    [["a", 1], undefined],
    [["a", "0"], undefined],
    [["constructor"], undefined],
  ] as [PolicyPath, string | undefined][])("value at %j", (path, expected) => {
    const node = nodeAt(root, path);
    expect(node && writeMarkers(text, [node.span])).toBe(expected);
  });

  test("key and member", () => {
    expect(writeMarkers(text, [keyNodeAt(root, ["c"])!.span])).toBe('{"a":[{"b":1}],"c":2,<|"c"|>:3,"d":}');
    expect(writeMarkers(text, [memberAt(root, ["d"])!.span])).toBe('{"a":[{"b":1}],"c":2,"c":3,<|"d":|>}');
    expect(keyNodeAt(root, ["a", 0])).toBeUndefined();
    expect(keyNodeAt(root, [])).toBeUndefined();
  });
});
