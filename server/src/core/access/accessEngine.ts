import type { Catalog } from "../catalog/catalog.js";
import type { SessionContext } from "../context/sessionContext.js";
import type { PolicyModel } from "../policy/model.js";
import type { PolicyDocument, StatementRef } from "./layers.js";
import { ServiceExtracts } from "./serviceExtracts.js";
import { OwnRules } from "./session/ownRules.js";
import { PreparedSessions } from "./session/preparedSession.js";
import { type SessionAccess, SessionAccessCheck } from "./sessionAccess.js";
import type { SessionBindings } from "./sessionBindings.js";
import { unitsFor } from "./sets/budget.js";
import { Letters } from "./sets/letters.js";
import { Rule } from "./sets/rules.js";
import { Universe } from "./sets/universe.js";
import { StatementMemory } from "./statementMemory.js";

/**
 * Answers what a session can do. It keeps what is dear and stays the same while the user types: the statements of base
 * policies made ready, and the shapes of ARNs. What is kept never changes an answer, only how soon it comes.
 */
export class AccessEngine {
  readonly catalog: Catalog;
  /** Variables of the policies that are kept; a check adds the session policy's own to a table that goes with it. */
  readonly letters = new Letters();
  readonly extracts = new ServiceExtracts();
  readonly statements = new StatementMemory();
  readonly ownRules = new OwnRules();
  readonly prepared = new PreparedSessions(this);
  readonly #rules = new WeakMap<PolicyModel, Map<string, readonly Rule[]>>();
  readonly #universes = new Map<string, Universe>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  /**
   * What of a session policy takes effect, entry by entry.
   * @param policy the session policy in hand: policy 0 of the session layer; the managed policies passed along follow
   * @param budget work units; see Budget
   */
  sessionAccess(policy: PolicyModel, session: SessionContext, budget = unitsFor([policy])): SessionAccess {
    return new SessionAccessCheck(this, policy, session, budget).run();
  }

  /** The statements of a layer's document, made ready once for each place it has and each meaning of its variables. */
  rulesOf(
    document: PolicyDocument,
    place: Omit<StatementRef, "statement" | "effect">,
    bindings: SessionBindings,
  ): readonly Rule[] {
    const { model } = document;
    let kept = this.#rules.get(model);
    if (kept === undefined) {
      kept = new Map();
      this.#rules.set(model, kept);
    }
    const key = `${place.layer} ${place.level ?? ""} ${place.policy} ${usesVariables(model) ? bindings.fingerprint : ""}`;
    let rules = kept.get(key);
    if (rules === undefined) {
      if (kept.size >= 32) kept.clear();
      rules = rulesOf(document, place, bindings, this.letters);
      kept.set(key, rules);
    }
    return rules;
  }

  universe(partitions: readonly string[]): Universe {
    const key = partitions.join(" ");
    let universe = this.#universes.get(key);
    if (universe === undefined) {
      if (this.#universes.size >= 8) this.#universes.clear();
      universe = new Universe(this.catalog, partitions);
      this.#universes.set(key, universe);
    }
    return universe;
  }
}

/** The same without keeping anything: for the policy that is being typed. */
export function rulesOf(
  { model }: PolicyDocument,
  place: Omit<StatementRef, "statement" | "effect">,
  bindings: SessionBindings,
  letters: Letters,
): readonly Rule[] {
  const reading = { bindings: bindings.of, letters, substitutesVariables: model.substitutesVariables };
  return model.statements.map(
    (statement) => new Rule(statement, { ...place, statement: statement.index, effect: statement.effect }, reading),
  );
}

function usesVariables(model: PolicyModel): boolean {
  return model.statements.some((statement) => statement.resources?.entries.some(({ text }) => text.includes("${")));
}
