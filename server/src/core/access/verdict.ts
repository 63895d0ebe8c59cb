import type { ContextValues, LayerName, RuleNumber, StatementRef } from "./layers.js";

/** A request that shows a verdict to be true: replayed through `evaluate` before anybody sees it. */
export interface Counterexample {
  /** In the catalog's casing. */
  readonly action: string;
  /** A well-formed ARN, or `*`. */
  readonly resource: string;
  readonly context: ContextValues;
}

/** Why a result cannot be told. */
export interface Unknown {
  readonly why: "variable" | "disputed-rule" | "budget" | "layer-not-given" | "unreadable" | "condition";
  /** For the reader: a sentence without final period. */
  readonly detail: string;
  readonly rules: readonly RuleNumber[];
}

/**
 * How a set of requests stands to what a layer allows (semantics section 8).
 * Verdicts are ordered by weight: exceeds, unknown, depends, within.
 */
export type Verdict =
  | { readonly kind: "within" }
  | {
      readonly kind: "exceeds";
      readonly counterexample: Counterexample;
      readonly reason: "not-granted" | "base-denied";
      /** The Deny that takes it away, for `base-denied`. */
      readonly by?: StatementRef;
    }
  | {
      readonly kind: "depends";
      readonly inside: Counterexample | undefined;
      readonly outside: Counterexample | undefined;
      /** Condition keys it hangs on, in the policies' spelling, sorted. */
      readonly on: readonly string[];
    }
  | ({ readonly kind: "unknown" } & Unknown);

/** A layer's verdict on something. */
export interface LayerVerdict {
  readonly layer: LayerName;
  readonly level?: number;
  readonly verdict: Verdict;
}

/**
 * Work units that the examples of many statements share, besides what each statement has for its own. Who asks for an example
 * again pays what it took the first time, so that the same input gives the same answer.
 */
export interface ExampleUnits {
  left: number;
}
