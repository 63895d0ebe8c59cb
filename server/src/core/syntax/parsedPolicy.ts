import type { Span } from "../text/span.js";
import type { JsonNode } from "./json.js";

/** What is wrong with the text as JSON, before anything is known of policies. */
export type SyntaxProblemKind =
  /** Not JSON at this place. */
  | "syntax"
  /** A comment: an editor's JSON may have them, a policy may not. */
  | "comment"
  | "trailing-comma"
  /** The same member twice in one object (G1). */
  | "duplicate-key"
  /** Nothing but white space. */
  | "empty"
  /** Nested deeper than `maximumDepth`; the text below that is not read. */
  | "too-deep"
  /** Longer than `maximumLength`; nothing is read. */
  | "too-long";

export interface SyntaxProblem {
  readonly kind: SyntaxProblemKind;
  readonly span: Span;
  /** For "syntax": what was expected, in plain words, without a final period. For "duplicate-key": the key. */
  readonly detail: string;
}

/** A policy's text and all that could be read of it. Never missing: broken text gives problems, not errors. */
export interface ParsedPolicy {
  readonly text: string;
  readonly root: JsonNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** Whether all characters of the text are U+0020 to U+00FF: no line breaks, and none that no policy may have. */
  readonly oneLine: boolean;
}
