import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { compare } from "../../../server/src/core/access/compare.js";
import { evaluate } from "../../../server/src/core/access/evaluate/evaluate.js";
import type { ContextValues, Decision, PolicyDocument } from "../../../server/src/core/access/layers.js";
import type { JsonValue } from "../../../server/src/core/syntax/json.js";
import { documentOf, identity, layersOf } from "../../support/policyNotation.js";
import { testCatalog } from "../../support/testCatalog.js";

/*
 * Conditions against the literal definition: all statements are about one action on one resource, and every context of
 * a small world is put to `evaluate`.
 */
const catalog = await testCatalog(["iam"]);
const engine = new AccessEngine(catalog);
const role = "arn:aws:iam::111122223333:role/r";

interface Axis {
  readonly key: string;
  readonly operators: readonly string[];
  readonly values: readonly string[];
  /** Undefined: absent. */
  readonly inRequests: readonly (string | readonly string[] | undefined)[];
}

const texts = ["", "a", "b", "ab", "A", "*"];
const axes: readonly Axis[] = [
  {
    key: "aws:PrincipalTag/t",
    operators: [
      ...["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"],
      ...["StringEqualsIfExists", "StringNotLikeIfExists", "ForAnyValue:StringLike", "ForAllValues:StringEquals"],
    ],
    values: [
      "a",
      "b",
      "a*",
      "?",
      "*",
      "${aws:PrincipalTag/u}",
      "${aws:username}",
      "*${aws:username}",
      "${aws:username, 'a'}",
    ],
    inRequests: [undefined, ...texts],
  },
  {
    key: "aws:TagKeys",
    operators: [
      ...["ForAllValues:StringEquals", "ForAllValues:StringNotLike", "ForAnyValue:StringEquals"],
      ...["ForAnyValue:StringNotEquals", "ForAllValues:StringEqualsIfExists"],
    ],
    values: ["a", "b", "a*"],
    inRequests: [undefined, [], ["a"], ["b"], ["z"], ["a", "b"], ["a", "z"], ["ab", "b", "z"]],
  },
  {
    key: "aws:MultiFactorAuthAge",
    operators: ["NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals", "NumericEqualsIfExists"],
    values: ["1", "2", "2.5"],
    inRequests: [undefined, "0", "1", "1.5", "2", "2.5", "3"],
  },
  {
    key: "aws:SourceIp",
    operators: ["IpAddress", "NotIpAddress", "IpAddressIfExists"],
    values: ["10.0.0.0/8", "10.1.0.0/16", "0.0.0.0/0", "::/0"],
    inRequests: [undefined, "10.1.0.1", "10.2.0.1", "192.0.2.1", "2001:db8::1"],
  },
  {
    key: "aws:SecureTransport",
    operators: ["Bool", "BoolIfExists"],
    values: ["true", "false"],
    inRequests: ["true", "false"],
  },
];

const presence = ({ key }: Axis) => fc.constantFrom("true", "false").map((value) => ["Null", key, [value]] as const);
const oneTest = (axis: Axis) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...axis.operators), fc.constant(axis.key), valuesOf(axis)) },
    { weight: 1, arbitrary: presence(axis) },
  );
const valuesOf = (axis: Axis) => fc.uniqueArray(fc.constantFrom(...axis.values), { minLength: 1, maxLength: 2 });

function policyOn(chosen: readonly Axis[]): fc.Arbitrary<JsonValue> {
  const tests = fc.array(fc.oneof(...chosen.map(oneTest)), { maxLength: 2 });
  const statement = fc.tuple(fc.constantFrom("Allow", "Allow", "Allow", "Deny"), tests).map(([effect, list]) => {
    const condition: { [operator: string]: { [key: string]: JsonValue } } = {};
    for (const [operator, key, values] of list) condition[operator] = { ...condition[operator], [key]: [...values] };
    return {
      Effect: effect,
      Action: "iam:TagRole",
      Resource: role,
      Condition: list.length > 0 ? condition : undefined,
    };
  });
  return fc
    .array(statement, { minLength: 1, maxLength: 3 })
    .map((statements) => JSON.parse(JSON.stringify({ Version: "2012-10-17", Statement: statements })) as JsonValue);
}

/** Two keys a time: more would be too many contexts. */
const question = fc
  .uniqueArray(fc.constantFrom(...axes), { minLength: 1, maxLength: 2 })
  .chain((chosen) => fc.tuple(fc.constant(chosen), policyOn(chosen), policyOn(chosen)));

function contextsOf(chosen: readonly Axis[]): readonly ContextValues[] {
  let contexts: readonly ContextValues[] = [{ "aws:SecureTransport": "true" }];
  // What the variable stands for.
  const all = [...chosen, { key: "aws:PrincipalTag/u", inRequests: [undefined, "a", "zz"] }];
  for (const { key, inRequests } of all) {
    contexts = contexts.flatMap((context) =>
      inRequests.map((value) => (value === undefined ? context : { ...context, [key]: value })),
    );
  }
  return contexts;
}

const everything = identity("+*");

function decide(context: ContextValues, own: PolicyDocument, base: PolicyDocument): Decision["decision"] {
  const account = "111122223333";
  return evaluate(
    {
      principal: { kind: "role-session", roleArn: `arn:aws:iam::${account}:role/session-role` },
      action: "iam:TagRole",
      resource: role,
      resourceAccount: account,
      context,
      contextIsComplete: true,
    },
    layersOf({ identity: [base], session: [own] }),
    catalog,
  ).decision;
}

// More with RUNS=5000.
const runs = Number(process.env.RUNS ?? 150);

describe("conditions agree with evaluate", () => {
  test("within and exceeds", { timeout: runs * 200 }, () => {
    const property = fc.property(question, ([chosen, ownJson, baseJson]) => {
      const own = documentOf("session", ownJson);
      const base = documentOf("identity", baseJson);
      const { verdict, statements } = compare({ session: [own], base: [base] }, engine);
      let [inside, outside] = [0, 0];
      for (const context of contextsOf(chosen)) {
        if (decide(context, own, everything) !== "allow") continue;
        const decision = decide(context, everything, base);
        if (decision === "allow") inside++;
        else if (decision.startsWith("deny")) outside++;
      }
      if (verdict === "within") expect(outside).toBe(0);
      // What exceeds in one statement may be inside by another.
      if (verdict === "exceeds" && statements.length === 1) expect(inside).toBe(0);
    });
    fc.assert(property, { numRuns: runs });
  });
});
