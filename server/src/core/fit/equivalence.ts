import type { AccessEngine } from "../access/accessEngine.js";
import { type Comparison, compare } from "../access/compare.js";
import type { PolicyDocument } from "../access/layers.js";
import type { SessionBindings } from "../access/sessionBindings.js";
import { modelOfValue } from "../policy/buildModel.js";
import { type DraftStatement, plainCondition } from "./draft.js";
import { listValue } from "./draftText.js";
import { PatternOrder } from "./patternOrder.js";

/** Over which requests two policies are to be the same: see `compare`. */
export type ProofUniverse = "any" | "catalog";

/** Nothing is known of the session: what holds then holds for whatever a policy variable stands for. */
export const anySession: SessionBindings = { of: () => ({ state: "unknown" }), context: {}, fingerprint: "any" };

/**
 * Asks the engine whether some statements of a policy say nothing that others of the same effect do not say too. Denies
 * are compared as Allows are: whether a request matches a statement does not hang on its effect, and a Deny must stay as
 * it is even where nothing else in the policy allows the request, because a resource-based policy may (D1, D3).
 */
export class Equivalence {
  readonly #engine: AccessEngine;
  readonly #version: string | undefined;
  readonly #order: PatternOrder;
  readonly #asked = new Map<string, boolean>();

  constructor(engine: AccessEngine, version: string | undefined) {
    this.#engine = engine;
    this.#version = version;
    this.#order = new PatternOrder(version);
  }

  /** Whether every request that `part` matches is matched by one of `whole`, for certain. */
  isCovered(part: DraftStatement, whole: readonly DraftStatement[], universe: ProofUniverse): boolean {
    const others = whole.filter(({ effect }) => effect === part.effect);
    if (others.some((other) => saysSame(other, part))) return true;
    const key = [universe, textOf(part), ...others.map(textOf).sort()].join("\n");
    let covered = this.#asked.get(key);
    if (covered === undefined) {
      covered = this.#find(part, others, universe);
      this.#asked.set(key, covered);
    }
    return covered;
  }

  #find(part: DraftStatement, others: readonly DraftStatement[], universe: ProofUniverse): boolean {
    // What holds without the condition that both have holds under it.
    const alike = others.filter(({ conditionKey }) => conditionKey === "" || conditionKey === part.conditionKey);
    if (alike.length > 0) {
      const bared = alike.map(bare);
      if (this.#isCoveredEntryByEntry(bare(part), bared)) return true;
      // Those that have no resource with it in common say nothing of it.
      const near = bared.filter((other) => this.#mayMeet(part, other));
      if (near.length > 0 && this.#isWithin([bare(part)], joined(near), universe)) return true;
    }
    return alike.length < others.length && this.#isWithin([part], others, universe);
  }

  #mayMeet({ resources: ours }: DraftStatement, { resources: theirs }: DraftStatement): boolean {
    if (ours.negated || theirs.negated) return true;
    return ours.entries.some((one) => theirs.entries.some((other) => this.#order.resourcesMeet(one, other)));
  }

  /**
   * The everyday case: each action of the part is taken in by entries of the others as a whole. Then it is their
   * resources that are compared, and not all the ways in which many statements may overlap.
   */
  #isCoveredEntryByEntry(part: DraftStatement, others: readonly DraftStatement[]): boolean {
    if (part.actions.negated) return false;
    const groups = new Map<string, { readonly entries: string[]; readonly by: readonly DraftStatement[] }>();
    for (const entry of part.actions.entries) {
      const by = others.filter(
        ({ actions, resources }) =>
          !actions.negated &&
          !resources.negated &&
          actions.entries.some((outer) => this.#order.actionCovers(outer, entry)),
      );
      if (by.length === 0) return false;
      const key = by.map((each) => others.indexOf(each)).join();
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { entries: [entry], by });
      else group.entries.push(entry);
    }
    return [...groups.values()].every(({ entries, by }) => {
      const actions = { negated: false, entries };
      const resources = { negated: false, entries: [...new Set(by.flatMap((each) => each.resources.entries))] };
      return this.#isWithin([{ ...part, actions }], [{ ...part, actions, resources }], "any");
    });
  }

  #isWithin(part: readonly DraftStatement[], whole: readonly DraftStatement[], universe: ProofUniverse): boolean {
    return (
      this.compare({ session: [this.document(part)], base: [this.document(whole)], universe }).verdict === "within"
    );
  }

  compare(input: Omit<Parameters<typeof compare>[0], "bindings">): Comparison {
    return compare({ ...input, bindings: anySession }, this.#engine);
  }

  /** The statements as a document, all of them Allows unless `withEffects`. */
  document(statements: readonly DraftStatement[], withEffects = false): PolicyDocument {
    const value = {
      ...(this.#version === undefined ? {} : { Version: this.#version }),
      Statement: statements.map(({ effect, actions, resources, condition }) => ({
        Effect: withEffects ? effect : "Allow",
        [actions.negated ? "NotAction" : "Action"]: listValue(actions),
        [resources.negated ? "NotResource" : "Resource"]: listValue(resources),
        ...(condition === undefined ? {} : { Condition: plainCondition(condition) }),
      })),
    };
    return { name: "policy", model: modelOfValue(value, "session") };
  }
}

export function bare(statement: DraftStatement): DraftStatement {
  return { ...statement, condition: undefined, conditionKey: "" };
}

/** Whether two statements are written alike but for order, Sid and the letter case of actions (A1). */
export function saysSame(one: DraftStatement, other: DraftStatement): boolean {
  return textOf(one) === textOf(other);
}

function textOf({ effect, actions, resources, conditionKey }: DraftStatement): string {
  const sorted = (entries: readonly string[]) => [...new Set(entries)].sort();
  const names = sorted(actions.entries.map((entry) => entry.toLowerCase()));
  return JSON.stringify([effect, actions.negated, names, resources.negated, sorted(resources.entries), conditionKey]);
}

/** The same said by fewer statements: those with the same actions as one. */
function joined(statements: readonly DraftStatement[]): readonly DraftStatement[] {
  const groups = new Map<string, DraftStatement>();
  const apart: DraftStatement[] = [];
  for (const statement of statements) {
    const { actions, resources } = statement;
    const key = JSON.stringify([actions.negated, [...actions.entries].sort()]);
    const other = groups.get(key);
    if (resources.negated) apart.push(statement);
    else if (other === undefined) groups.set(key, statement);
    else {
      const entries = [...new Set([...other.resources.entries, ...resources.entries])];
      groups.set(key, { ...other, resources: { negated: false, entries } });
    }
  }
  return [...groups.values(), ...apart];
}
