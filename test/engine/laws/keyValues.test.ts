import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Atom } from "../../../server/src/core/access/conditions/atoms.js";
import type { ConditionFacts } from "../../../server/src/core/access/conditions/conditionFacts.js";
import { answerTo, factsOf as contextOf, keyOptions } from "../../../server/src/core/access/conditions/keyOptions.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { Letters } from "../../../server/src/core/access/sets/letters.js";
import { type Binding, type Bindings, noBindings } from "../../../server/src/core/access/sets/variableBindings.js";
import { wordsOver } from "./smallWorld.js";

/*
 * Every value that a key may have is treated by all tests as one of the values that are tried: else something could
 * escape that no one looked at, and "within" be said of it.
 */

/** How the values of a key look, and what tests on it are written with. */
interface Kind {
  readonly name: string;
  readonly key?: string;
  readonly bindings?: Bindings;
  readonly type: string | undefined;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  readonly inRequests: readonly (string | readonly string[])[];
}

const likes = ["StringLike", "StringNotLike"];
const equals = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"];
const odd = [
  "",
  "a",
  "A",
  "a*",
  "a**",
  "*?",
  "?*",
  "**",
  "*",
  "?",
  "a?b",
  "aa",
  "${*}",
  "a${?}",
  "${$}",
  "*a*b",
  "B",
  "ab",
];
const variables = ["${aws:username}", "a${aws:username}", "${aws:PrincipalTag/u, 'b'}", "*${aws:username}?"];
const numbers = ["0", "1", "01", "1.0", "1.5", "-1", "+1", "2", "10", "1.50", "x"];
const numeric = [
  "NumericEquals",
  "NumericNotEquals",
  "NumericLessThan",
  "NumericGreaterThanEquals",
  "NumericGreaterThan",
];
const dates = ["2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "1767225600", "2026-06", "2025"];
const moments = [...dates, "2025-12-31T23:59:59.999999Z", "2026-01-01T00:00:00.000001Z", "2026-06-01T00:00:01Z"];
const addresses = ["10.0.0.0/8", "10.0.0.1", "10.0.0.0/31", "0.0.0.0/0", "::/0", "2001:db8::/32", "10.0.0.7/8", "::1"];
const hosts = [
  "10.0.0.0",
  "10.0.0.1",
  "10.0.0.2",
  "11.0.0.0",
  "9.255.255.255",
  "255.255.255.255",
  "::",
  "::1",
  "2001:db8::",
];
const arns = [
  "arn:aws:s3:::a",
  "arn:aws:s3:::*",
  "arn:*:s3:::a",
  "arn:aws:*:*:*:a",
  "arn:aws:s3:::a?",
  "arn:aws:s3::1:a",
  "*",
  "arn:aws:s3",
  "arn:aws:s3:*",
  "arn:*:q:r",
  "?rn:aws:*::*:**",
  "",
];
const inArns = ["a", "ab", "a:b", ""].flatMap((rest) =>
  ["aws:s3::", "aws:s3::1", "aws:q:r:", "cn:s3::"].map((fields) => `arn:${fields}:${rest}`),
);

function ofSets(operator: string): readonly string[] {
  return [`ForAllValues:${operator}`, `ForAnyValue:${operator}`];
}

/** Of none, one, and two values. */
function listsOf(values: readonly string[]): readonly (readonly string[])[] {
  return [[], ...values.map((value) => [value]), ...values.flatMap((a) => values.map((b) => [a, b]))];
}

/** Bindings of a session of which these keys are known. */
function knowing(known: { readonly [key: string]: Binding }): Bindings {
  return (key) => known[key] ?? { state: "unknown" };
}

const value = (text: string): Binding => ({ state: "value", value: text });
const absent: Binding = { state: "absent" };

/** Variables of every kind, and texts that only look like one. */
const oddVariables = [
  ...["${aws:PrincipalTag/star}", "a${aws:PrincipalTag/star}", "${aws:PrincipalTag/one}b", "${aws:principaltag/STAR}*"],
  ...["${aws:username}", "${aws:username, '*'}", "a${aws:username, 'b?'}", "${aws:username,'a'}", "${aws:username }"],
  ...["${aws:PrincipalTag/list}", "${aws:PrincipalTag/list, 'a'}", "${x}", "${", "a${*", "${}", "${*}b", "a${?}${$}"],
  ...[
    "${aws:PrincipalTag/b}${aws:PrincipalTag/b}",
    "${aws:PrincipalTag/u}${aws:PrincipalTag/u}",
    "$${aws:PrincipalTag/b}",
  ],
];
const knownTags = knowing({
  "aws:principaltag/star": value("*"),
  "aws:principaltag/one": value("a?"),
  "aws:principaltag/b": value("b"),
  "aws:principaltag/list": { state: "list", values: ["a", "b"] },
  "aws:username": absent,
});
const principalArns = ["aws", "aws-cn", "x"].flatMap((partition) =>
  ["111122223333", "444455556666", "1"].flatMap((account) =>
    ["r", "p/r", "a", "r:a"].map((name) => `arn:${partition}:iam::${account}:role/${name}`),
  ),
);
const accounts = ["111122223333", "444455556666", "111111111111", "999999999999", "123456789012"];

const kinds: readonly Kind[] = [
  {
    name: "texts beside variables of known value",
    type: "String",
    bindings: knownTags,
    operators: [...likes, ...equals],
    values: [...oddVariables, "a*", "b", "*"],
    inRequests: wordsOver("ab*?${}", 0, 3),
  },
  {
    name: "ARNs beside variables of known value",
    type: "ARN",
    bindings: knowing({
      "aws:principaltag/star": value("*"),
      "aws:principaltag/arn": value("arn:aws:s3:::a"),
      "aws:principaltag/colon": value("a:b"),
      "aws:username": absent,
    }),
    operators: ["ArnLike", "ArnNotLike", "ArnEquals", "StringLike"],
    values: [
      ...["arn:aws:s3:::${aws:PrincipalTag/star}", "${aws:PrincipalTag/arn}", "arn:aws:s3::${aws:PrincipalTag/star}:a"],
      ...["arn:aws:s3::${aws:PrincipalTag/colon}", "${aws:PrincipalTag/arn}b", "arn:aws:s3:::${aws:username, 'a*'}"],
      ...["arn:aws:s3:::${aws:username}", "arn:aws:s3:::${*}", "arn:aws:s3:::a"],
    ],
    inRequests: [...inArns, "arn:aws:s3:::*", "arn:aws:s3:::a*", "arn:aws:s3::a:b"],
  },
  {
    name: "ARNs of roles",
    key: "aws:principalarn",
    type: "ARN",
    bindings: knowing({ "aws:principaltype": value("AssumedRole") }),
    operators: [
      "ArnLike",
      "ArnNotLike",
      "ArnEquals",
      "StringLike",
      "StringNotLike",
      "StringEquals",
      "StringEqualsIgnoreCase",
    ],
    values: [
      ...[
        "arn:aws:iam::111122223333:role/r",
        "arn:aws:iam::*:role/*",
        "arn:*:iam::1*:role/*r",
        "arn:aws:iam::1",
        "*",
        "**",
      ],
      ...[
        "*:role/?",
        "arn:aws:iam:*:role/r",
        "arn:aws:iam::*",
        "ARN:AWS:IAM::111122223333:ROLE/R",
        "arn:aws:sts::*:*",
        "",
      ],
      ...[
        "arn:aws:*:*:*:role/a",
        "arn:aws:iam::111122223333:role/${aws:username}",
        "*${aws:PrincipalTag/u}",
        "arn:aws:iam::??????*",
      ],
    ],
    inRequests: principalArns,
  },
  {
    name: "ids of sessions with a name",
    key: "aws:userid",
    type: "String",
    bindings: knowing({ "aws:userid": { state: "unknown", parts: [undefined, "s"] } }),
    operators: [...likes, ...equals],
    values: [
      "*:s",
      "A*",
      "*:t",
      "AROA:s",
      "AROA:t",
      "*",
      "?:*",
      "**:**",
      ":s",
      "a*:S",
      "aroa:S",
      "*:*:*",
      "",
      "*A*",
      "${aws:username}",
    ],
    inRequests: ["AROA", "A", "AA", "a", "B", "AROAX", "xA"].map((id) => `${id}:s`),
  },
  {
    name: "accounts",
    key: "aws:principalaccount",
    type: "String",
    operators: [...likes, ...equals],
    values: ["1*", "111122223333", "*3", "????????????", "?", "*1*", "", "999999999999", "1?1*", "**", "4*6"],
    inRequests: accounts,
  },
  {
    name: "texts that are tested as something else",
    type: "String",
    operators: [
      ...numeric,
      ...["Bool", "BoolIfExists", "IpAddress", "NotIpAddress", "DateLessThan", "DateNotEquals", "BinaryEquals"],
      ...["ArnLike", "ArnNotLike", "NumericLessThanIfExists"],
    ],
    values: ["5", "6.0", "true", "false", "10.0.0.0/8", "::1", "2026-01-01", "YQ==", "arn:aws:s3:::a", "*", "x"],
    inRequests: [
      "5",
      "6",
      "4",
      "abc",
      "true",
      "",
      "10.0.0.1",
      "::1",
      "2026-01-01",
      "YQ==",
      "arn:aws:s3:::a",
      "x",
      "TRUE",
    ],
  },
  {
    name: "texts",
    type: "String",
    operators: [...likes, ...equals],
    values: odd,
    inRequests: wordsOver("aAb*?", 0, 4),
  },
  {
    name: "texts of an unknown key",
    type: undefined,
    operators: [...likes, ...equals],
    values: [...odd, ...variables],
    inRequests: wordsOver("aB$*?", 0, 3),
  },
  {
    name: "lists of texts",
    type: "ArrayOfString",
    operators: ["StringLike", ...["StringLike", "StringNotLike", "StringEquals", "StringNotEquals"].flatMap(ofSets)],
    values: ["", "a", "a*", "?", "*b", "**", "ab", "${aws:username}"],
    inRequests: listsOf(wordsOver("abc", 1, 2)),
  },
  {
    name: "numbers",
    type: "Numeric",
    operators: [...numeric, "StringEquals", "StringLike"],
    values: numbers,
    inRequests: [...numbers, "0.5", "1.25", "3", "-2", "11"].filter((text) => text !== "x"),
  },
  {
    name: "dates",
    type: "Date",
    operators: ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals", "DateLessThanEquals"],
    values: dates,
    inRequests: moments.filter((text) => text !== "2025"),
  },
  {
    name: "addresses",
    type: "IPAddress",
    operators: ["IpAddress", "NotIpAddress"],
    values: addresses,
    inRequests: hosts,
  },
  {
    name: "ARNs",
    type: "ARN",
    operators: ["ArnLike", "ArnNotLike", "ArnEquals", "StringLike", "StringEquals"],
    values: [...arns, "arn:aws:s3:::${aws:username}", "arn:aws:s3:${aws:username}"],
    inRequests: inArns,
  },
];

function keyOf({ type, bindings = noBindings }: Kind): ConditionFacts {
  return {
    bindings,
    presence: () => "always",
    isMultivalued: () => type?.startsWith("ArrayOf") ?? false,
    typeOf: () => type,
    isListed: () => true,
  };
}

const runs = Number(process.env.RUNS ?? 300);

describe("the values of a key that are tried stand for all", () => {
  test.each(kinds)("$name", { timeout: runs * 100 }, (kind) => {
    const { key = "aws:requesttag/t", operators, values, inRequests } = kind;
    const facts = keyOf(kind);
    const atom = fc
      .record({
        operator: fc.constantFrom(...operators),
        values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
        substitutesVariables: fc.boolean(),
      })
      .map(
        ({ operator, values, substitutesVariables }): Atom => ({
          test: { operator, key, values } as unknown as Atom["test"],
          substitutesVariables,
          effect: "Allow",
        }),
      );
    const property = fc.property(fc.array(atom, { minLength: 1, maxLength: 3 }), (atoms) => {
      const options = keyOptions(key, atoms, facts, new Letters(), new Budget(1e9));
      const shown = (truth: readonly (boolean | undefined)[]) => truth.map((each) => (each ? 1 : 0)).join("");
      const certain = new Set(options.filter(({ open }) => open === undefined).map(({ truth }) => shown(truth)));
      const open = new Set(options.filter(({ open }) => open !== undefined).map(({ truth }) => shown(truth)));
      for (const value of inRequests) {
        const context = contextOf(new Map([[key, value]]), facts);
        const truth = atoms.map((each) => answerTo(each, context).value);
        const isLike = truth.includes(undefined)
          ? open.has(shown(truth))
          : certain.has(shown(truth)) || open.has(shown(truth));
        expect(isLike, `${JSON.stringify(value)} is like none that is tried`).toBe(true);
      }
    });
    fc.assert(property, { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) });
  });
});
