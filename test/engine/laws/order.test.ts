import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { VerdictKind } from "../../../server/src/core/access/compare.js";
import { compare } from "../../../server/src/core/access/compare.js";
import type { LiteralCondition, LiteralPolicy, LiteralStatement } from "./literalAccess.js";
import { type Case, cases, checkCounterexamples, comparisonOf, inputOf, shown } from "./smallCases.js";
import { catalogOf, type PolicyShapes, smallPolicy } from "./smallWorld.js";

/*
 * Laws that hold between verdicts, whatever the verdicts are: with disputed wildcards, short ARNs, variables, keys with
 * several values and actions without a resource as well. More with RUNS=5000.
 */
const runs = Number(process.env["RUNS"] ?? 60);
const timeout = 60_000 + runs * 200;

const engine = new AccessEngine(catalogOf(["s3", "sqs"], true));

const team = "${aws:PrincipalTag/team}";
const plain: PolicyShapes = {
  actions: fc.constantFrom("s3:GetObject", "s3:*Object", "s3:List*", "s3:*", "sqs:*", "*"),
  resources: fc.constantFrom(
    ...["*", "arn:aws:s3:::*", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:aws:s3:::a/b*", "arn:aws:s3:::?/*a"],
    ...["arn:aws:s3:::a/?", "arn:aws:s3:::*/b", "arn:aws:sqs:r:1:q", "arn:aws:sqs:r:1:*"],
  ),
  conditions: fc.constantFrom<LiteralCondition>(
    { Bool: { "aws:SecureTransport": ["true"] } },
    { Bool: { "aws:SecureTransport": ["false"] } },
    { StringLike: { "aws:PrincipalOrgID": ["a*"] } },
    { StringNotEquals: { "aws:PrincipalOrgID": ["ab", "b"] } },
    { NumericLessThan: { "aws:MultiFactorAuthAge": ["5"] } },
    { "ForAllValues:StringEquals": { "aws:CalledVia": ["a"] } },
    { "ForAnyValue:StringLike": { "aws:CalledVia": ["a*"] } },
    { StringEquals: { "aws:PrincipalTag/team": ["a"] } },
  ),
};
const everything: PolicyShapes = {
  actions: plain.actions,
  resources: fc.oneof(
    { weight: 3, arbitrary: plain.resources },
    fc.constantFrom(
      ...["arn:aws:s3:*", "arn:aws:s3:::*:x", "arn:aws:sqs:*:q", "arn:aws:sqs:*:*:q", "arn:aws:s3:*:*:a/*"],
      ...[`arn:aws:s3:::a/${team}`, `arn:aws:s3:::a/${team}/*`, "arn:aws:s3:::a/${aws:username, 'b'}"],
    ),
  ),
  conditions: fc.oneof(
    { weight: 3, arbitrary: plain.conditions! },
    fc.constantFrom<LiteralCondition>(
      { StringLike: { "aws:PrincipalOrgID": [team] } },
      { StringEquals: { "aws:CalledVia": ["a"] } },
      { Bool: { "aws:SecureTransport": ["perhaps"] } },
    ),
  ),
  versions: fc.constantFrom("2012-10-17", "2012-10-17", "2008-10-17", undefined),
};

function withStatement(policies: readonly LiteralPolicy[], added: LiteralPolicy): readonly LiteralPolicy[] {
  return [...policies, added];
}

const only = (Effect: LiteralStatement["Effect"]) =>
  smallPolicy({ ...everything, mostStatements: 1 }).map(({ Statement, ...rest }) => ({
    ...rest,
    Statement: Statement.map((statement) => ({ ...statement, Effect })),
  }));

const isClaim = (verdict: VerdictKind) => verdict === "exceeds" || verdict === "depends";

/** What each Allow statement of `before` becomes: session statements are added at the end only. */
function bothVerdicts(before: Case, after: Case): readonly (readonly [VerdictKind, VerdictKind])[] {
  const second = comparisonOf(after, engine).statements;
  return comparisonOf(before, engine).statements.map(({ verdict }, i) => [verdict, second[i]!.verdict]);
}

describe("verdicts follow the policies", () => {
  test("one more Allow in the base never turns within into more", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), only("Allow"), (each, added) => {
        const after: Case = { ...each, base: withStatement(each.base, added) };
        for (const [before, now] of bothVerdicts(each, after)) {
          if (before === "within")
            expect(isClaim(now), `${shown(each)}then in the base too${shown({ session: [], base: [added] })}`).toBe(
              false,
            );
        }
      }),
      { numRuns: runs },
    );
  });

  test("one more Deny in the base never turns more into within", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), only("Deny"), (each, added) => {
        const after: Case = { ...each, base: withStatement(each.base, added) };
        for (const [before, now] of bothVerdicts(each, after)) {
          if (isClaim(before))
            expect(now, `${shown(each)}then in the base too${shown({ session: [], base: [added] })}`).not.toBe(
              "within",
            );
        }
      }),
      { numRuns: runs },
    );
  });

  test("one more Deny in the session never makes it worse", { timeout }, () => {
    const worse: { readonly [before: string]: readonly VerdictKind[] } = { within: ["depends", "exceeds"] };
    fc.assert(
      fc.property(cases(everything), only("Deny"), (each, added) => {
        const after: Case = { ...each, session: withStatement(each.session, added) };
        for (const [before, now] of bothVerdicts(each, after)) {
          expect(
            worse[before] ?? [],
            `${shown(each)}then in the session too${shown({ session: [added], base: [] })}`,
          ).not.toContain(now);
        }
      }),
      { numRuns: runs },
    );
  });

  test("one more layer never makes it better", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), smallPolicy(everything), (each, added) => {
        const after: Case = { ...each, levels: [...(each.levels ?? []), [added]] };
        for (const [before, now] of bothVerdicts(each, after)) {
          if (isClaim(before)) expect(now, shown(after)).not.toBe("within");
          if (before === "exceeds") expect(now, shown(after)).toBe("exceeds");
        }
      }),
      { numRuns: runs },
    );
  });
});

describe("the order of policies", () => {
  test("a policy is within itself (E5)", { timeout }, () => {
    fc.assert(
      fc.property(fc.array(smallPolicy(plain), { minLength: 1, maxLength: 2 }), (policies) => {
        const each: Case = { session: policies, base: policies };
        const { verdict, statements } = comparisonOf(each, engine);
        // A statement that may not match after all (Q5) is no claim either way.
        if (statements.every(({ unknown }) => unknown?.rules.includes("Q5") !== true)) {
          expect(verdict, shown(each)).toBe("within");
        } else expect(verdict, shown(each)).toMatch(/within|unknown/);
      }),
      { numRuns: runs * 2 },
    );
  });

  test("a policy never exceeds itself, whatever is doubtful in it", { timeout }, () => {
    fc.assert(
      fc.property(fc.array(smallPolicy(everything), { minLength: 1, maxLength: 2 }), (policies) => {
        const each: Case = { session: policies, base: policies };
        expect(comparisonOf(each, engine).verdict, shown(each)).toMatch(/within|unknown/);
      }),
      { numRuns: runs * 2 },
    );
  });

  test("what is within something within a third is within the third", { timeout }, () => {
    const small = { ...plain, mostStatements: 2 };
    // Smaller and larger policies, so that there is something to see.
    const chains = fc.tuple(smallPolicy(small), only("Deny"), only("Deny"), only("Allow"), only("Allow"));
    let seen = 0;
    fc.assert(
      fc.property(chains, ([policy, deny, otherDeny, allow, otherAllow]) => {
        const middle = [policy, deny];
        const within = (session: readonly LiteralPolicy[], base: readonly LiteralPolicy[]) =>
          comparisonOf({ session, base }, engine).verdict;
        for (const lower of [[...middle, otherDeny], [policy], [deny, allow]]) {
          for (const upper of [
            [...middle, allow],
            [policy, otherAllow],
            [allow, otherAllow],
          ]) {
            if (within(lower, middle) !== "within" || within(middle, upper) !== "within") continue;
            seen++;
            expect(isClaim(within(lower, upper)), shown({ session: lower, base: upper })).toBe(false);
          }
        }
      }),
      { numRuns: runs },
    );
    expect(seen).toBeGreaterThan(0);
  });

  test("documents and statements may be turned round", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), (each) => {
        const turned = (policies: readonly LiteralPolicy[]) =>
          policies.map((policy) => ({ ...policy, Statement: [...policy.Statement].reverse() })).reverse();
        const other: Case = { ...each, session: turned(each.session), base: turned(each.base) };
        const verdicts = (of: Case) => comparisonOf(of, engine).statements.map(({ verdict }) => verdict);
        expect(verdicts(other).reverse(), shown(each)).toEqual(verdicts(each));
      }),
      { numRuns: runs },
    );
  });
});

describe("counterexamples", () => {
  test("replay through evaluate", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), fc.constantFrom("catalog", "any"), (each, universe) => {
        checkCounterexamples(each, comparisonOf(each, engine, { universe }), engine, []);
      }),
      { numRuns: runs },
    );
  });
});

describe("the same input gives the same answer", () => {
  test("whatever an engine was asked before, at every budget", { timeout }, () => {
    const asked = fc.array(fc.tuple(cases(everything), fc.constantFrom("catalog", "any")), {
      minLength: 2,
      maxLength: 4,
    });
    const budgets = fc.constantFrom(50, 200, 500, 1_000, 2_000, 4_000, 400_000);
    fc.assert(
      fc.property(asked, budgets, (questions, budget) => {
        const inputs = questions.map(([each, universe]) => ({ ...inputOf(each), universe, budget }));
        const fresh = inputs.map((input) => compare(input, new AccessEngine(engine.catalog)));
        const shared = new AccessEngine(engine.catalog);
        const message = questions.map(([each]) => shown(each)).join("");
        expect(
          inputs.map((input) => compare(input, shared)),
          message,
        ).toEqual(fresh);
        expect(
          inputs
            .slice()
            .reverse()
            .map((input) => compare(input, shared))
            .reverse(),
          message,
        ).toEqual(fresh);
        // Other budgets before: what was cut short must leave nothing behind.
        const worn = new AccessEngine(engine.catalog);
        for (const input of inputs) for (const small of [10, 100, 300, 900]) compare({ ...input, budget: small }, worn);
        expect(
          inputs.map((input) => compare(input, worn)),
          message,
        ).toEqual(fresh);
      }),
      { numRuns: runs },
    );
  });

  test("more units never change a verdict but unknown", { timeout }, () => {
    fc.assert(
      fc.property(cases(everything), fc.integer({ min: 20, max: 5_000 }), (each, budget) => {
        const full = comparisonOf(each, engine).statements;
        comparisonOf(each, engine, { budget }).statements.forEach(({ verdict }, i) => {
          if (verdict !== "unknown") expect(verdict, shown(each)).toBe(full[i]!.verdict);
        });
      }),
      { numRuns: runs },
    );
  });
});
