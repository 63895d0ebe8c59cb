import type { ConditionFacts } from "../../conditions/conditionFacts.js";
import type { Letters } from "../letters.js";
import type { VariableView } from "../region.js";
import type { Rule } from "../rules.js";
import type { ActionResources } from "../universe.js";

/** Requests of a session statement that all statements in sight treat alike in the action: a group of actions on one entry. */
export interface Cell {
  readonly service: string;
  readonly resources: ActionResources;
  /** The session statement, and which of its resource entries; undefined for NotResource: all but the entries. */
  readonly statement: Rule;
  readonly entry: number | undefined;
  /** Nothing is in it but what a wildcard that runs past a colon would match (Q3). */
  readonly isDisputed?: boolean;
  /** The session's Denies that match the actions (E5). */
  readonly sessionDenies: readonly Rule[];
  readonly facts: ConditionFacts;
  readonly letters: Letters;
  /**
   * How variables of unknown value in the entry are taken: at their widest, as all questions need whose "no" leads to a
   * claim; or as letters, which only an Allow's own pattern may be compared with.
   */
  readonly view?: "letters";
  /** Whether an excess is made unknown by whoever asks, since it is doubtful what the entry matches: none is searched for. */
  readonly isDoubtful?: boolean;
  /** How the session's own unconditional Denies are taken: usually at their smallest. */
  readonly denyView?: VariableView;
}

/** What a layer's statements that match the actions are. */
export interface LayerRules {
  readonly allows: readonly Rule[];
  readonly denies: readonly Rule[];
}
