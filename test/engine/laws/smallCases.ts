import fc from "fast-check";
import { expect } from "vitest";
import type { AccessEngine } from "../../../server/src/core/access/accessEngine.js";
import { type CompareInput, type Comparison, compare } from "../../../server/src/core/access/compare.js";
import {
  actionNamed,
  conditionHolds,
  documentsAllow,
  type LiteralContext,
  type LiteralPolicy,
  type LiteralReading,
  resourceNamed,
} from "./literalAccess.js";
import {
  contextValues,
  decisionUnder,
  documentsOf,
  type LiteralQuestion,
  literalContext,
  literalPairs,
  literalVerdicts,
  type PolicyShapes,
  type SmallWorld,
  shownPolicy,
  smallPolicy,
} from "./smallWorld.js";

/** Policies to compare, and ways to check what is said of them. */

export interface Case {
  readonly session: readonly LiteralPolicy[];
  readonly base: readonly LiteralPolicy[];
  readonly boundary?: LiteralPolicy | undefined;
  /** Of service control policies. */
  readonly levels?: readonly (readonly LiteralPolicy[])[];
}

/** One or two session policies and identity policies; now and then a boundary and levels of SCPs. */
export function cases(shapes: PolicyShapes): fc.Arbitrary<Case> {
  const { mostStatements = 3 } = shapes;
  const short = smallPolicy({ ...shapes, mostStatements: Math.min(2, mostStatements) });
  const policies = fc.oneof(
    { weight: 3, arbitrary: fc.array(smallPolicy(shapes), { minLength: 1, maxLength: 1 }) },
    fc.array(short, { minLength: 2, maxLength: 2 }),
  );
  const level = fc.array(short, { minLength: 1, maxLength: 2 });
  return fc.record({
    session: policies,
    base: policies,
    boundary: fc.option(short, { nil: undefined, freq: 2 }),
    levels: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(level, { minLength: 1, maxLength: 2 })),
  });
}

export function questionOf({ session, base, boundary, levels = [] }: Case): LiteralQuestion {
  return { session, layers: [base, ...(boundary === undefined ? [] : [[boundary]]), ...levels] };
}

export function inputOf({ session, base, boundary, levels = [] }: Case): CompareInput {
  return {
    session: documentsOf("session", session),
    base: documentsOf("identity", base),
    boundary: boundary && documentsOf("boundary", [boundary])[0],
    serviceControlPolicies: levels.map((level) => documentsOf("scp", level)),
  };
}

export function comparisonOf(each: Case, engine: AccessEngine, more: Partial<CompareInput> = {}): Comparison {
  return compare({ ...inputOf(each), ...more }, engine);
}

/** For the message of a failure. */
export function shown({ session, base, boundary, levels = [] }: Case): string {
  const lines = [
    ...session.map((policy) => `session  ${shownPolicy(policy)}`),
    ...base.map((policy) => `base     ${shownPolicy(policy)}`),
    ...(boundary === undefined ? [] : [`boundary ${shownPolicy(boundary)}`]),
    ...levels.flatMap((level, i) => level.map((policy) => `scp ${i}    ${shownPolicy(policy)}`)),
  ];
  return `\n${lines.join("\n")}\n`;
}

type Pair = readonly [action: string, resource: string];

/** Whether documents alone let a request through, literally. */
export function letsThrough(
  documents: readonly LiteralPolicy[],
  [action, resource]: Pair,
  context: LiteralContext,
  reading: LiteralReading,
): boolean {
  return documentsAllow(
    documents,
    (statement, { Version }) =>
      actionNamed(statement, action) &&
      resourceNamed(statement, Version, resource, context, reading) &&
      conditionHolds(statement.Condition, Version, context),
  );
}

/** Each counterexample shown is let through by the session and not by some layer: literally, and by `evaluate`. */
export function checkCounterexamples(
  each: Case,
  { statements }: Comparison,
  { catalog }: AccessEngine,
  readings: readonly LiteralReading[],
  fixed: LiteralContext = new Map(),
): void {
  const { session, layers } = questionOf(each);
  for (const { verdict, counterexample } of statements) {
    expect(counterexample !== undefined, shown(each)).toBe(verdict === "exceeds");
    if (counterexample === undefined) continue;
    const { action, resource } = counterexample;
    const context = new Map([...fixed, ...literalContext(counterexample.context)]);
    const decide = (documents: readonly LiteralPolicy[]) =>
      decisionUnder(documentsOf("identity", documents), [action, resource], contextValues(context), catalog).decision;
    for (const reading of readings) {
      const lets = (documents: readonly LiteralPolicy[]) =>
        letsThrough(documents, [action, resource], context, reading);
      expect(lets(session) && !layers.every(lets), shown(each)).toBe(true);
    }
    expect(decide(session), shown(each)).toBe("allow");
    expect(layers.map(decide).join(), shown(each)).toMatch(/deny/);
  }
}

/**
 * One request of each cell of the world: `evaluate` decides it as the literal reading does, or says that it cannot be
 * told; and where all is said to be within, `evaluate` surely allows what the session lets through.
 */
export function checkEvaluate(
  each: Case,
  { verdict }: Comparison,
  { catalog }: AccessEngine,
  world: SmallWorld,
  readings: readonly LiteralReading[],
  fixed: LiteralContext = new Map(),
): void {
  const { session, layers } = questionOf(each);
  const models = [session, ...layers].map((documents) => [documents, documentsOf("identity", documents)] as const);
  const contexts = someContexts(world, fixed);
  const pairs = readings.flatMap((reading) => literalPairs({ session, layers }, world, reading, fixed));
  pairs.slice(0, 40).forEach((pair, i) => {
    const context = contexts[i % contexts.length]!;
    const decisions = models.map(([documents, model]) => {
      const { decision } = decisionUnder(model, pair, contextValues(context), catalog);
      const literal = new Set(readings.map((reading) => letsThrough(documents, pair, context, reading)));
      const expected = literal.size > 1 ? /^unknown$/ : literal.has(true) ? /^(allow|unknown)$/ : /^(deny|unknown)/;
      expect(decision, `${documents.map(shownPolicy).join("\n")}\n${pair.join(" ")}`).toMatch(expected);
      return decision;
    });
    // What is open in both readings may be allowed by each of them for a reason of its own.
    const sure = readings.length > 1 ? /^(allow|unknown)$/ : /^allow$/;
    if (verdict === "within" && decisions[0] === "allow") {
      for (const decision of decisions) expect(decision, `${shown(each)}${pair.join(" ")}`).toMatch(sure);
    }
  });
}

/** Verdicts that are exactly those of the definition, none of them unknown. */
export function checkExactly(
  each: Case,
  engine: AccessEngine,
  world: SmallWorld,
  more: Partial<CompareInput> = {},
  fixed: LiteralContext = new Map(),
): void {
  const result = comparisonOf(each, engine, more);
  const literal = literalVerdicts(questionOf(each), withExamples(world, result), "whole", fixed);
  expect(
    result.statements.map(({ verdict }) => verdict),
    shown(each),
  ).toEqual(literal.map(({ kind }) => kind));
  checkCounterexamples(each, result, engine, ["whole"], fixed);
  checkEvaluate(each, result, engine, world, ["whole"], fixed);
}

/** What the engine shows may lie outside of the small world; then the definition must hold for it all the same. */
export function withExamples(world: SmallWorld, { statements }: Comparison): SmallWorld {
  const resources = new Map(world.resources);
  for (const { counterexample } of statements) {
    if (counterexample === undefined) continue;
    const { action, resource } = counterexample;
    const list = resources.get(action) ?? [];
    if (!list.includes(resource)) resources.set(action, [...list, resource]);
  }
  return { ...world, resources };
}

/** Every value of every key, in as few contexts as can be, then shifted against each other. */
function someContexts({ keys }: SmallWorld, fixed: LiteralContext): readonly LiteralContext[] {
  const most = Math.max(1, ...Object.values(keys).map((values) => values.length));
  return Array.from({ length: 3 * most }, (_, i) => {
    const context = new Map(fixed);
    Object.entries(keys).forEach(([key, values], k) => {
      const value = values[(i + Math.floor(i / most) * k) % values.length];
      if (value !== undefined && !fixed.has(key)) context.set(key, value);
    });
    return context;
  });
}
