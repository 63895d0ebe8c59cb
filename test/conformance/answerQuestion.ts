import type { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import { type Comparison, compare, type VerdictKind } from "../../server/src/core/access/compare.js";
import { documentOf } from "../support/policyNotation.js";
import { principalsAsConditions } from "./principalsAsConditions.js";
import type { Question } from "./questions.js";

/** What `compare` says to a question in one universe, beside the other tool's answer. */
export interface Outcome {
  readonly question: Question;
  readonly universe: "any" | "catalog";
  readonly verdict: VerdictKind;
  /** Undefined where `compare` cannot tell. */
  readonly agrees: boolean | undefined;
  readonly comparison: Comparison;
}

export function answerQuestion(question: Question, universe: "any" | "catalog", engine: AccessEngine): Outcome {
  const comparison = compare(
    {
      session: [documentOf("session", principalsAsConditions(question.candidate), "candidate")],
      base: [documentOf("identity", principalsAsConditions(question.reference), "reference")],
      universe,
    },
    engine,
  );
  const { verdict } = comparison;
  // The other tools know no "depends": what escapes in some context is new access to them.
  const agrees = verdict === "unknown" ? undefined : (verdict === "within") === question.within;
  return { question, universe, verdict, agrees, comparison };
}
