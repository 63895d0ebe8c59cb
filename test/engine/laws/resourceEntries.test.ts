import fc from "fast-check";
import { expect, test } from "vitest";
import type { ContextFacts } from "../../../server/src/core/access/evaluate/contextFacts.js";
import type { KeyFact } from "../../../server/src/core/access/evaluate/keyFact.js";
import { resourceMatches } from "../../../server/src/core/access/evaluate/matchResource.js";
import { requestedResource } from "../../../server/src/core/access/evaluate/requestedResource.js";
import { Budget } from "../../../server/src/core/access/sets/budget.js";
import { Letters } from "../../../server/src/core/access/sets/letters.js";
import { intersects } from "../../../server/src/core/access/sets/match.js";
import { resourcePattern } from "../../../server/src/core/access/sets/resourcePattern.js";
import { Rule } from "../../../server/src/core/access/sets/rules.js";
import { matchesStar } from "../../../server/src/core/access/sets/starResource.js";
import { type Glob, literalGlob, widened } from "../../../server/src/core/access/sets/tokens.js";
import { Universe } from "../../../server/src/core/access/sets/universe.js";
import type { Binding } from "../../../server/src/core/access/sets/variableBindings.js";
import type { PatternList } from "../../../server/src/core/policy/model.js";
import { catalogOf, wordsOver } from "./smallWorld.js";

/*
 * An entry of Resource, however odd, is read as `evaluate` reads it: what it surely matches there it surely matches here,
 * and what it may match here takes in all that it may match there. More with RUNS=5000.
 */
const runs = Number(process.env.RUNS ?? 1500);
const timeout = 30_000 + runs * 20;
const parameters = { numRuns: runs, ...(process.env.SEED && { seed: Number(process.env.SEED) }) };

const known: { readonly [key: string]: Binding } = {
  "aws:principaltag/b": { state: "value", value: "b" },
  "aws:principaltag/star": { state: "value", value: "*" },
  "aws:principaltag/one": { state: "value", value: "a?" },
  "aws:principaltag/colon": { state: "value", value: "a:b" },
  "aws:principaltag/arn": { state: "value", value: "arn:aws:s3:::a" },
  "aws:principaltag/empty": { state: "value", value: "" },
  "aws:principaltag/list": { state: "list", values: ["a", "b"] },
  "aws:username": { state: "absent" },
};

/** The same as facts of a request in which nothing else is known. */
const facts: ContextFacts = {
  of(key): KeyFact {
    const binding = known[key.toLowerCase()] ?? { state: "unknown" };
    if (binding.state === "absent") return { state: "absent" };
    if (binding.state === "unknown") return { state: "open", mayBeAbsent: true, shape: undefined, doubt: undefined };
    const values = binding.state === "list" ? binding.values : [binding.value];
    return { state: "present", values: values.map((text) => ({ text })), isList: binding.state === "list" };
  },
};

const tag = (name: string) => `\${aws:PrincipalTag/${name}}`;
const variables = [
  ...["b", "star", "one", "colon", "arn", "empty", "list", "u"].map(tag),
  ...[
    "${aws:username}",
    "${aws:username, 'a'}",
    "${aws:username, '*'}",
    "${aws:PrincipalTag/u, 'b'}",
    "${AWS:USERNAME}",
  ],
  ...[
    "${*}",
    "${?}",
    "${$}",
    "${}",
    "${x}",
    "${",
    "${aws:username,'a'}",
    "${aws:username }",
    "${aws:PrincipalTag/b, 'c'}",
  ],
];
const plain = ["a", "b", "*", "?", "**", "*?", "?*", "/", ":", "", "ab"];
const some = (most: number, parts: readonly string[]) =>
  fc.array(fc.constantFrom(...parts), { maxLength: most }).map((each) => each.join(""));
const early = fc.oneof(
  { weight: 8, arbitrary: fc.constant("") },
  some(
    2,
    plain.filter((each) => each !== ":" && each !== "/"),
  ),
  fc.constantFrom(...variables),
);
const beginning = fc.oneof(
  { weight: 3, arbitrary: fc.constant("arn:aws:s3") },
  fc.constantFrom(
    "arn:aws:S3",
    "arn:*:s3",
    "arn:aws:s*",
    "ARN:aws:s3",
    "*:aws:s3",
    "arn:aws:?3",
    "arn:aw?:s3",
    "arn:aws:**",
  ),
);
const rest = some(4, [...plain, ...plain, ...variables]);
const text = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(beginning, early, early, rest).map((fields) => fields.join(":")) },
  { weight: 1, arbitrary: rest },
  { weight: 1, arbitrary: fc.tuple(beginning, rest).map((fields) => fields.join(":")) },
);

const fields = ["aws:s3::", "aws:s3:a:", "aws:s3::a", "aws:S3::", "x:s3::", "aws:q::", "aws:s3:a:b"];
const resources = fields.flatMap((each) =>
  ["", ...wordsOver("ab*:/", 1, 2), "a:b", "ab/", "a$", "aab", "axb", "arn:aws:s3:::a", "${x", "${"].map(
    (end) => `arn:${each}:${end}`,
  ),
);

const catalog = catalogOf(["s3", "sqs"], true);
const unlimited = new Budget(Number.POSITIVE_INFINITY);
const list = (negated: boolean, ...texts: readonly string[]) =>
  ({ negated, entries: texts.map((each) => ({ text: each })) }) as unknown as PatternList;

test("what an entry matches", { timeout }, () => {
  const property = fc.property(text, fc.boolean(), (entry, substitutesVariables) => {
    const bindings = (key: string): Binding => known[key] ?? { state: "unknown" };
    const pattern = resourcePattern(entry, { substitutesVariables, bindings, letters: new Letters() });
    const { whole, byField, isOpen, isDoubtful, matchesNothing } = pattern;
    const takes = (glob: Glob, word: Glob) => intersects(glob, word, unlimited);
    for (const resource of resources) {
      const { value } = resourceMatches(
        list(false, entry),
        substitutesVariables,
        requestedResource(resource, "s3:getobject", catalog),
        facts,
      );
      const word = literalGlob(resource);
      const mayMatch = !matchesNothing && [whole, byField].some((glob) => takes(widened(glob), word));
      const surelyMatches =
        !matchesNothing && !isDoubtful && [whole, byField].every((glob) => !glob.hasLetter && takes(glob, word));
      const message = `${entry} (${substitutesVariables}) on ${resource}: ${value}`;
      if (value !== false) expect(mayMatch, message).toBe(true);
      if (value !== true) expect(surelyMatches, message).toBe(false);
      if (isOpen) continue;
      if (value === true) expect(surelyMatches, message).toBe(true);
      if (value === false) expect(mayMatch, message).toBe(false);
    }
  });
  fc.assert(property, parameters);
});

test("what statements on several match where an action has no resource", { timeout }, () => {
  const universe = new Universe(catalog, ["aws"]);
  const arns = universe.serviceArns("s3");
  const property = fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), fc.boolean(), (entries, negated) => {
    const bindings = (key: string): Binding => known[key] ?? { state: "unknown" };
    const statement = {
      effect: "Allow",
      conditions: [],
      actions: list(false, "*"),
      resources: list(negated, ...entries),
    } as unknown as ConstructorParameters<typeof Rule>[0];
    const reading = { substitutesVariables: true, bindings, letters: new Letters() };
    const rule = new Rule(statement, { layer: "identity", policy: 0, statement: 0, effect: "Allow" }, reading);
    const requested = requestedResource("*", "s3:listallmybuckets", catalog);
    const { value } = resourceMatches(list(negated, ...entries), true, requested, facts);
    const found = matchesStar(rule, arns, unlimited);
    const message = `${negated ? "!" : ""}${entries.join(" , ")}: ${value}`;
    if (found === "yes") expect(value, message).toBe(true);
    // What only looks like an ARN of the service is none (R2); by the definition it can't be told.
    if (found === "no") expect(value, message).not.toBe(true);
  });
  fc.assert(property, parameters);
});
