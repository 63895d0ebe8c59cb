import type { RuleSet } from "../ruleSet.js";

/** An entry of which it is known, by its text, which rules may have something to say about it. */
export interface Looked {
  readonly concerned: RuleSet;
  /** The same where it stands alone in its element. */
  readonly alone: RuleSet;
  /** The same for entries that say the same. */
  readonly sameness: number;
  /** The units that finding it out took. Who takes it from where it is kept pays them, as if nothing had been kept. */
  readonly units: number;
}
