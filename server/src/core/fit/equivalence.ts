import type { AccessEngine } from "../access/accessEngine.js";
import { type Comparison, compare } from "../access/compare.js";
import type { PolicyDocument } from "../access/layers.js";
import type { SessionBindings } from "../access/sessionBindings.js";
import { modelOfValue } from "../policy/buildModel.js";
import { type DraftStatement, plainCondition } from "./draft.js";
import { listValue } from "./draftText.js";

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
  readonly #asked = new Map<string, boolean>();

  constructor(engine: AccessEngine, version: string | undefined) {
    this.#engine = engine;
    this.#version = version;
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
    if (alike.length > 0 && this.#isWithin([bare(part)], alike.map(bare), universe)) return true;
    return alike.length < others.length && this.#isWithin([part], others, universe);
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
