import type { AccessEngine } from "../access/accessEngine.js";
import { addMatching, emptyActionSet, literalService } from "../access/sets/actionSets.js";
import { Budget } from "../access/sets/budget.js";
import type { Draft, DraftStatement } from "./draft.js";
import { Equivalence, type ProofUniverse, saysSame } from "./equivalence.js";
import type { Slices } from "./slices.js";

/** Statements that could not be proved to say what others say. */
export interface Unproved {
  /** Of the document. */
  readonly before: readonly DraftStatement[];
  /** Of what it has become. */
  readonly after: readonly DraftStatement[];
}

/** A proof that two lists of statements come to the same. */
export interface Equal {
  /** What stands in the way of the proof; nothing in either list: it holds in both directions. */
  unproved(before: readonly DraftStatement[], after: readonly DraftStatement[]): Slices<Unproved>;
}

/** Compares policies with the one they were made of, by themselves: without any role. */
export class Equality {
  readonly #engine: AccessEngine;
  readonly #equivalence: Equivalence;

  constructor(engine: AccessEngine, { version }: Pick<Draft, "version">) {
    this.#engine = engine;
    this.#equivalence = new Equivalence(engine, version);
  }

  over(universe: ProofUniverse): Equal {
    const said = (statement: DraftStatement, others: readonly DraftStatement[]) =>
      this.#isSaidBy(statement, others, universe);
    return {
      *unproved(before, after) {
        const missing: { readonly before: DraftStatement[]; readonly after: DraftStatement[] } = {
          before: [],
          after: [],
        };
        for (const [side, other] of [
          ["before", after],
          ["after", before],
        ] as const) {
          for (const statement of side === "before" ? before : after) {
            yield;
            if (!said(statement, other)) missing[side].push(statement);
          }
        }
        return missing;
      },
    };
  }

  #isSaidBy(statement: DraftStatement, others: readonly DraftStatement[], universe: ProofUniverse): boolean {
    if (others.some((other) => saysSame(other, statement))) return true;
    if (!this.#equivalence.isCovered(statement, others, universe)) return false;
    if (universe === "any") return true;
    // The catalog's requests are no proof for actions that it does not have.
    const strange = statement.actions.negated ? [] : statement.actions.entries.filter((entry) => !this.#isKnown(entry));
    if (strange.length === 0) return true;
    const rest: DraftStatement = { ...statement, actions: { negated: false, entries: strange } };
    return this.#equivalence.isCovered(rest, others, "any");
  }

  #isKnown(entry: string): boolean {
    const { catalog } = this.#engine;
    const lower = entry.toLowerCase();
    const service = literalService(lower);
    if (service === undefined || !catalog.hasService(service)) return false;
    const matched = emptyActionSet(catalog, service);
    addMatching(catalog, service, lower, matched, new Budget(Number.POSITIVE_INFINITY));
    return matched.some((word) => word !== 0);
  }
}
