import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildModel } from "../../../server/src/core/policy/buildModel.js";
import type { JsonNode } from "../../../server/src/core/syntax/json.js";
import { maximumDepth, maximumLength, parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import { valueOfNode } from "../../../server/src/core/syntax/values.js";
import { unindent, writeCarets } from "../../support/markedText.js";
import { sessionPolicyText, trustPolicyText } from "../../support/policies.js";

/** The text with its problems underlined, and what could be read of it, as one line. */
function report(text: string): string {
  const { root, problems } = parsePolicy(text);
  const marks = problems.map(({ kind, span, detail }) => ({
    span,
    label: kind === "syntax" ? detail : `${kind} ${detail}`.trim(),
  }));
  return `${writeCarets(text, marks)}\n=> ${root === undefined ? "nothing" : JSON.stringify(valueOfNode(root))}`;
}

function expectReport(expected: string): void {
  const lines = unindent(expected).split("\n");
  const source = lines.filter((line) => !/^\s*\^/.test(line) && !line.startsWith("=> ")).join("\n");
  expect(report(source)).toBe(lines.join("\n"));
}

describe("half-typed text", () => {
  test("a missing value does not swallow the next member", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow","Action":
                                              ^ a value is missing after this colon
      "Resource":"*"},{"Effect":"Deny"}]}
      ^^^^^^^^^^ a comma is missing before this
      => {"Statement":[{"Effect":"Allow","Resource":"*"},{"Effect":"Deny"}]}
    `);
  });

  test("a name alone", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow",
      "Act"
      ^^^^^ a colon and a value are missing after this name
      },{"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow"},{"Effect":"Deny"}]}
    `);
  });

  test("an unclosed list", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow","Action":["a", "b",
                                               ^ this [ is not closed
      "Resource":"*"},{"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Action":["a","b"],"Resource":"*"},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {"Statement":[{"Effect":"Allow","Resource":["*"},
                                                 ^ this [ is not closed
      {"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Resource":["*"]},{"Effect":"Deny"}]}
    `);
  });

  test("an unclosed string", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow","Action":"s3:Get
                                               ^^^^^^^ this string is not closed
      },{"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Action":"s3:Get"},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {"Statement":[{"Effect":"Allow","Action":["a","b]},
                    ^ this { is not closed
                                               ^ this [ is not closed
                                                    ^^^^^ this string is not closed
      {"Effect":"Deny"}]}
      ^ a comma is missing before this
      => {"Statement":[{"Effect":"Allow","Action":["a","b]},"]},{"Effect":"Deny"}]}
    `);
  });

  test("an unclosed statement", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow",
                    ^ this { is not closed
      "Resource":"*",
      {"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Resource":"*"},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {"Statement":[{"Effect":"Allow"],"Version":"2012-10-17"}
                    ^ this { is not closed
      => {"Statement":[{"Effect":"Allow"}],"Version":"2012-10-17"}
    `);
  });

  test("a bracket too many", () => {
    expectReport(`
      {"Statement":[{"Effect":"Allow","Resource":["*"]]},
                                                      ^ this ] has no [
      {"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Resource":["*"]},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {"Statement":[{"Effect":"Allow","Resource":["*"]}},
                                                       ^ this } has no {
      {"Effect":"Deny"}]}
      => {"Statement":[{"Effect":"Allow","Resource":["*"]},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {"Statement":[{"Effect":"Deny"}]} }
                                        ^ nothing may follow the end of the policy
      => {"Statement":[{"Effect":"Deny"}]}
    `);
  });

  test("missing commas, colons and quotes", () => {
    expectReport(`
      {"Statement":[{"Effect" "Allow"
                              ^^^^^^^ a colon is missing before this
      "Resource":"*"}
      ^^^^^^^^^^ a comma is missing before this
      {"Effect":"Deny"}]}
      ^ a comma is missing before this
      => {"Statement":[{"Effect":"Allow","Resource":"*"},{"Effect":"Deny"}]}
    `);
    expectReport(`
      {Statement:[{"Effect":Allow,"Action":[s3:GetObject,"a"],"Resource":"*"}]}
       ^^^^^^^^^ a name must stand in double quotes
                            ^^^^^ text must stand in double quotes
                                            ^^ text must stand in double quotes
      => {"Statement":[{"Action":["a"],"Resource":"*"}]}
    `);
  });

  test("commas too many", () => {
    expectReport(`
      {"Statement":[{"Effect":"Deny",,},]}
                                     ^ a member is missing before this comma
                                     ^ trailing-comma
                                       ^ trailing-comma
      => {"Statement":[{"Effect":"Deny"}]}
    `);
  });

  test("only the innermost open bracket at the end of the text is named", () => {
    expectReport(`
      {"Statement":[{"Effect":"Deny"
                    ^ this { is not closed
      => {"Statement":[{"Effect":"Deny"}]}
    `);
  });
});

describe("what JSON lacks", () => {
  test("comments and trailing commas are told apart from broken text", () => {
    expectReport(`
      { // one
        ^^^^^^ comment // one
        "a": [1, /* two */ 2,]
                 ^^^^^^^^^ comment /* two */
                            ^ trailing-comma
      }
      => {"a":[1,2]}
    `);
  });

  test("a member twice", () => {
    expectReport(`
      {"a":1,"b":{"a":2},"a":3,"\\u0061":4}
                         ^^^ duplicate-key a
                               ^^^^^^^^ duplicate-key a
      => {"a":4,"b":{"a":2}}
    `);
  });

  test("empty text", () => {
    for (const text of ["", " \n", "\uFEFF", "// nothing"]) {
      const { root, problems } = parsePolicy(text);
      expect(root).toBeUndefined();
      expect(problems.some(({ kind }) => kind === "empty")).toBe(true);
    }
  });

  test("a byte order mark is passed over, other foreign spaces are named", () => {
    expect(parsePolicy("\uFEFF{}").problems).toEqual([]);
    expect(report('{"a":\u00a01}')).toBe('{"a":\u00a01}\n     ^ the character U+00A0 is not allowed here\n=> {"a":1}');
  });

  test("names that objects have of themselves are names like others", () => {
    const { root, problems } = parsePolicy('{"__proto__":{"a":1},"constructor":2,"toString":3}');
    expect(problems).toEqual([]);
    const value = valueOfNode(root!);
    expect(Object.keys(value as object)).toEqual(["__proto__", "constructor", "toString"]);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });
});

describe("hostile text", () => {
  function timed(text: string): ReturnType<typeof parsePolicy> {
    const start = performance.now();
    const parsed = parsePolicy(text);
    buildModel(parsed, "session");
    expect(performance.now() - start).toBeLessThan(3000);
    return parsed;
  }

  test("nested too deep: the rest is read", () => {
    const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    expect(timed(deep(maximumDepth)).problems).toEqual([]);
    const { problems, root } = timed(`{"a":1,"b":${deep(10_000)},"c":2}`);
    expect(problems.map(({ kind, span }) => [kind, span.start])).toEqual([["too-deep", 11 + maximumDepth - 1]]);
    expect(root).toMatchObject({ members: [{ key: { value: "a" } }, {}, { key: { value: "c" } }] });
  });

  test.each([
    ["unclosed lists", "[".repeat(500_000)],
    ["unclosed members", '{"a":'.repeat(150_000)],
    ["closing brackets", "]}".repeat(400_000)],
    ["commas", `[${",".repeat(900_000)}]`],
    ["quotes", '"'.repeat(900_000)],
    ["zero bytes", "\0".repeat(900_000)],
    ["an unclosed comment", `{ /*${"*".repeat(900_000)}`],
    ["spaces", " ".repeat(999_999)],
    ["a long list", `{"Statement":[${'{"Effect":"Allow"},'.repeat(50_000)}]}`],
    ["many members", `{${Array.from({ length: 50_000 }, (_, at) => `"k${at}":1`).join()}}`],
    ["lone surrogates", '{"\uD800":"\uDFFF\\uD800"}'],
  ])("%s", (_, text) => {
    const { problems } = timed(text);
    expect(problems.length).toBeLessThan(1000);
  });

  test("too long: nothing is read", () => {
    const { root, problems } = timed(`"${"x".repeat(5 * maximumLength)}"`);
    expect(root).toBeUndefined();
    expect(problems.map(({ kind }) => kind)).toEqual(["too-long"]);
  });
});

describe("laws", () => {
  function parseJson(text: string): { readonly value: unknown } | undefined {
    try {
      return { value: JSON.parse(text) };
    } catch {
      return undefined;
    }
  }

  /** Whether a node and all of its parts are in order and inside one another. `expect` would take too long here. */
  function isInPlace(node: JsonNode, start: number, end: number): boolean {
    if (node.span.start < start || node.span.end < node.span.start || node.span.end > end) return false;
    let from = node.span.start;
    if (node.type === "array") {
      for (const item of node.items) {
        if (!isInPlace(item, from, node.span.end)) return false;
        from = item.span.end;
      }
    }
    if (node.type === "object") {
      for (const { span, key, value } of node.members) {
        if (span.start < from || span.end > node.span.end || !isInPlace(key, span.start, span.end)) return false;
        if (value !== undefined && !isInPlace(value, key.span.end, span.end)) return false;
        from = span.end;
      }
    }
    return true;
  }

  /** What holds of any text at all. */
  function check(text: string): void {
    const parsed = parsePolicy(text);
    const { root, problems } = parsed;
    expect(problems.every(({ span }) => 0 <= span.start && span.start <= span.end && span.end <= text.length)).toBe(
      true,
    );
    if (root !== undefined) expect(isInPlace(root, 0, text.length), text).toBe(true);
    const json = parseJson(text.replace(/^\uFEFF/, ""));
    const real = problems.filter(({ kind }) => kind !== "duplicate-key");
    expect(real.length === 0, JSON.stringify(problems)).toBe(json !== undefined);
    if (json !== undefined) expect(valueOfNode(root!)).toEqual(json.value);
    const harmless = problems.every(({ kind }) => kind === "comment" || kind === "trailing-comma");
    for (const kind of ["session", "trust"] as const) {
      const model = buildModel(parsed, kind);
      if (!harmless) expect(model.complete).toBe(false);
    }
  }

  test("every prefix and every text with a piece cut out", () => {
    for (const text of [sessionPolicyText, trustPolicyText]) {
      for (let end = 0; end <= text.length; end++) {
        check(text.slice(0, end));
        check(text.slice(end));
        check(text.slice(0, end) + text.slice(end + 1));
        check(text.slice(0, end) + text.slice(end + 7));
      }
    }
  });

  test("every statement is found while one is being typed", () => {
    const before = '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Deny","Action":"*","Resource":"*"},\n';
    const after = ',\n{"Sid":"B","Effect":"Deny","Action":"*","Resource":"*"}]}';
    const typed = [
      "{",
      '\n  "Effect": "Allow",',
      '\n  "Action": [',
      '\n    "s3:GetObject",',
      '\n    "s3:PutObject"',
      "\n  ],",
      '\n  "Condition": {',
      ' "StringEquals": {',
      ' "aws:RequestedRegion": "eu-west-1"',
      " }",
      " },",
      '\n  "Resource": "*"',
      "\n}",
    ];
    for (let count = 0; count <= typed.length; count++) {
      const text = `${before}${typed.slice(0, count).join("")}${after}`;
      const { statements } = buildModel(parsePolicy(text), "session");
      const sids = statements.map(({ sid }) => sid);
      expect([text, sids]).toEqual([text, expect.arrayContaining(["A", "B"])]);
    }
  });

  test("random cuts and pastes", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      '"',
      "\\",
      "//",
      "/*",
      "*/",
      "\n",
      " ",
      "1",
      "-",
      "e",
      ".",
      "true",
      "null",
      "x",
      "\0",
    ];
    const edit = fc.record({
      at: fc.nat(),
      cut: fc.nat(30),
      paste: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 3 })),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(sessionPolicyText, trustPolicyText),
        fc.array(edit, { maxLength: 4 }),
        (base, edits) => {
          let text = base;
          for (const { at, cut, paste } of edits) {
            const place = at % (text.length + 1);
            text = text.slice(0, place) + paste + text.slice(place + cut);
          }
          check(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("any JSON value, and any text", () => {
    fc.assert(fc.property(fc.json({ stringUnit: "binary" }), check));
    fc.assert(fc.property(fc.string({ unit: "binary" }), check));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'{}[]:,"\\/*-0.e \n'), { maxLength: 30 }), (parts) =>
        check(parts.join("")),
      ),
      {
        numRuns: 2000,
      },
    );
  });
});
