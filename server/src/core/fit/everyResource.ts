import type { AccessEngine } from "../access/accessEngine.js";
import type { Universe } from "../access/sets/universe.js";
import type { DraftStatement } from "./draft.js";
import { bare, type Equivalence } from "./equivalence.js";
import { namedActions, splitAction } from "./namedActions.js";

/**
 * Where a list of resources takes in every resource that an action can be called on by today's catalog (M2, M3), `*` says
 * the same in fewer characters: `arn:aws:ec2:*:*:instance/*` for `ec2:StartInstances`.
 */
export class EveryResource {
  readonly #engine: AccessEngine;
  readonly #universe: Universe;
  readonly #equivalence: Equivalence;

  constructor(engine: AccessEngine, equivalence: Equivalence, partitions: readonly string[]) {
    this.#engine = engine;
    this.#universe = engine.universe(partitions);
    this.#equivalence = equivalence;
  }

  /** The statements with `*` in place of their resources for those actions for which that is the same. */
  widened(statements: readonly DraftStatement[]): readonly DraftStatement[] {
    return statements.flatMap((statement) => {
      const { actions, resources } = statement;
      // Only a wildcard takes in all there is.
      const isWide = resources.entries.some((entry) => entry.endsWith("*") && entry !== "*");
      if (!isWide || actions.negated || resources.negated || resources.entries.includes("*")) return [statement];
      const { known, strange } = namedActions(actions.entries, this.#engine.catalog);
      const answers = new Map<number, boolean>();
      const wide = known.filter((action) => {
        const [service, name] = splitAction(action);
        const index = this.#engine.catalog.actionIndex(service, name);
        const { id, kind } = this.#universe.resourcesOf(service, index);
        if (kind !== "typed") return false;
        let answer = answers.get(id);
        if (answer === undefined) {
          const one = { ...bare(statement), actions: { negated: false, entries: [action] } };
          const everywhere = { ...one, resources: { negated: false, entries: ["*"] } };
          answer = this.#equivalence.isCovered(everywhere, [one], "catalog");
          answers.set(id, answer);
        }
        return answer;
      });
      return onEverything(statement, wide, known, strange);
    });
  }
}

/** A statement in two: some of the actions it names on every resource, and the rest on its own. */
export function onEverything(
  statement: DraftStatement,
  wide: readonly string[],
  known: readonly string[],
  strange: readonly string[],
): readonly DraftStatement[] {
  if (wide.length === 0) return [statement];
  const rest = [...known.filter((name) => !wide.includes(name)), ...strange];
  const everywhere: DraftStatement = {
    ...statement,
    actions: { negated: false, entries: wide },
    resources: { negated: false, entries: ["*"] },
  };
  if (rest.length === 0) return [everywhere];
  return [everywhere, { ...statement, actions: { negated: false, entries: rest } }];
}
