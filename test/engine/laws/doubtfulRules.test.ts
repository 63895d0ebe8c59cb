import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { SessionBindings } from "../../../server/src/core/access/sessionBindings.js";
import type { LiteralCondition, LiteralContext, LiteralPolicy } from "./literalAccess.js";
import {
  type Case,
  cases,
  checkCounterexamples,
  checkEvaluate,
  comparisonOf,
  questionOf,
  shown,
  withExamples,
} from "./smallCases.js";
import { catalogOf, literalVerdicts, type SmallWorld, wordsOver } from "./smallWorld.js";

/*
 * The same where the answer hangs on something that cannot be told: both readings of what is disputed, every value of a
 * variable. What is claimed must hold for all of them. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 80);
const timeout = 60_000 + runs * 200;

const readings = ["byField", "whole", "padded"] as const;

describe("wildcards before the sixth field, and ARNs of fewer fields", () => {
  const engine = new AccessEngine(catalogOf(["sqs", "s3"]));
  const queues = ["r", "rs", "x"].flatMap((region) =>
    ["1", "12", "x"].flatMap((owner) =>
      ["q", "qx", "xq", "x", "1:q", "x:q", "12:q"].map((name) => `arn:aws:sqs:${region}:${owner}:${name}`),
    ),
  );
  const buckets = ["a", "b", "x", "a:b", "x:1"].map((name) => `arn:aws:s3:::${name}`);
  const objects = buckets.flatMap((bucket) => ["a", "x", "a:b", "b/a"].map((key) => `${bucket}/${key}`));
  const world: SmallWorld = {
    resources: new Map([
      ["sqs:SendMessage", queues],
      ["s3:ListBucket", buckets],
      ["s3:DeleteBucket", buckets],
      ["s3:GetObject", objects],
      ["s3:PutObject", objects],
      ["s3:DeleteObject", objects],
    ]),
    keys: {},
  };
  const wild = [
    ...["*:*:q", "r*:1:q", "r:*:q", "??:1:*", "*:1:*", "r:1?:*q", "?:12:q", "r:1:*", "*:*:*", "r:*:*:q", "r:1:q"].map(
      (rest) => `arn:aws:sqs:${rest}`,
    ),
    ...["*::a/*", "*:::a", ":*:*", "::*:a", "?::a", "::*/a", "::a", "::a/*", "::*"].map((rest) => `arn:aws:s3:${rest}`),
    "arn:*:s3:::a/*",
    "arn:aw?:s3:::a",
    "*:aws:sqs:r:1:q",
    "*",
  ];
  const short = [
    "arn:aws:s3:*",
    "arn:aws:s3::*",
    "arn:aws:sqs:r*",
    "arn:aws:sqs:*:q",
    "arn:*",
    "a*",
    "arn:aws:s3",
    "*q",
  ];
  const actions = fc.constantFrom("s3:GetObject", "s3:ListBucket", "s3:*", "sqs:*", "sqs:SendMessage", "*");

  const lawful = (each: Case): void => {
    const result = comparisonOf(each, engine);
    const literals = readings.map((reading) => literalVerdicts(questionOf(each), withExamples(world, result), reading));
    result.statements.forEach(({ verdict, unknown }, i) => {
      const kinds = literals.map((verdicts) => verdicts[i]!.kind);
      if (verdict !== "unknown") expect(kinds, shown(each)).toEqual(kinds.map(() => verdict));
      else expect(unknown!.rules.join(), shown(each)).toMatch(/^(Q3|Q18|)$/);
    });
    checkCounterexamples(each, result, engine, readings);
    checkEvaluate(each, result, engine, world, readings);
  };

  test("a wildcard may run past a colon, or not (Q3)", { timeout }, () => {
    const resources = fc.constantFrom(...wild);
    fc.assert(fc.property(cases({ actions, resources }), lawful), { numRuns: runs });
  });

  test("an ARN of fewer than six fields may match something (Q18)", { timeout }, () => {
    const resources = fc.constantFrom(...wild, ...short, ...short);
    fc.assert(fc.property(cases({ actions, resources }), lawful), { numRuns: runs });
  });

  test("is unknown only where the readings differ", { timeout }, () => {
    const resource = fc.constantFrom(...wild.filter((text) => text.startsWith("arn:aws:sqs")));
    const one = (Resource: string): LiteralPolicy => ({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["sqs:SendMessage"], Resource: [Resource] }],
    });
    fc.assert(
      fc.property(resource, resource, (own, base) => {
        const each: Case = { session: [one(own)], base: [one(base)] };
        const [byField, whole] = readings.map((reading) => literalVerdicts(questionOf(each), world, reading)[0]!.kind);
        expect(comparisonOf(each, engine).verdict === "unknown", shown(each)).toBe(byField !== whole);
      }),
      { numRuns: runs * 4 },
    );
  });
});

describe("policy variables", () => {
  const engine = new AccessEngine(catalogOf(["s3"]));
  const team = "aws:PrincipalTag/team";
  const variable = `\${${team}}`;
  const values = [undefined, "a", "b", "ab", "x", "a/b", "b/a", "$"];
  const buckets = ["a", "b", "x", "ab"].map((name) => `arn:aws:s3:::${name}`);
  /** What entries mean in a policy of version 2008-10-17, and texts that only look like it. */
  const unsubstituted = [
    ...["${*}", "${xx}", "a${*}b", "a${x}b", "${?}", "${x}", "${$}", "${aws:username}/x", "${aws:username, 'a'}/x"],
    `\${${team}, 'x'}/x`,
  ];
  const objects = [...buckets, `arn:aws:s3:::${variable}`].flatMap((bucket) =>
    [
      ...wordsOver("abx/", 1, 2),
      "a/b",
      "xa/b",
      "a/b/x",
      "a/b/a",
      "a/b/a/b",
      "b/a/x",
      "ab/x",
      "xab",
      "abx",
      "*",
      "?",
      "$",
      "$/x",
      "a*b",
      variable,
      `${variable}/x`,
      `x${variable}`,
      ...unsubstituted,
    ].map((key) => `${bucket}/${key}`),
  );
  const world: SmallWorld = {
    resources: new Map([
      ["s3:ListBucket", buckets],
      ["s3:DeleteBucket", buckets],
      ["s3:GetObject", objects],
      ["s3:PutObject", objects],
      ["s3:DeleteObject", objects],
    ]),
    keys: {
      [team]: values,
      "aws:PrincipalOrgID": [
        undefined,
        ...wordsOver("abx", 0, 2),
        ...values.flatMap((value) => (value === undefined ? [] : [value, `x${value}`, `${value}a`, `x${value}x`])),
        "b/a",
        "a/bx",
        "xx/",
        "aab",
        "abx",
        "x${aws:username}",
        "${x}",
        variable,
        `${variable}a`,
        `${variable}x`,
        `x${variable}`,
        "*",
        "$",
        "${*}",
      ],
    },
  };
  const resources = fc
    .constantFrom(
      ...["*", "a/*", "b/*", "b/a/*", "b/a", `b/${variable}/*`, `b/${variable}`, `*/${variable}`, `b/*${variable}`],
      ...[`${variable}/*`, variable, `b/\${${team}, 'x'}/*`, "b/${aws:username}/*", "b/${aws:username, 'a'}/*"],
      ...["b/${*}", "b/a${*}b", "b/${?}", "b/${$}", "b/?"],
    )
    .map((text) => (text === "*" ? text : `arn:aws:s3:::${text}`));
  const actions = fc.constantFrom("s3:GetObject", "s3:*Object", "s3:ListBucket", "s3:*");
  const key = "aws:PrincipalOrgID";
  const conditions = fc.constantFrom<LiteralCondition>(
    { StringEquals: { [key]: [variable] } },
    { StringNotEquals: { [key]: [variable] } },
    { StringLike: { [key]: [`${variable}*`] } },
    { StringEquals: { [key]: ["a", `\${${team}, 'b'}`] } },
    { StringNotLike: { [key]: ["*${aws:username}"] } },
    { StringEquals: { [key]: [`x${variable}`] } },
    { StringNotEquals: { [key]: [`${variable}a`, "b"] } },
    { StringLike: { [key]: [`x${variable}*`] } },
    { StringLike: { [key]: ["x*"] } },
    { StringEqualsIfExists: { [key]: ["a"] } },
    { StringLike: { [key]: ["${*}", "a*"] } },
    { Null: { [team]: ["true"] } },
    { StringEquals: { [team]: ["a"] } },
  );
  const versions = fc.constantFrom("2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17", undefined);

  const boundTo = (value: string | undefined): SessionBindings => ({
    of: (asked) => {
      if (asked === "aws:username") return { state: "absent" };
      if (asked !== team.toLowerCase()) return { state: "unknown" };
      return value === undefined ? { state: "absent" } : { state: "value", value };
    },
    context: value === undefined ? {} : { [team]: value },
    fingerprint: `team ${value}`,
  });
  const fixedTo = (value: string | undefined): LiteralContext => new Map(value === undefined ? [] : [[team, value]]);

  /** Then a request may lean on a tag that is perhaps never sent, and there is no excess that is certain (C8). */
  const testsTag = (each: Case) => JSON.stringify(each).includes(`"${team}":`);

  /** Then what escapes may be a text with `${…}` in it that the world does not have. */
  const isOlder = (each: Case) =>
    [each.session, ...questionOf(each).layers].flat().some(({ Version }) => Version !== "2012-10-17");

  test("with a known value, or known to have none", { timeout }, () => {
    fc.assert(
      fc.property(cases({ actions, resources, conditions, versions }), fc.constantFrom(...values), (each, value) => {
        const worldNow = { ...world, keys: { ...world.keys, [team]: [value] } };
        const bindings = boundTo(value);
        const result = comparisonOf(each, engine, { bindings });
        const fixed = fixedTo(value);
        const literal = literalVerdicts(questionOf(each), withExamples(worldNow, result), "whole", fixed);
        result.statements.forEach(({ verdict, unknown }, i) => {
          // A NotResource entry without its value is doubtful.
          if (verdict === "unknown") expect(unknown!.rules.join(), shown(each)).toMatch(/^(Q6|)$/);
          else if (verdict !== "within" && isOlder(each)) return;
          else if (verdict !== "depends" || !testsTag(each)) expect(verdict, shown(each)).toBe(literal[i]!.kind);
          else expect(literal[i]!.kind, shown(each)).not.toBe("within");
        });
        checkCounterexamples(each, result, engine, ["whole"], fixed);
        checkEvaluate(each, result, engine, worldNow, ["whole"], fixed);
      }),
      { numRuns: runs },
    );
  });

  test("of unknown value", { timeout }, () => {
    fc.assert(
      fc.property(cases({ actions, resources, conditions, mostStatements: 2 }), (each) => {
        const result = comparisonOf(each, engine);
        const worldNow = withExamples(world, result);
        const literal = values.map((value) =>
          literalVerdicts(
            questionOf(each),
            { ...worldNow, keys: { ...worldNow.keys, [team]: [value] } },
            "whole",
            fixedTo(value),
          ),
        );
        result.statements.forEach(({ verdict }, i) => {
          const verdicts = literal.map((each) => each[i]!);
          const kinds = verdicts.map(({ kind }) => kind);
          if (verdict === "within") expect(kinds, shown(each)).toEqual(kinds.map(() => "within"));
          if (verdict === "depends") {
            expect(
              kinds.some((kind) => kind !== "within"),
              shown(each),
            ).toBe(true);
            expect(testsTag(each) || verdicts.some(({ staysIn }) => staysIn), shown(each)).toBe(true);
          }
        });
        checkCounterexamples(each, result, engine, ["whole"]);
        for (const value of ["a", undefined]) {
          checkEvaluate(each, result, engine, world, ["whole"], fixedTo(value));
        }
      }),
      { numRuns: runs },
    );
  });

  /** Each escapes where the tag has a certain value: unknown or depends, but never within. */
  test.each([
    ["a Deny of one key", [`+b/${variable}`], ["+*", "-b/secret"]],
    ["a Deny of a prefix", [`+b/${variable}`], ["+*", "-b/s*"]],
    ["a NotResource", [`+b/${variable}/*`], ["+!b/secret/*"]],
    ["a conditional Deny", [`+b/${variable}/*`], ["+*", "?b/secret/*"]],
    ["another Deny of the session", [`+${variable}/*`, "-!b/*"], ["+a/*"]],
    ["a value that is bucket and key", [`+${variable}`], ["+a/*"]],
  ])("a session's own variable may be what the base leaves out: %s", (_, own, base) => {
    const policyOf = (texts: readonly string[]): LiteralPolicy => ({
      Version: "2012-10-17",
      Statement: texts.map((text) => {
        const negated = text.charAt(1) === "!";
        const entry = text.slice(negated ? 2 : 1);
        const list = [entry === "*" ? "*" : `arn:aws:s3:::${entry}`];
        return {
          Effect: text.startsWith("+") ? "Allow" : "Deny",
          Action: ["s3:GetObject"],
          ...(negated ? { NotResource: list } : { Resource: list }),
          ...(text.startsWith("?") ? { Condition: { Bool: { "aws:SecureTransport": ["false"] } } } : {}),
        };
      }),
    });
    const each: Case = { session: [policyOf(own)], base: [policyOf(base)] };
    expect(comparisonOf(each, engine).verdict, shown(each)).not.toBe("within");
  });
});

describe("actions without a resource (M2, Q5)", () => {
  const engine = new AccessEngine(catalogOf(["s3", "sqs"], true));
  const bucketArns = ["a", "b", "x", "xx"].map((name) => `arn:aws:s3:::${name}`);
  const objectArns = bucketArns.flatMap((bucket) => ["a", "b", "x"].map((key) => `${bucket}/${key}`));
  const queueArns = ["r:1:q", "r:1:x", "x:x:q", "x:x:x"].map((rest) => `arn:aws:sqs:${rest}`);
  const typed: ReadonlyMap<string, readonly string[]> = new Map([
    ["s3:ListBucket", bucketArns],
    ["s3:DeleteBucket", bucketArns],
    ["s3:GetObject", objectArns],
    ["s3:PutObject", objectArns],
    ["s3:DeleteObject", objectArns],
    ["sqs:SendMessage", queueArns],
  ]);
  const ofService = { s3: [...bucketArns, ...objectArns], sqs: queueArns };
  const actions = fc.constantFrom("s3:ListAllMyBuckets", "s3:List*", "sqs:*", "sqs:ListQueues", "*", "s3:GetObject");
  const resources = fc.constantFrom(
    "*",
    ...["*", "a", "a/*", "?", "*/*"].map((text) => `arn:aws:s3:::${text}`),
    ...["q", "*"].map((text) => `arn:aws:sqs:r:1:${text}`),
    "arn:aws:sqs:x:x:q",
  );
  const conditions = fc.constantFrom<LiteralCondition>(
    { Bool: { "aws:SecureTransport": ["true"] } },
    { Bool: { "aws:SecureTransport": ["false"] } },
  );
  const keys = { "aws:SecureTransport": ["true", "false"] };
  const worldOf = (...really: readonly string[]): SmallWorld => ({
    resources: new Map([...typed, ["s3:ListAllMyBuckets", really], ["sqs:ListQueues", really]]),
    keys,
  });

  test("whatever they are really checked with", { timeout }, () => {
    fc.assert(
      fc.property(cases({ actions, resources, conditions }), (each) => {
        const result = comparisonOf(each, engine);
        const star = literalVerdicts(questionOf(each), withExamples(worldOf("*"), result), "whole");
        result.statements.forEach(({ verdict, unknown }, i) => {
          if (verdict === "unknown") expect(unknown!.rules.join(), shown(each)).toMatch(/^(M2,Q5|)$/);
          else expect(verdict, shown(each)).toBe(star[i]!.kind);
        });
        checkCounterexamples(each, result, engine, ["whole"]);
        checkEvaluate(each, result, engine, worldOf("*"), ["whole"]);
      }),
      { numRuns: runs * 2 },
    );
  });

  test("within holds if an ARN of the service is checked", { timeout }, () => {
    // A NotResource matches the star (R7); what it does with an ARN is not asked.
    const positive = (policies: readonly LiteralPolicy[]) =>
      policies.every(({ Statement }) => Statement.every(({ NotResource }) => NotResource === undefined));
    fc.assert(
      fc.property(cases({ actions, resources, conditions }), (each) => {
        const { session, layers } = questionOf(each);
        fc.pre([session, ...layers].every(positive));
        const result = comparisonOf(each, engine);
        const really = (["s3", "sqs"] as const).flatMap((service) => [
          ["*"],
          ...ofService[service].map((arn) => [arn]),
        ]);
        result.statements.forEach(({ verdict }, i) => {
          if (verdict !== "within") return;
          for (const arns of really) {
            const resourcesNow = new Map([
              ["s3:ListAllMyBuckets", arns.filter((arn) => !arn.includes("sqs"))],
              ["sqs:ListQueues", arns.filter((arn) => !arn.includes("s3"))],
            ]);
            const literal = literalVerdicts({ session, layers }, { resources: resourcesNow, keys }, "whole");
            expect(literal[i]!.kind, `${shown(each)}${arns.join()}`).toBe("within");
          }
        });
      }),
      { numRuns: runs },
    );
  });
});
