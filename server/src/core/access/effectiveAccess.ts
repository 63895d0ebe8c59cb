import type { ConditionTest } from "../policy/model.js";
import type { LayerName, RuleNumber, StatementRef } from "./layers.js";

/**
 * What a session may do, as few patterns as say it exactly over the requests that can occur (M2, M3), on resources of the
 * session's own account. Rows may overlap; a request that no row matches is denied.
 */
export interface EffectiveAccess {
  readonly allowed: readonly AllowedRow[];
  readonly removed: readonly RemovedRow[];
  readonly unknown: readonly UnknownRow[];
  /** Layers that are not known, by their names in JSON. */
  readonly notGiven: readonly string[];
}

/** The requests that a row speaks of: `resources` are read field by field, `except` as far as a wildcard may run (Q3). */
export interface RequestPatterns {
  /** Action patterns, sorted. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** What is not meant although `resources` match it. */
  readonly except: readonly string[];
}

export interface AllowedRow extends RequestPatterns {
  /** All of them must hold. */
  readonly conditions: readonly RowCondition[];
  /** The statements of the identity policies that grant it; none for what no policy has a say in (M5). */
  readonly grantedBy: readonly StatementRef[];
}

/** The condition of one statement, taken as a whole. */
export interface RowCondition {
  readonly statement: StatementRef;
  /** True for a Deny: not all of the tests may hold. */
  readonly unless: boolean;
  readonly tests: readonly ConditionTest[];
}

/** What the session's Allow statements name, and something else takes away. */
export interface RemovedRow extends RequestPatterns {
  /** The Deny that does it, or the layer that does not allow it. */
  readonly by: StatementRef | { readonly layer: LayerName; readonly level?: number };
}

/** What nobody can tell; `resources` too are read as far as a wildcard may run. */
export interface UnknownRow extends RequestPatterns {
  /** A sentence without final period. */
  readonly why: string;
  readonly rules: readonly RuleNumber[];
}
