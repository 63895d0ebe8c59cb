import type { AccessEngine } from "../access/accessEngine.js";
import type { PolicyAnalysis } from "../analysis.js";
import type { Statement } from "../policy/model.js";
import type { PolicyPath } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { AccessEffect } from "./accessEffect.js";

/** What an offer is made for: a statement of a policy, and what of it the cursor is on. */
export interface RefactorPlace {
  /** The policy as each session that uses it has it; one without session where none is linked. Never empty. */
  readonly policies: readonly PolicyAnalysis[];
  readonly statement: Statement;
  /** The element of the statement that the cursor is on, and below it the entry. */
  readonly element: string | undefined;
  readonly entry: PolicyPath | undefined;
  readonly engine: AccessEngine;
}

/** A rewriting that may be offered, before it is proved what it does. */
export interface Draft {
  /** What it is about, stable: `merge-statements`. */
  readonly id: string;
  /** Without what it does to access. */
  readonly title: string;
  readonly edits: readonly PolicyEdit[];
  /** What it must turn out to do to be worth offering. */
  readonly wanted: readonly AccessEffect[];
  /** Whether it must take away nothing that is in effect: what it removes is not granted by the base anyway. */
  readonly onlyWithoutEffect?: boolean;
}

/** A rewriting with what it does to the session's access, proved by the engine. */
export interface Refactoring {
  readonly id: string;
  readonly title: string;
  readonly edits: readonly PolicyEdit[];
  readonly access: AccessEffect;
}
