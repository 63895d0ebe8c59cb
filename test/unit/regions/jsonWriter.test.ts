import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonRegions } from "../../../server/src/core/regions/jsonRegion.js";
import { applyEdits } from "../../../server/src/core/syntax/applyEdits.js";
import type { JsonValue, PolicyPath } from "../../../server/src/core/syntax/json.js";
import { parsePolicy } from "../../../server/src/core/syntax/parsePolicy.js";
import type { PolicyEdit } from "../../../server/src/core/syntax/policyEdit.js";
import { valueOfNode } from "../../../server/src/core/syntax/values.js";
import { applyChanges } from "../../../server/src/core/text/applyChanges.js";
import { unindent } from "../../support/markedText.js";
import { sessionPolicyText, trustPolicyText } from "../../support/policies.js";

/** The text after `edits`, checked against the same edits of its value. */
function edited(text: string, ...edits: readonly PolicyEdit[]): string {
  const [region] = jsonRegions(text);
  const changes = region!.write(edits);
  const result = applyChanges(text, changes);
  let end = -1;
  for (const { span } of changes) {
    expect(span.start).toBeGreaterThan(end);
    end = span.end;
  }
  const { root } = region!.read();
  const expected = root && applyEdits(valueOfNode(root), edits);
  if (expected === undefined) {
    expect(changes).toEqual([]);
  } else {
    const problems = parsePolicy(result).problems.filter(
      ({ kind }) => kind !== "comment" && kind !== "trailing-comma" && kind !== "duplicate-key",
    );
    expect(problems, result).toEqual([]);
    expect(valueOfNode(parsePolicy(result).root!)).toEqual(expected);
  }
  return result;
}

const remove = (...path: PolicyPath): PolicyEdit => ({ kind: "remove", path });
const replace = (path: PolicyPath, value: JsonValue): PolicyEdit => ({ kind: "replace", path, value });
const insert = (path: PolicyPath, index: number, value: JsonValue): PolicyEdit => ({
  kind: "insert",
  path,
  index,
  value,
});
const set = (path: PolicyPath, key: string, value: JsonValue, after?: string): PolicyEdit =>
  after === undefined ? { kind: "set", path, key, value } : { kind: "set", path, key, value, after };

describe("a list on one line", () => {
  const text = '{"a": ["p", "q", "r", "s"]}';

  test.each([
    ["first", [remove("a", 0)], '{"a": ["q", "r", "s"]}'],
    ["middle", [remove("a", 1)], '{"a": ["p", "r", "s"]}'],
    ["last", [remove("a", 3)], '{"a": ["p", "q", "r"]}'],
    ["several", [remove("a", 3), remove("a", 0), remove("a", 2)], '{"a": ["q"]}'],
    ["all", [remove("a", 0), remove("a", 1), remove("a", 2), remove("a", 3)], '{"a": []}'],
    [
      "one for three",
      [replace(["a", 1], "x"), insert(["a"], 2, "y"), insert(["a"], 2, "z")],
      '{"a": ["p", "x", "y", "z", "r", "s"]}',
    ],
    ["remove and insert", [remove("a", 1), remove("a", 2), insert(["a"], 1, "x")], '{"a": ["p", "x", "s"]}'],
    ["at both ends", [insert(["a"], 0, "x"), insert(["a"], 4, "y")], '{"a": ["x", "p", "q", "r", "s", "y"]}'],
    ["past the end", [insert(["a"], 99, "y")], '{"a": ["p", "q", "r", "s", "y"]}'],
    ["list to value", [replace(["a"], "p")], '{"a": "p"}'],
    ["list to list", [replace(["a"], ["x", "y"])], '{"a": ["x", "y"]}'],
    ["the same place twice", [replace(["a", 0], "x"), replace(["a", 0], "y")], '{"a": ["y", "q", "r", "s"]}'],
    ["inside what goes", [replace(["a", 0], "x"), remove("a")], "{}"],
  ])("%s", (_, edits, expected) => {
    expect(edited(text, ...edits)).toBe(expected);
  });

  test("compact text stays compact", () => {
    const compact = '{"a":["p","q"],"b":{"c":1}}';
    expect(edited(compact, insert(["a"], 1, "x"))).toBe('{"a":["p","x","q"],"b":{"c":1}}');
    expect(edited(compact, set(["b"], "d", { e: [1, 2] }))).toBe('{"a":["p","q"],"b":{"c":1,"d":{"e":[1,2]}}}');
    expect(edited('{"a":[]}', insert(["a"], 0, "x"), insert(["a"], 0, "y"))).toBe('{"a":["x","y"]}');
    expect(edited('{"a":"p"}', replace(["a"], ["p", "q"]))).toBe('{"a":["p","q"]}');
  });
});

describe("a list in lines", () => {
  const text = unindent(`
    {
      "a": [
        "p",
        "q",
        "r"
      ]
    }
  `);

  test.each([
    ["first", [remove("a", 0)], ['"q"', '"r"']],
    ["middle", [remove("a", 1)], ['"p"', '"r"']],
    ["last", [remove("a", 2)], ['"p"', '"q"']],
    ["two at the end", [remove("a", 1), remove("a", 2)], ['"p"']],
    ["inserted first", [insert(["a"], 0, "x")], ['"x"', '"p"', '"q"', '"r"']],
    ["inserted last", [insert(["a"], 3, "x")], ['"p"', '"q"', '"r"', '"x"']],
    ["first and last", [remove("a", 0), insert(["a"], 3, "x")], ['"q"', '"r"', '"x"']],
    [
      "more than were there",
      [remove("a", 2), insert(["a"], 2, "x"), insert(["a"], 3, "y")],
      ['"p"', '"q"', '"x"', '"y"'],
    ],
    ["replaced whole", [replace(["a"], ["x"])], ['"x"']],
  ])("%s", (_, edits, items) => {
    expect(edited(text, ...edits)).toBe(`{\n  "a": [\n    ${items.join(",\n    ")}\n  ]\n}`);
  });

  test("removing all leaves brackets", () => {
    expect(edited(text, remove("a", 0), remove("a", 1), remove("a", 2))).toBe('{\n  "a": []\n}');
  });

  test("mixed lines", () => {
    const mixed = '{\n  "a": ["p", "q",\n        "r", "s"]\n}';
    expect(edited(mixed, remove("a", 1))).toBe('{\n  "a": ["p",\n        "r", "s"]\n}');
    expect(edited(mixed, remove("a", 2))).toBe('{\n  "a": ["p", "q",\n        "s"]\n}');
    expect(edited(mixed, remove("a", 3))).toBe('{\n  "a": ["p", "q",\n        "r"]\n}');
    expect(edited(mixed, remove("a", 0))).toBe('{\n  "a": ["q",\n        "r", "s"]\n}');
  });

  test("comments stay with what stays", () => {
    const commented = unindent(`
      {
        "a": [
          "p", // about p
          "q", // about q
          "r" // about r
        ]
      }
    `);
    expect(edited(commented, remove("a", 1))).toBe(commented.replace('    "q", // about q\n', ""));
    expect(edited(commented, remove("a", 2))).toContain('"q" // about q // about r\n  ]');
    expect(edited(commented, insert(["a"], 1, "x"))).toContain('// about p\n    "x",\n    "q", // about q');
  });
});

describe("members", () => {
  const text = unindent(`
    {
      "Effect": "Allow",
      "Action": "s3:*",
      "Resource": "*"
    }
  `);

  test("go with their lines", () => {
    expect(edited(text, remove("Effect"))).toBe('{\n  "Action": "s3:*",\n  "Resource": "*"\n}');
    expect(edited(text, remove("Action"))).toBe('{\n  "Effect": "Allow",\n  "Resource": "*"\n}');
    expect(edited(text, remove("Resource"))).toBe('{\n  "Effect": "Allow",\n  "Action": "s3:*"\n}');
    expect(edited(text, remove("Resource"), remove("Effect"), remove("Action"))).toBe("{}");
  });

  test("are set where they are, or come after the one named, or last", () => {
    expect(edited(text, set([], "Effect", "Deny"))).toBe(text.replace("Allow", "Deny"));
    expect(edited(text, set([], "Sid", "A", "Effect"))).toBe(text.replace('"Allow",', '"Allow",\n  "Sid": "A",'));
    expect(edited(text, set([], "Condition", { Bool: { "aws:SecureTransport": true } }))).toBe(
      text.replace('"*"\n', '"*",\n  "Condition": {\n    "Bool": {\n      "aws:SecureTransport": true\n    }\n  }\n'),
    );
    expect(edited(text, set([], "Sid", "A", "Nothing"))).toBe(text.replace('"*"\n', '"*",\n  "Sid": "A"\n'));
    expect(edited("{}", set([], "Version", "2012-10-17"))).toBe('{"Version": "2012-10-17"}');
    expect(edited("{\n}", set([], "a", 1), set([], "b", 2))).toBe('{\n  "a": 1,\n  "b": 2\n}');
  });

  test("of one name go together", () => {
    expect(edited('{"a": 1, "b": 2, "a": 3}', remove("a"))).toBe('{"b": 2}');
    expect(edited('{"a": 1, "b": 2, "a": 3}', replace(["a"], 4))).toBe('{"a": 1, "b": 2, "a": 4}');
  });

  test("that objects have of themselves", () => {
    expect(edited('{"a": 1}', set([], "__proto__", { x: 1 }))).toBe('{"a": 1, "__proto__": {"x": 1}}');
    expect(edited('{"__proto__": 1, "toString": 2}', remove("__proto__"))).toBe('{"toString": 2}');
  });
});

describe("values", () => {
  test("a value becomes a list and a list a value", () => {
    const text = '{\n  "Action": "s3:GetObject",\n  "Resource": [\n    "*"\n  ]\n}';
    expect(edited(text, replace(["Action"], ["s3:GetObject", "s3:PutObject"]))).toBe(
      text.replace('"s3:GetObject"', '[\n    "s3:GetObject",\n    "s3:PutObject"\n  ]'),
    );
    expect(edited(text, replace(["Resource"], "*"))).toBe('{\n  "Action": "s3:GetObject",\n  "Resource": "*"\n}');
    expect(edited(text, insert(["Action"], 1, "s3:PutObject"))).toBe(
      text.replace('"s3:GetObject"', '[\n    "s3:GetObject",\n    "s3:PutObject"\n  ]'),
    );
  });

  test("a new list follows the lists of the document, or the width of a line", () => {
    const long = ["a".repeat(40), "b".repeat(40)];
    expect(edited('{\n  "a": "x"\n}', replace(["a"], ["x", "y"]))).toBe('{\n  "a": ["x", "y"]\n}');
    expect(edited('{\n  "a": "x"\n}', replace(["a"], long))).toBe(
      `{\n  "a": [\n    "${long[0]}",\n    "${long[1]}"\n  ]\n}`,
    );
    expect(edited('{\n  "a": "x",\n  "b": ["y"]\n}', replace(["a"], ["x", "y"]))).toBe(
      '{\n  "a": ["x", "y"],\n  "b": ["y"]\n}',
    );
  });

  test("the whole policy", () => {
    expect(edited("[1] ", replace([], { a: [1] }))).toBe('{"a": [1]} ');
  });
});

describe("statements", () => {
  test("are removed and added whole, with tabs and CRLF", () => {
    const text =
      '{\r\n\t"Statement": [\r\n\t\t{\r\n\t\t\t"Sid": "A"\r\n\t\t},\r\n\t\t{\r\n\t\t\t"Sid": "B"\r\n\t\t}\r\n\t]\r\n}\r\n';
    const one = (sid: string): string =>
      text.replace(/(\[\r\n)[\s\S]*(\r\n\t\])/, `$1\t\t{\r\n\t\t\t"Sid": "${sid}"\r\n\t\t}$2`);
    expect(edited(text, remove("Statement", 0))).toBe(one("B"));
    expect(edited(text, remove("Statement", 1))).toBe(one("A"));
    expect(edited(one("A"), insert(["Statement"], 1, { Sid: "B" }))).toBe(text);
    expect(edited(one("B"), insert(["Statement"], 0, { Sid: "A" }))).toBe(text);
    expect(edited(text, remove("Statement", 0), remove("Statement", 1))).toBe('{\r\n\t"Statement": []\r\n}\r\n');
  });

  test("follow their neighbours: brackets on one line, or all on one line", () => {
    expect(edited('{\n  "Statement": [{\n    "Sid": "A"\n  }]\n}\n', insert(["Statement"], 1, { Sid: "B" }))).toBe(
      '{\n  "Statement": [{\n    "Sid": "A"\n  }, {\n    "Sid": "B"\n  }]\n}\n',
    );
    expect(
      edited('{\n    "Statement": [\n        {"Sid": "A"}\n    ]\n}\n', insert(["Statement"], 1, { Sid: "B", x: [] })),
    ).toBe('{\n    "Statement": [\n        {"Sid": "A"},\n        {"Sid": "B", "x": []}\n    ]\n}\n');
    expect(edited('{\n  "Statement": []\n}\n', insert(["Statement"], 0, { Sid: "A" }))).toBe(
      '{\n  "Statement": [\n    {\n      "Sid": "A"\n    }\n  ]\n}\n',
    );
  });

  test("only what is meant is touched", () => {
    const [region] = jsonRegions(sessionPolicyText);
    const changes = region!.write([
      remove("Statement", 0, "Resource", 1),
      replace(["Statement", 0, "Action", 0], "s3:Get*"),
    ]);
    expect(changes.map(({ span, newText }) => [sessionPolicyText.slice(span.start, span.end), newText])).toEqual([
      ['"s3:GetObject"', '"s3:Get*"'],
      [',\n        "arn:aws:s3:::example-bucket/${aws:PrincipalTag/team}/*"', ""],
    ]);
  });
});

describe("edits that can't be carried out", () => {
  const text = '{"a": [1, {"b": 2}], "c": 3, "d": null}';
  test.each([
    [remove()],
    [remove("x")],
    [remove("a", 2)],
    [replace(["a", "0"], 1)],
    [replace(["c", 0], 1)],
    [insert(["a", 1], 0, 1)],
    [insert(["d"], 0, 1)],
    [insert(["a"], -1, 1)],
    [set(["a"], "x", 1)],
    [set(["toString"], "x", 1)],
  ])("%j: nothing is changed", (edit) => {
    expect(edited(text, edit)).toBe(text);
    expect(edited(text, remove("c"), edit)).toBe(text);
  });

  test("in a text with nothing in it", () => {
    expect(edited(" ", set([], "a", 1))).toBe(" ");
  });

  test("broken text around them does not matter", () => {
    const [region] = jsonRegions('{"a": ["p", "q"], "b": ');
    expect(applyChanges(region!.text, region!.write([remove("a", 0)]))).toBe('{"a": ["q"], "b": ');
  });
});

describe("laws", () => {
  const scalar = fc.oneof(fc.string({ unit: "binary", maxLength: 4 }), fc.integer(), fc.boolean(), fc.constant(null));
  const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalar,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom("a", "b", "c", "d", "__proto__", "x y"), tie("value"), { maxKeys: 4 }),
    ),
  }));

  /** The paths of all values in a value. */
  function pathsIn(value: JsonValue, path: PolicyPath = []): readonly PolicyPath[] {
    if (value === null || typeof value !== "object") return [path];
    const steps = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
    return [path, ...steps.flatMap((step) => pathsIn((value as Record<string, JsonValue>)[step]!, [...path, step]))];
  }

  interface Seed {
    readonly kind: string;
    readonly at: number;
    readonly index: number;
    readonly key: string;
    readonly after: string | undefined;
    readonly value: JsonValue;
  }

  const seed: fc.Arbitrary<Seed> = fc.record({
    kind: fc.constantFrom("replace", "remove", "remove", "insert", "set"),
    at: fc.nat(),
    index: fc.nat(5),
    key: fc.constantFrom("a", "b", "c", "e", "__proto__"),
    after: fc.constantFrom("a", "b", undefined),
    value: anyValue,
  });

  function editFrom({ kind, at, index, key, after, value }: Seed, paths: readonly PolicyPath[]): PolicyEdit {
    const path = paths[at % paths.length]!;
    if (kind === "replace") return replace(path, value);
    if (kind === "remove") return remove(...path);
    return kind === "insert" ? insert(path, index, value) : set(path, key, value, after);
  }

  /** JSON text with any white space at all. */
  function spaced(text: string, spaces: readonly string[]): string {
    let count = 0;
    const space = (): string => spaces[count++ % spaces.length] ?? "";
    return text.replace(/"(?:[^"\\]|\\.)*"|[^"]/g, (token) =>
      /^[{}[\]:,]$/.test(token) ? space() + token + space() : token,
    );
  }

  test("the text after edits has the value after edits", () => {
    fc.assert(
      fc.property(
        anyValue,
        fc.array(seed, { minLength: 1, maxLength: 6 }),
        fc.constantFrom("", "  ", "\t", "    "),
        fc.array(fc.constantFrom("", " ", "\n", "\r\n  ", "\t"), { minLength: 1, maxLength: 7 }),
        fc.boolean(),
        (value, seeds, indent, spaces, messy) => {
          const plain = JSON.stringify(value, undefined, indent);
          const text = messy ? spaced(JSON.stringify(value), spaces) : plain;
          const paths = pathsIn(value);
          const edits = seeds.map((each) => editFrom(each, paths));
          edited(text, ...edits);
          for (const edit of edits) edited(text, edit);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("text that JSON.stringify laid out stays so, when items and members come and go", () => {
    const strings = fc.array(fc.constantFrom("p", "q", "r"), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.record({ a: strings, b: fc.record({ c: fc.constant("x"), d: strings }) }),
        fc.array(seed, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("  ", "\t", "    "),
        (value, seeds, indent) => {
          const text = JSON.stringify(value, undefined, indent);
          const edits = seeds
            .map((each) => editFrom({ ...each, value: "new" }, [["a"], ["b", "d"], ["a", 0], ["b", "d", 1], ["b"]]))
            .filter((edit) => edit.kind !== "replace" || edit.path.length === 2);
          const after = applyEdits(value as JsonValue, edits);
          if (after !== undefined) expect(edited(text, ...edits)).toBe(JSON.stringify(after, undefined, indent));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("real policies, with and without their white space", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(sessionPolicyText, trustPolicyText, sessionPolicyText.replaceAll("\n", "\r\n")),
        fc.array(seed, { minLength: 1, maxLength: 5 }),
        (text, seeds) => {
          const paths = pathsIn(JSON.parse(text));
          edited(text, ...seeds.map((each) => editFrom(each, paths)));
        },
      ),
      { numRuns: 1000 },
    );
  });
});
