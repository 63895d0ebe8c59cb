import type { ConditionAnswer } from "../../conditions/judgeConditions.js";
import type { ContextValues, StatementRef } from "../../layers.js";
import type { Unknown } from "../../verdict.js";
import type { Word } from "../tokens.js";
import type { ResourceShape } from "../universe.js";

/** A resource, as found by the search: symbols, and the ARN format they follow. */
export interface Witness {
  readonly word: Word;
  readonly shape: ResourceShape;
  readonly context: ContextValues;
}

export type CellVerdict =
  /** The pair can't occur (M3), or the session's own Denies take all of it. */
  | { readonly kind: "vacuous" }
  | { readonly kind: "within" }
  | {
      readonly kind: "exceeds";
      readonly reason: "not-granted" | "base-denied";
      /** All that are true of some request; `reason` is that of the witness. */
      readonly reasons: readonly ("not-granted" | "base-denied")[];
      readonly by?: StatementRef;
      readonly witness: Witness;
    }
  | { readonly kind: "depends"; readonly on: readonly string[]; readonly inside?: Witness; readonly outside?: Witness }
  | ({ readonly kind: "unknown" } & Unknown);

const weight = { vacuous: 0, within: 1, depends: 2, unknown: 3, exceeds: 4 } as const;

/** The heavier of two verdicts, in the order exceeds, unknown, depends, within (semantics section 8). */
export function heavier(a: CellVerdict, b: CellVerdict): CellVerdict {
  if (a.kind === "depends" && b.kind === "depends") return { ...a, on: [...new Set([...a.on, ...b.on])].sort() };
  if (a.kind === "exceeds" && b.kind === "exceeds") {
    return a.reason === b.reason ? a : { ...a, reasons: ["not-granted", "base-denied"] };
  }
  return weight[b.kind] > weight[a.kind] ? b : a;
}

/** What an answer about conditions makes of a cell's verdict. */
export function verdictOf(
  answer: ConditionAnswer,
  witness: (context: ContextValues) => Witness,
  reason: "not-granted" | "base-denied",
  by: StatementRef | undefined,
): CellVerdict {
  switch (answer.kind) {
    case "vacuous":
    case "within":
      return { kind: answer.kind };
    case "exceeds":
      return {
        kind: "exceeds",
        reason,
        reasons: [reason],
        ...(by === undefined ? {} : { by }),
        witness: witness(answer.context),
      };
    case "depends":
      return {
        kind: "depends",
        on: answer.on,
        ...(answer.inside === undefined ? {} : { inside: witness(answer.inside) }),
        ...(answer.outside === undefined ? {} : { outside: witness(answer.outside) }),
      };
    case "unknown":
      return answer;
  }
}
