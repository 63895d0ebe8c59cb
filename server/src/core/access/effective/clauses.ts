import type { ConditionFacts } from "../conditions/conditionFacts.js";
import type { Guard } from "../conditions/guard.js";
import { type ConditionAnswer, judgeConditions } from "../conditions/judgeConditions.js";
import type { Budget } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import type { Rule } from "../sets/rules.js";
import type { Doubt } from "./ruleReach.js";

/** The condition of one statement on a part: that of an Allow must hold, that of a Deny must not. */
export interface Clause {
  readonly rule: Rule;
  readonly unless: boolean;
}

export type SettledClauses =
  /** They cannot all be met. */
  | { readonly kind: "never" }
  /** Nothing surely meets them. */
  | ({ readonly kind: "doubtful" } & Doubt)
  /** Those that are needed: the others follow from them. */
  | { readonly kind: "needed"; readonly clauses: readonly Clause[] };

/** Finds out what conditions of several statements say together. */
export class ClauseJudge {
  readonly #letters: Letters;
  readonly #budget: Budget;
  readonly #settled = new WeakMap<ConditionFacts, Map<string, SettledClauses>>();

  constructor(letters: Letters, budget: Budget) {
    this.#letters = letters;
    this.#budget = budget;
  }

  settle(clauses: readonly Clause[], facts: ConditionFacts): SettledClauses {
    if (clauses.length === 0) return { kind: "needed", clauses };
    let kept = this.#settled.get(facts);
    if (kept === undefined) {
      kept = new Map();
      this.#settled.set(facts, kept);
    }
    const name = JSON.stringify(clauses.map(({ rule, unless }) => [rule.ref, unless]));
    const known = kept.get(name);
    if (known !== undefined) return known;
    const settled = this.#settle(clauses, facts);
    kept.set(name, settled);
    return settled;
  }

  #settle(clauses: readonly Clause[], facts: ConditionFacts): SettledClauses {
    const given = together(clauses.filter(({ unless }) => !unless));
    // Of documents that read `${…}` in two ways nothing is put together.
    if (given === undefined) return { kind: "needed", clauses };
    const answer = this.#ask(clauses, facts, {});
    if (answer.kind === "vacuous") return { kind: "never" };
    if (answer.kind === "unknown" && answer.why !== "variable") {
      return { kind: "doubtful", why: answer.detail, rules: answer.rules };
    }
    let needed = clauses;
    // From the back: of two that say the same the session's own, which comes first, is kept.
    for (const clause of [...clauses].reverse()) {
      const others = needed.filter((each) => each !== clause);
      if (this.#follows(clause, others, facts)) needed = others;
    }
    return { kind: "needed", clauses: needed };
  }

  #follows(clause: Clause, others: readonly Clause[], facts: ConditionFacts): boolean {
    const own = clause.rule.guard;
    const answer = clause.unless
      ? this.#ask(others, facts, { alwaysAllowed: true, denies: [own] })
      : this.#ask(others, facts, { allows: [own] });
    return answer.kind === "within";
  }

  #ask(
    clauses: readonly Clause[],
    facts: ConditionFacts,
    layer: { readonly alwaysAllowed?: boolean; readonly allows?: readonly Guard[]; readonly denies?: readonly Guard[] },
  ): ConditionAnswer {
    const given = together(clauses.filter(({ unless }) => !unless)) ?? nothing;
    const without = clauses.filter(({ unless }) => unless).map(({ rule }) => rule.guard);
    const question = { given, without, alwaysAllowed: false, alwaysDenied: false, allows: [], denies: [], ...layer };
    return judgeConditions(question, facts, this.#letters, this.#budget);
  }
}

const nothing: Guard = { tests: [], substitutesVariables: true, effect: "Allow" };

/** The conditions of several Allows as one; undefined where they read variables differently (G6). */
function together(clauses: readonly Clause[]): Guard | undefined {
  const guards = clauses.map(({ rule }) => rule.guard);
  const tests = guards.flatMap((guard) => guard.tests);
  const hasVariables = tests.some(({ values }) => values.some((value) => String(value).includes("${")));
  const [first = nothing] = guards;
  const { substitutesVariables } = first;
  if (hasVariables && guards.some((guard) => guard.substitutesVariables !== substitutesVariables)) return undefined;
  return { tests, substitutesVariables, effect: "Allow" };
}
