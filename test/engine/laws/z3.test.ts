import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import type { LiteralCondition, LiteralPolicy, LiteralStatement } from "./literalAccess.js";
import { type Case, cases, comparisonOf, questionOf, shown } from "./smallCases.js";
import { catalogOf } from "./smallWorld.js";

/*
 * A solver that knows nothing of this project must find a request that escapes exactly where the engine says that one
 * does. Skipped where `z3-solver` cannot be loaded; Z3_SOLVER may name the module to load. More with RUNS=500.
 */
const runs = Number(process.env["RUNS"] ?? 25);

interface Solver {
  readonly Z3: {
    mk_config(): unknown;
    mk_context(config: unknown): unknown;
    del_context(context: unknown): void;
    global_param_set(name: string, value: string): void;
    mk_solver(context: unknown): unknown;
    solver_inc_ref(context: unknown, solver: unknown): void;
    solver_from_string(context: unknown, solver: unknown, text: string): void;
    solver_check(context: unknown, solver: unknown): Promise<number>;
    solver_dec_ref(context: unknown, solver: unknown): void;
  };
  readonly em: { readonly PThread: { terminateAllThreads(): void } };
}

const solver = await loadSolver();

async function loadSolver(): Promise<Solver | string> {
  try {
    const name: string = process.env["Z3_SOLVER"] ?? "z3-solver";
    const loaded = (await import(name)) as { init?: () => Promise<Solver>; default?: { init(): Promise<Solver> } };
    return await (loaded.init ?? loaded.default!.init)();
  } catch (error) {
    return `z3-solver cannot be loaded: ${error}`;
  }
}

afterAll(() => {
  if (typeof solver !== "string") solver.em.PThread.terminateAllThreads();
});

const engine = new AccessEngine(catalogOf(["s3"]));
const inS3 = (text: string) => `arn:aws:s3:::${text}`;
const actions = fc.constantFrom("s3:GetObject", "s3:PutObject", "s3:*Object", "s3:ListBucket", "s3:*");
const resources = fc.oneof(
  fc.constant("*"),
  fc.constantFrom("*", "a", "a*", "*b", "a/*", "a/b", "*/b", "ab/*", "a/b*", "?/*", "a/*b*").map(inS3),
);
const tests = fc.constantFrom<LiteralCondition>(
  ...[["a"], ["a", "b"]].map((values) => ({ StringEquals: { "aws:PrincipalOrgID": values } })),
  ...[["a*"], ["*b"], ["a*b", "?"]].map((values) => ({ StringLike: { "aws:PrincipalOrgID": values } })),
  { StringNotEquals: { "aws:PrincipalOrgID": ["ab"] } },
  { StringNotLike: { "aws:PrincipalOrgID": ["*a*"] } },
  { StringLikeIfExists: { "aws:PrincipalOrgID": ["b*"] } },
  { Null: { "aws:PrincipalOrgID": ["true"] } },
  { Bool: { "aws:SecureTransport": ["true"] } },
  { Bool: { "aws:SecureTransport": ["false"] } },
  { NumericLessThan: { "aws:MultiFactorAuthAge": ["5"] } },
  { NumericGreaterThanEquals: { "aws:MultiFactorAuthAge": ["1.5"] } },
  { NumericEquals: { "aws:MultiFactorAuthAge": ["5", "3"] } },
  { NumericNotEquals: { "aws:MultiFactorAuthAge": ["5"] } },
  { NumericLessThanEqualsIfExists: { "aws:MultiFactorAuthAge": ["3"] } },
);
const conditions = fc.oneof(
  tests,
  fc.tuple(tests, tests).map(([a, b]) => ({ ...a, ...b })),
);

const actionNames = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket", "s3:DeleteBucket"];

/** A request of the world, and that the session lets it through and some layer does not. */
function escapes(each: Case): string {
  const { session, layers } = questionOf(each);
  return `
    (declare-const action Int) (declare-const resource String)
    (declare-const bucket String) (declare-const key String)
    (declare-const organization String) (declare-const hasOrganization Bool)
    (declare-const secure Bool)
    (declare-const age Real) (declare-const hasAge Bool)
    (assert (and (<= 0 action) (< action ${actionNames.length})))
    (assert (and (not (str.contains bucket "/")) (< 0 (str.len bucket)) (< 0 (str.len key))))
    (assert (= resource (str.++ "${inS3("")}" bucket (ite (< action 3) (str.++ "/" key) ""))))
    (assert ${unionOf(session)})
    (assert (not (and ${layers.map(unionOf).join(" ")})))`;
}

function unionOf(documents: readonly LiteralPolicy[]): string {
  const all = documents.flatMap(({ Statement }) => Statement);
  const some = (effect: string) => anyOf(all.filter(({ Effect }) => Effect === effect).map(statementHolds));
  return `(and ${some("Allow")} (not ${some("Deny")}))`;
}

function statementHolds({ Action, NotAction, Resource, NotResource, Condition }: LiteralStatement): string {
  const action = anyOf(
    (Action ?? NotAction!).flatMap((pattern) =>
      actionNames.flatMap((name, i) => (prefixOrSame(pattern, name) ? [`(= action ${i})`] : [])),
    ),
  );
  const resource = anyOf((Resource ?? NotResource!).map((pattern) => like("resource", pattern)));
  const holding = Object.entries(Condition ?? {}).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, values]) => testHolds(operator, key, values)),
  );
  return `(and ${Action ? action : `(not ${action})`} ${Resource ? resource : `(not ${resource})`} ${holding.join(" ")})`;
}

/** The few action patterns of this test, without a matcher. */
function prefixOrSame(pattern: string, name: string): boolean {
  if (pattern === "s3:*Object") return name.endsWith("Object");
  return pattern === "s3:*" || pattern === name;
}

function testHolds(operator: string, key: string, values: readonly string[]): string {
  if (key === "aws:SecureTransport") return values[0] === "true" ? "secure" : "(not secure)";
  const [name, has] = key === "aws:PrincipalOrgID" ? ["organization", "hasOrganization"] : ["age", "hasAge"];
  if (operator === "Null") return values[0] === "true" ? `(not ${has})` : has;
  const comparison = operator.replace(/^(String|Numeric)/, "").replace("IfExists", "");
  const one = (value: string): string => {
    if (operator.startsWith("String")) return /Like/.test(comparison) ? like(name, value) : `(= ${name} "${value}")`;
    const sign = { LessThan: "<", LessThanEquals: "<=", GreaterThan: ">", GreaterThanEquals: ">=" }[comparison] ?? "=";
    return `(${sign} ${name} ${Number(value).toFixed(1)})`;
  };
  const matched = anyOf(values.map(one));
  if (comparison.startsWith("Not")) return `(or (not ${has}) (not ${matched}))`;
  return operator.endsWith("IfExists") ? `(or (not ${has}) ${matched})` : `(and ${has} ${matched})`;
}

function like(name: string, pattern: string): string {
  if (pattern === "*") return "true";
  const [start = "", end = "", ...more] = pattern.includes("?") ? ["", "", "?"] : pattern.split("*");
  if (!/[*?]/.test(pattern)) return `(= ${name} "${pattern}")`;
  if (more.length === 0 && end === "") return `(str.prefixof "${start}" ${name})`;
  if (more.length === 0 && start === "") return `(str.suffixof "${end}" ${name})`;
  const parts = pattern.split(/([*?])/).filter((part) => part !== "");
  const regular = parts.map((part) =>
    part === "*" ? "re.all" : part === "?" ? "re.allchar" : `(str.to_re "${part}")`,
  );
  return `(str.in_re ${name} ${regular.length === 1 ? regular[0] : `(re.++ ${regular.join(" ")})`})`;
}

function anyOf(terms: readonly string[]): string {
  return terms.length === 0 ? "false" : `(or ${terms.join(" ")})`;
}

test.skipIf(typeof solver === "string")(
  "z3 finds a request that escapes where the engine does",
  { timeout: 60_000 + runs * 5_000 },
  async () => {
    const { Z3 } = solver as Solver;
    Z3.global_param_set("timeout", "1500");
    const config = Z3.mk_config();
    const answers = { sat: 0, unsat: 0, undecided: 0 };
    await fc.assert(
      fc.asyncProperty(cases({ actions, resources, conditions, mostStatements: 2 }), async (each) => {
        const context = Z3.mk_context(config);
        const asked = Z3.mk_solver(context);
        Z3.solver_inc_ref(context, asked);
        Z3.solver_from_string(context, asked, escapes(each));
        const answer = (["unsat", "undecided", "sat"] as const)[(await Z3.solver_check(context, asked)) + 1]!;
        Z3.solver_dec_ref(context, asked);
        Z3.del_context(context);
        answers[answer]++;
        if (answer === "undecided") return;
        expect(comparisonOf(each, engine).verdict === "within" ? "unsat" : "sat", shown(each)).toBe(answer);
      }),
      { numRuns: runs },
    );
    console.log(`z3: ${answers.sat} escape, ${answers.unsat} within, ${answers.undecided} undecided`);
    expect(answers.sat + answers.unsat).toBeGreaterThan(answers.undecided);
  },
);

test.runIf(typeof solver === "string")("z3 is not asked", ({ skip }) => {
  skip(String(solver));
});
