import type { Counterexample } from "../access/verdict.js";
import type { PolicyPath } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { Span } from "../text/span.js";

/** Access Analyzer's four classes; mapped to the editor's in one place. */
export type Severity = "error" | "security-warning" | "warning" | "suggestion";

export interface Finding {
  /** The rule's id: `exceeds-base-role`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Only where the rule answers the same question as one of AWS's own checks. */
  readonly awsIssueCode?: string;
  /** In host offsets: the value at fault, not its line. */
  readonly span: Span;
  readonly path: PolicyPath;
  /** Ready to show: what is wrong, why it matters, what to do. One plain sentence first. */
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** Where the config says what is at fault, if that is the case: shown there too. */
  readonly config?: ConfigPlace;
  readonly counterexample?: Counterexample;
  /** What is flagged does nothing and may go: shown faded. */
  readonly unnecessary?: boolean;
  readonly fixes: readonly Fix[];
}

/** A value in a config; for a member, `onKey` says that its name is meant. */
export interface ConfigPlace {
  readonly uri: string;
  readonly path: PolicyPath;
  readonly onKey?: boolean;
}

/** Another place that explains a finding. `uri` undefined: in the same document. */
export interface RelatedPlace {
  readonly uri?: string;
  /** To the value in that document. */
  readonly path: PolicyPath;
  readonly message: string;
}

export interface Fix {
  /** Stable within a finding's rule: `narrow-action`, `remove`. */
  readonly id: string;
  readonly title: string;
  readonly edits: readonly PolicyEdit[];
  /**
   * What it does to effective access, proved by the engine: `same` whatever resource-based policies exist that are
   * not stated; `narrower`: within what was; `wider`: never preferred; `unproved` for edits that are no access matter.
   */
  readonly access: "same" | "narrower" | "wider" | "text-only";
  readonly preferred?: boolean;
}
