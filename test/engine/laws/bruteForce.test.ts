import fc from "fast-check";
import { describe, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { LiteralCondition } from "./literalAccess.js";
import { type Case, cases, checkExactly } from "./smallCases.js";
import { account, catalogOf, type KeyValues, type SmallWorld, wordsOver } from "./smallWorld.js";

/*
 * The fast engine, `evaluate` and a literal reading of the specification must say the same. For small policies all
 * requests of a small world are tried. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 100);
const timeout = 60_000 + runs * 200;

const engine = new AccessEngine(catalogOf(["s3"]));

const exactly = (world: SmallWorld) => (each: Case) => checkExactly(each, engine, world);

const bucketNames = ["a", "b", "ab", "x", "xx", "xb"];
const keyNames = [...wordsOver("abx/", 1, 3), "abxx", "xxxx", "axxb", "xaxb", "bxxa", "a/xx", "xx/a", "xxxxx"];
const buckets = bucketNames.map((bucket) => `arn:aws:s3:::${bucket}`);
const objects = buckets.flatMap((bucket) => keyNames.map((key) => `${bucket}/${key}`));

const simpleWorld: SmallWorld = {
  resources: new Map([
    ["s3:ListBucket", buckets],
    ["s3:DeleteBucket", buckets],
    ["s3:GetObject", objects],
    ["s3:PutObject", objects],
    ["s3:DeleteObject", objects],
  ]),
  keys: {},
};

const actions = fc.constantFrom(
  "s3:GetObject",
  "s3:PutObject",
  "s3:ListBucket",
  "s3:Get*",
  "s3:*Object",
  "S3:d*",
  "s3:?*t",
  "s3:*",
);
const keyPattern = fc.stringMatching(/^[ab*?/]{0,2}\*?$/);
const resources = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom("*", ...["*", "a", "a*", "b", "?", "?/*", "*b", "a*/*b"].map(inS3)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom("a", "b", "a?", "*"), keyPattern).map(([b, k]) => inS3(`${b}/${k}`)),
  },
);

function inS3(text: string): string {
  return `arn:aws:s3:::${text}`;
}

const tests = (operator: string, key: string, ...lists: readonly string[][]): readonly LiteralCondition[] =>
  lists.map((values) => ({ [operator]: { [key]: values } }));

const nullTests = (key: string): readonly LiteralCondition[] => tests("Null", key, ["true"], ["false"]);

describe("the engine, evaluate and the literal reading agree", () => {
  test("on actions and resources in several documents and layers", { timeout }, () => {
    fc.assert(fc.property(cases({ actions, resources }), exactly(simpleWorld)), { numRuns: runs });
  });

  const secure = "aws:SecureTransport";
  const organization = "aws:PrincipalOrgID";
  const age = "aws:MultiFactorAuthAge";
  const time = "aws:CurrentTime";
  const address = "aws:SourceIp";
  const role = "aws:PrincipalArn";
  const [early, late] = ["2026-01-01T00:00:00Z", "2026-06-01T12:00:00+02:00"];
  const roles = ["aws", "aws-cn"].flatMap((partition) =>
    [account, "222222222222"].flatMap((each) =>
      ["a", "ab", "b", "x/a", "x"].map((name) => `arn:${partition}:iam::${each}:role/${name}`),
    ),
  );
  const keys: { readonly [key: string]: KeyValues } = {
    [secure]: ["true", "false"],
    [organization]: [undefined, ...wordsOver("abxAB", 0, 3)],
    [age]: [undefined, "0", "1", "1.2", "1.5", "2", "5", "6"],
    [time]: ["2025-01-01T00:00:00Z", early, "2026-02-01T00:00:00Z", "2026-06-01T10:00:00Z", "2027-01-01T00:00:00Z"],
    [address]: [undefined, "9.255.255.255", "10.0.0.1", "10.1.0.5", "192.0.2.1", "192.0.2.2", "2001:db8::1"],
    [role]: roles,
  };
  const singleKeyTests: readonly (readonly LiteralCondition[])[] = [
    [
      ...tests("Bool", secure, ["true"], ["false"], ["true", "false"]),
      ...tests("BoolIfExists", secure, ["false"]),
      ...nullTests(secure),
    ],
    [
      ...tests("StringEquals", organization, ["a"], ["a", "bb"]),
      ...tests("StringNotEquals", organization, ["a"], ["b", "a"]),
      ...tests("StringLike", organization, ["a*"], ["*b"], ["?"], ["a?", "b*"], ["*"]),
      ...tests("StringNotLike", organization, ["*a*"], ["??", "b"]),
      ...tests("StringEqualsIfExists", organization, ["a"]),
      ...tests("StringLikeIfExists", organization, ["?b"]),
      ...tests("StringEqualsIgnoreCase", organization, ["A"], ["aB"]),
      ...tests("StringNotEqualsIgnoreCase", organization, ["a"]),
      ...nullTests(organization),
    ],
    [
      ...tests("NumericLessThan", age, ["5"], ["1"]),
      ...tests("NumericLessThanEquals", age, ["1.5"]),
      ...tests("NumericGreaterThan", age, ["1"], ["5"]),
      ...tests("NumericGreaterThanEquals", age, ["5"]),
      ...tests("NumericEquals", age, ["1", "5"]),
      ...tests("NumericNotEquals", age, ["1"]),
      ...tests("NumericLessThanIfExists", age, ["5"]),
      ...nullTests(age),
    ],
    [
      ...tests("DateLessThan", time, [early], [late]),
      ...tests("DateGreaterThan", time, [early]),
      ...tests("DateGreaterThanEquals", time, [late]),
      ...tests("DateEquals", time, [early]),
      ...tests("DateNotEquals", time, [late]),
    ],
    [
      ...tests("IpAddress", address, ["10.0.0.0/8"], ["10.1.0.0/16", "192.0.2.1"], ["0.0.0.0/0"]),
      ...tests("NotIpAddress", address, ["10.0.0.0/8"], ["192.0.2.0/24"]),
      ...tests("IpAddressIfExists", address, ["10.1.0.0/16"]),
      ...nullTests(address),
    ],
    [
      ...tests("ArnLike", role, ["arn:aws:iam::*:role/a*"], [`arn:aws:iam::${account}:role/?`]),
      ...tests("ArnEquals", role, [roles[0]!, roles[7]!]),
      ...tests("ArnNotLike", role, ["arn:aws:iam::*:role/*a"]),
      ...tests("StringLike", role, ["*/a"], ["arn:*2:role/*"]),
      ...tests("StringNotEquals", role, [roles[2]!]),
    ],
  ];
  const simpleActions = fc.constantFrom("s3:GetObject", "s3:*Object", "s3:*");
  const simpleResources = fc.constantFrom("*", ...["*", "a/*", "a/b*", "b", "*/a", "a*"].map(inS3));
  const conditionalWorld: SmallWorld = { ...simpleWorld, keys };

  test("on conditions of every type", { timeout }, () => {
    const pair = fc.tuple(fc.nat(singleKeyTests.length - 1), fc.nat(singleKeyTests.length - 1));
    const property = fc.property(
      pair.chain(([first, second]) => {
        const one = fc.constantFrom(...singleKeyTests[first]!, ...singleKeyTests[second]!);
        const conditions = fc.oneof(
          { weight: 2, arbitrary: one },
          fc.tuple(one, one).map(([a, b]) => merged(a, b)),
        );
        return cases({ actions: simpleActions, resources: simpleResources, conditions });
      }),
      exactly(conditionalWorld),
    );
    fc.assert(property, { numRuns: runs });
  });

  test("on keys with several values", { timeout }, () => {
    const calledVia = "aws:CalledVia";
    const sets = ["a", "b", "x", "ab", "ax", "xb"].reduce<readonly (readonly string[])[]>(
      (smaller, value) => [...smaller, ...smaller.map((set) => [...set, value])],
      [[]],
    );
    const conditions = fc.constantFrom(
      ...tests("ForAllValues:StringEquals", calledVia, ["a"], ["a", "b"]),
      ...tests("ForAllValues:StringNotEquals", calledVia, ["a"]),
      ...tests("ForAllValues:StringLike", calledVia, ["a*"]),
      ...tests("ForAnyValue:StringEquals", calledVia, ["a"], ["b", "x"]),
      ...tests("ForAnyValue:StringNotEquals", calledVia, ["a"]),
      ...tests("ForAnyValue:StringLike", calledVia, ["*b"]),
      ...tests("ForAnyValue:StringNotLike", calledVia, ["a*"]),
      ...nullTests(calledVia),
    );
    const world: SmallWorld = {
      ...simpleWorld,
      keys: { [calledVia]: [undefined, ...sets] },
    };
    const both = fc.oneof(
      conditions,
      fc.tuple(conditions, conditions).map(([a, b]) => merged(a, b)),
    );
    const property = fc.property(
      cases({ actions: simpleActions, resources: simpleResources, conditions: both }),
      exactly(world),
    );
    fc.assert(property, { numRuns: runs });
  });

  test("on every text, whether AWS has such an action or not", { timeout }, () => {
    const names = wordsOver("abx", 1, 3);
    const texts = ["x", ...buckets, ...objects.slice(0, 120)];
    const world: SmallWorld = {
      resources: new Map(["s3", "q", "x"].flatMap((service) => names.map((name) => [`${service}:${name}`, texts]))),
      keys: { [secure]: keys[secure]! },
    };
    const symbolic = fc.constantFrom("*", "s3:*", "s3:a*", "s3:?b", "S3:*B", "s3:A", "q:*", "q:??", "q:a?", "s3:a*b");
    const conditions = fc.constantFrom(...singleKeyTests[0]!);
    const property = fc.property(
      cases({ actions: symbolic, resources: simpleResources, conditions, mostStatements: 2 }),
      (each) => checkExactly(each, engine, world, { universe: "any" }),
    );
    fc.assert(property, { numRuns: runs });
  });
});

function merged(a: LiteralCondition, b: LiteralCondition): LiteralCondition {
  const out: { [operator: string]: { readonly [key: string]: readonly string[] } } = { ...a };
  for (const [operator, byKey] of Object.entries(b)) out[operator] = { ...out[operator], ...byKey };
  return out;
}
