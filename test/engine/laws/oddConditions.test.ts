import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import { ImpossibleRequest } from "../../../server/src/core/access/evaluate/impossibleRequest.js";
import type { ContextValues, PolicyDocument } from "../../../server/src/core/access/layers.js";
import { identity, session } from "../../support/policyNotation.js";
import { account, catalogOf } from "./smallWorld.js";

/*
 * Conditions on keys of every kind, by operators that fit them or not, in every context of a small world: what is within
 * is let through wherever the session's statement is, and what exceeds nowhere. More with RUNS=5000.
 */
const runs = Number(process.env.RUNS ?? 400);
const timeout = 30_000 + runs * 100;
const parameters = { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };

const engine = new AccessEngine(catalogOf(["s3"]));
const roleArn = `arn:aws:iam::${account}:role/r`;

type Value = string | readonly string[] | undefined;

interface Key {
  /** As tests spell it, in several ways. */
  readonly names: readonly string[];
  readonly values: readonly Value[];
  readonly tests: readonly string[];
}

const compared = (...values: readonly string[]) =>
  ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"].flatMap((operator) =>
    values.map((value) => `${operator} KEY=${value}`),
  );
const presence = ["Null KEY=true", "Null KEY=false", "ForAnyValue:Null KEY=true", "ForAllValues:Null KEY=false"];
const ifExists = (tests: readonly string[]) => tests.map((each) => each.replace(" KEY", "IfExists KEY"));
const ofSets = (tests: readonly string[]) =>
  tests.flatMap((each) => [`ForAllValues:${each}`, `ForAnyValue:${each}`, each]);

const texts = compared(
  "a",
  "a*",
  "*",
  "''",
  "**",
  "?*",
  "a,b*",
  "${aws:PrincipalTag/u}",
  "${*}",
  "A",
  "${aws:username, 'a*'}",
);
const ages = [
  "NumericLessThan KEY=5",
  "NumericGreaterThanEquals KEY=5",
  "NumericEquals KEY=5.0",
  "NumericNotEquals KEY=5",
];
const times = [
  ...[
    "DateLessThan KEY=2026-01-01",
    "DateGreaterThanEquals KEY=1767225600",
    "DateEquals KEY=2026-01-01T01:00:00+01:00",
  ],
  ...["DateNotEquals KEY=2026-01-01T00:00:00Z", "DateLessThan KEY=2026"],
];
const addresses = [
  "IpAddress KEY=10.0.0.0/8",
  "NotIpAddress KEY=10.0.0.0/8,::/0",
  "IpAddress KEY=10.0.0.1",
  "NotIpAddress KEY=::1",
];
const arns = [
  ...[
    "ArnLike KEY=arn:aws:iam::*:role/*",
    "ArnNotLike KEY=arn:aws:iam::*:role/?",
    "ArnEquals KEY=arn:*:iam::1*:role/r",
  ],
  ...[
    "ArnNotEquals KEY=arn:aws:iam::111122223333:role/r",
    "ArnLike KEY=arn:aws:iam",
    "StringLike KEY=*/r",
    "StringNotLike KEY=arn:*:*",
  ],
  ...["StringEquals KEY=arn:aws:iam::111122223333:role/r", "ArnLike KEY=arn:aws:iam::${aws:PrincipalTag/u}:role/r"],
];

const keys: readonly Key[] = [
  {
    names: ["aws:PrincipalTag/t", "aws:principaltag/T"],
    values: [undefined, "a", "ab", "b", "A", "", "*", "5", "true", "10.0.0.1"],
    tests: [
      ...texts,
      ...ifExists(texts),
      ...presence,
      ...ages,
      "Bool KEY=true",
      "Bool KEY=false",
      ...addresses.slice(0, 2),
    ],
  },
  {
    names: ["aws:PrincipalTag/u"],
    values: [undefined, "a", "b", "*"],
    tests: [...compared("a", "${aws:PrincipalTag/t}"), ...presence],
  },
  {
    names: ["aws:SecureTransport"],
    values: ["true", "false"],
    tests: [
      "Bool KEY=true",
      "Bool KEY=false",
      "BoolIfExists KEY=TRUE",
      "StringEquals KEY=true",
      "StringNotLike KEY=t*",
      ...presence,
    ],
  },
  {
    names: ["aws:MultiFactorAuthAge"],
    values: [undefined, "0", "4.5", "5", "6", "100"],
    tests: [...ages, ...ifExists(ages), ...presence, "StringLike KEY=5*", "StringNotEquals KEY=5"],
  },
  {
    names: ["aws:CurrentTime", "AWS:CURRENTTIME"],
    values: ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"],
    tests: [...times, ...ifExists(times), ...presence],
  },
  {
    names: ["aws:SourceIp"],
    values: [undefined, "10.0.0.1", "10.9.9.9", "11.0.0.1", "2001:db8::1", "::1"],
    tests: [...addresses, ...ifExists(addresses), ...presence],
  },
  {
    names: ["aws:PrincipalArn"],
    values: [roleArn, "arn:aws:iam::111122223333:role/x/r", "arn:aws-cn:iam::111122223333:role/q"],
    tests: arns,
  },
  {
    // One that the catalog does not list.
    names: ["s3:SomeArn"],
    values: [undefined, roleArn, "arn:aws:s3:::b", "arn:aws:iam::1:role/r", "x"],
    tests: [...arns, ...ifExists(arns), ...presence],
  },
  {
    names: ["aws:CalledVia"],
    values: [undefined, [], ["a"], ["b"], ["a", "b"], ["ab", "c"], ["a", ""]],
    tests: [...ofSets(compared("a", "a*", "**", "a,b")), ...ofSets(ifExists(compared("a"))), ...presence],
  },
  {
    names: ["aws:PrincipalType"],
    values: ["AssumedRole"],
    tests: [...compared("AssumedRole", "*Role", "User", "assumedrole", "**"), ...presence],
  },
  {
    names: ["aws:username"],
    values: [undefined],
    tests: [...compared("a", "*"), ...ifExists(compared("a")), ...presence],
  },
];

interface Test {
  readonly key: number;
  readonly text: string;
}

const testOf = (among: readonly number[]) =>
  fc.constantFrom(...among).chain((key) => {
    const { names, tests } = keys[key]!;
    return fc
      .tuple(fc.constantFrom(...tests), fc.constantFrom(...names))
      .map(([text, name]): Test => ({ key, text: text.replace("KEY", name) }));
  });

interface Guarded {
  readonly effect: "+" | "-";
  readonly tests: readonly Test[];
}

const statementOf = (among: readonly number[], effects: readonly ("+" | "-")[]) =>
  fc.record({ effect: fc.constantFrom(...effects), tests: fc.array(testOf(among), { maxLength: 2 }) });

/** On two keys or one, so that the conditions have to do with each other. */
const questions = fc.uniqueArray(fc.nat(keys.length - 1), { minLength: 1, maxLength: 2 }).chain((among) =>
  fc.record({
    among: fc.constant(among),
    own: fc.array(statementOf(among, ["+", "+", "-"]), { maxLength: 1 }),
    first: statementOf(among, ["+"]),
    base: fc.array(statementOf(among, ["+", "+", "-"]), { minLength: 1, maxLength: 3 }),
    isKnown: fc.boolean(),
  }),
);

const textOf = ({ effect, tests }: Guarded) =>
  `${effect}s3:GetObject@*${tests.length === 0 ? "" : ` ? ${tests.map(({ text }) => text).join(" & ")}`}`;

/** Every way the keys, and those of variables, may be together; not those that contradict each other. */
function contextsOf(among: readonly number[], written: string): readonly ContextValues[] {
  const asked = new Set(among);
  keys.forEach(({ names }, at) => {
    if (written.includes(`{${names[0]!}`)) asked.add(at);
  });
  let contexts: readonly ContextValues[] = [{}];
  for (const at of asked) {
    const { names, values } = keys[at]!;
    contexts = contexts.flatMap((context) =>
      values.map((value) =>
        value === undefined ? context : { ...context, [names[0]!]: value as ContextValues[string] },
      ),
    );
  }
  return contexts;
}

const none = { state: "none" } as const;

/** Undefined: no such request can be. */
function decide(document: PolicyDocument, context: ContextValues): string | undefined {
  const arn = context["aws:PrincipalArn"] ?? roleArn;
  const layers = {
    identity: { state: "given", value: [document] },
    session: none,
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  } as const;
  const request = {
    principal: { kind: "role-session", roleArn: String(arn), sessionName: "s" } as const,
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
    resourceAccount: account,
    context,
    contextIsComplete: true,
  };
  try {
    return evaluate(request, layers, engine.catalog).decision;
  } catch (error) {
    if (error instanceof ImpossibleRequest) return undefined;
    throw error;
  }
}

interface Question {
  readonly statements: readonly string[];
  readonly context: ContextValues;
}

/**
 * What is not documented, in each way in which it may be read: `evaluate` takes each test by itself and cannot tell, though
 * one reading is that of all tests.
 */
function readings(question: Question): readonly Question[] {
  return readingsOfWildcards(question).flatMap(readingsOfEmptyValues);
}

/** A wildcard in the value of a variable as a wildcard, and as itself (V3). */
function readingsOfWildcards({ statements, context }: Question): readonly Question[] {
  return [(value: string) => value, (value: string) => value.replaceAll("*", "${*}")].map((read) => ({
    context,
    statements: statements.map((statement) =>
      Object.entries(context).reduce(
        (text, [key, value]) => text.replaceAll(`\${${key}}`, read(String(value))),
        statement,
      ),
    ),
  }));
}

/** An empty value as one that is not there, and as a text like any other (Q7). */
function readingsOfEmptyValues({ statements, context }: Question): readonly Question[] {
  const entries = Object.entries(context);
  const absent = entries.flatMap(([key, value]): typeof entries => {
    if (value === "") return [];
    return [[key, Array.isArray(value) ? value.filter((each) => each !== "") : value]];
  });
  // No test of a key with several values is about the empty text.
  const other = entries.map(([key, value]): (typeof entries)[number] => [
    key,
    Array.isArray(value) ? value.map((each) => (each === "" ? "other" : each)) : value,
  ]);
  const empty = entries.flatMap(([key, value]) => (value === "" ? [key.toLowerCase()] : []));
  const asPresent = (statement: string) =>
    statement.replaceAll(/Null (\S+)=/g, (test, key: string) =>
      empty.includes(key.toLowerCase()) ? "Null aws:PrincipalType=" : test,
    );
  return [
    { statements, context: Object.fromEntries(absent) },
    { statements: statements.map(asPresent), context: Object.fromEntries(other) },
  ];
}

describe("conditions of every kind", () => {
  test("are compared as `evaluate` decides them", { timeout }, () => {
    const seen = { within: 0, exceeds: 0, depends: 0, unknown: 0 };
    const property = fc.property(questions, ({ among, own, first, base, isKnown }) => {
      const [mine, theirs] = [[first, ...own].map(textOf), base.map(textOf)];
      const documents = { session: session(...mine), base: identity(...theirs) };
      const principal = { kind: "role-session", roleArn, sessionName: "s" } as const;
      const { statements } = compare(
        { session: [documents.session], base: [documents.base], ...(isKnown && { principal }) },
        engine,
      );
      const verdict = statements[0]!.verdict;
      seen[verdict]++;
      const denies = own.filter(({ effect }) => effect === "-").map(textOf);
      const alone = identity(mine[0]!, ...denies);
      for (const context of contextsOf(among, JSON.stringify([mine, theirs]))) {
        const arn = context["aws:PrincipalArn"];
        if (isKnown && arn !== undefined && arn !== roleArn) continue;
        if (verdict !== "within" && verdict !== "exceeds") return;
        if (decide(alone, context) !== "allow") continue;
        const message = `${verdict}: ${mine.join(" ; ")} in ${theirs.join(" ; ")} with ${JSON.stringify(context)}`;
        if (verdict === "within") {
          const decision = decide(documents.base, context);
          const inAllReadings = () =>
            readings({ statements: theirs, context }).map((read) => decide(identity(...read.statements), read.context));
          const decisions = decision === "unknown" ? inAllReadings() : [decision];
          expect(new Set(decisions), message).toEqual(new Set(["allow"]));
        }
        if (verdict === "exceeds") expect(decide(documents.base, context), message).not.toBe("allow");
      }
    });
    fc.assert(property, parameters);
    // A run in which nothing is certain tries nothing.
    expect(Math.min(seen.within, seen.exceeds, seen.depends)).toBeGreaterThan(runs / 40);
  });
});
