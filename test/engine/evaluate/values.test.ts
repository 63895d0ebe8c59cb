import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  and,
  answerOf,
  doubt,
  hangsOn,
  no,
  not,
  or,
  restingOn,
  yes,
} from "../../../server/src/core/access/evaluate/answer.js";
import { parseBinary } from "../../../server/src/core/access/evaluate/binaryValue.js";
import { parseOperator } from "../../../server/src/core/access/evaluate/conditionOperator.js";
import { parseDate } from "../../../server/src/core/access/evaluate/dateValue.js";
import { globMatches, globOf, globsMeet, surelyCovers } from "../../../server/src/core/access/evaluate/globs.js";
import { ipText, parseIpAddress, parseIpRange } from "../../../server/src/core/access/evaluate/ipRange.js";
import { parseNumber } from "../../../server/src/core/access/evaluate/numberValue.js";

describe("Kleene's logic", () => {
  const open = hangsOn("aws:SourceIp");

  it("follows its tables", () => {
    const values = [yes, no, open];
    const expected = {
      and: [true, false, undefined, false, false, false, undefined, false, undefined],
      or: [true, true, true, true, false, undefined, true, undefined, undefined],
    };
    const pairs = values.flatMap((a) => values.map((b) => [a, b]));
    expect(pairs.map((pair) => and(pair).value)).toEqual(expected.and);
    expect(pairs.map((pair) => or(pair).value)).toEqual(expected.or);
    expect(values.map((value) => not(value).value)).toEqual([false, true, undefined]);
    expect([and([]).value, or([]).value]).toEqual([true, false]);
  });

  it("keeps the reasons of what is open, and the rules that a value rests on", () => {
    const doubted = doubt("it is disputed", "Q3");
    expect(and([open, doubted, yes])).toEqual({
      value: undefined,
      rules: ["Q3"],
      keys: ["aws:sourceip"],
      doubts: ["it is disputed"],
    });
    expect(or([restingOn(yes, "Q1"), yes]).rules).toEqual([]);
    expect(or([open, restingOn(yes, "Q1")]).rules).toEqual(["Q1"]);
    expect(and([restingOn(yes, "Q1"), restingOn(yes, "Q19")]).rules).toEqual(["Q1", "Q19"]);
    expect(not(restingOn(no, "Q8"))).toEqual({ ...answerOf(true), rules: ["Q8"] });
  });
});

describe("globs", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
  const texts = ["", ...words(1), ...words(2), ...words(3), ...words(4), ...words(5), ...words(6)];

  function words(length: number): string[] {
    return length === 0
      ? [""]
      : words(length - 1).flatMap((word) => [`${word}a`, `${word}b`, ...(length < 4 ? [`${word}c`] : [])]);
  }

  it("match as regular expressions do", () => {
    fc.assert(
      fc.property(pattern, fc.constantFrom(...texts), (glob, text) => {
        const expression = new RegExp(`^${glob.replaceAll("*", ".*").replaceAll("?", ".")}$`);
        expect(globMatches(glob, text)).toBe(expression.test(text));
      }),
    );
  });

  it("meet exactly where a text matches both, and cover only where all texts do", () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const common = texts.some((text) => globMatches(a, text) && globMatches(b, text));
        // Short patterns that meet do so in a short text, unless both consist of many characters.
        if (common) expect(globsMeet(globOf(a), globOf(b))).toBe(true);
        else if (a.length + b.length <= 6) expect(globsMeet(globOf(a), globOf(b))).toBe(false);
        if (surelyCovers(globOf(a), globOf(b))) {
          expect(texts.every((text) => !globMatches(b, text) || globMatches(a, text))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(surelyCovers(globOf("a*"), globOf("ab*"))).toBe(true);
  });

  it("take no time to speak of on stars", () => {
    expect(globMatches("*a".repeat(200), "a".repeat(5000).concat("b"))).toBe(false);
  });
});

describe("operators", () => {
  it.each([
    ["StringEquals", { qualifier: "none", family: "string", base: "StringEquals", negated: false, ifExists: false }],
    [
      "ForAnyValue:StringNotLikeIfExists",
      { qualifier: "ForAnyValue", family: "string", base: "StringLike", negated: true, ifExists: true },
    ],
    [
      "ForAllValues:NotIpAddress",
      { qualifier: "ForAllValues", family: "ip", base: "IpAddress", negated: true, ifExists: false },
    ],
    ["NullIfExists", undefined],
    ["IfExists", undefined],
    ["stringEquals", undefined],
    ["forAnyValue:StringEquals", undefined],
    ["toString", undefined],
    ["", undefined],
  ])("%s", (text, expected) => {
    expect(parseOperator(text)).toEqual(expected);
  });
});

describe("values", () => {
  it("are numbers that compare exactly", () => {
    expect(["10", "-1.50", "+3", "007", "0.1"].map(parseNumber)).toEqual([10, -1.5, 3, 7, 0.1]);
    expect(["", "1.", ".5", "1e3", "0x1", " 1", "1234567890123456"].map(parseNumber)).toEqual(Array(7).fill(undefined));
  });

  it("are dates", () => {
    const day = Date.UTC(2025, 0, 2);
    expect(
      ["2025-01-02", "2025-01-02T00:00Z", "2025-01-02T01:00:00+01:00", "1735776000", "2025-01-01T22:30-01:30"].map(
        parseDate,
      ),
    ).toEqual([day, day, day, day, day]);
    expect(parseDate("2024-02-29")).toBe(Date.UTC(2024, 1, 29));
    expect(parseDate("0099-01-01")).toBeLessThan(0);
    const malformed = ["2025-02-29", "2025-13", "2025-1-1", "2025-01-02T00:00", "2025-01-02 00:00Z", "2025", "-5", ""];
    expect(malformed.map(parseDate)).toEqual(malformed.map(() => undefined));
  });

  it("are bytes", () => {
    expect(parseBinary("QR==")).toBe(parseBinary("QQ=="));
    expect(parseBinary("QUJD")).not.toBe(parseBinary("QUJE"));
    expect(["Q", "QQ", "Q=Q=", "QQ==QQ=="].map(parseBinary)).toEqual(Array(4).fill(undefined));
    expect(parseBinary("")).toBe("");
  });

  it("are addresses, which can be written back", () => {
    fc.assert(
      fc.property(fc.constantFrom<4 | 6>(4, 6), fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), (version, low) => {
        const address = { version, value: version === 4 ? low : (0x2001n << 112n) + low };
        expect(parseIpAddress(ipText(address))).toEqual(address);
      }),
    );
    expect(parseIpRange("10.1.2.3/8")).toEqual(parseIpRange("10.0.0.0/8"));
    expect(parseIpRange("::/0")?.last).toBe((1n << 128n) - 1n);
    expect(parseIpRange("255.255.255.255")?.first).toBe((1n << 32n) - 1n);
    const malformed = [
      "256.0.0.1",
      "1.2.3",
      "1.2.3.4.5",
      "01.2.3.4",
      "1.2.3.4 ",
      "1.2.3.",
      "-1.2.3.4",
      "1e1.2.3.4",
      "",
    ];
    expect(malformed.map(parseIpRange)).toEqual(malformed.map(() => undefined));
  });
});
