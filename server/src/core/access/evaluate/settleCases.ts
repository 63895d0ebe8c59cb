import { type ContextFacts, withFact } from "./contextFacts.js";
import type { Outcome } from "./decisionProcedure.js";
import type { KeyFact } from "./keyFact.js";

/** What is decided in all cases of the open keys. */
export interface Cases {
  readonly outcomes: readonly Outcome[];
  /** Keys that the outcome really hangs on. */
  readonly keys: readonly string[];
  /**
   * The decision tree as a text. Keys have one order in it, and a key whose cases all come to the same is left out, so
   * that equal texts mean equal decisions.
   */
  readonly signature: string;
}

export interface CaseQuestion {
  readonly decide: (facts: ContextFacts) => Outcome;
  /** The cases of an open key, lower-cased; undefined where there are too many to tell. */
  readonly casesOf: (key: string, facts: ContextFacts) => readonly KeyFact[] | undefined;
}

/** Evaluations that may still be made. What is open when they are used up stays open. */
export interface RemainingEvaluations {
  left: number;
}

/**
 * Kleene's logic alone cannot see that two open tests of one key are complementary (case 41); going through the key's
 * cases can (semantics section 9).
 */
export function settleCases(question: CaseQuestion, facts: ContextFacts, remaining: RemainingEvaluations): Cases {
  remaining.left--;
  const outcome = question.decide(facts);
  if (outcome.decision !== "open") return settled(outcome);
  for (const key of [...outcome.because.keys].sort()) {
    const cases = question.casesOf(key, facts);
    if (cases === undefined || cases.length > remaining.left) continue;
    return splitBy(
      key,
      cases.map((fact) => settleCases(question, withFact(facts, key, fact), remaining)),
    );
  }
  return settled(outcome);
}

/** Puts the cases of one key together. */
export function splitBy(key: string, cases: readonly Cases[]): Cases {
  const outcomes = cases.flatMap((each) => each.outcomes);
  const [first] = cases;
  if (first !== undefined && cases.every(({ signature }) => signature === first.signature)) {
    return { ...first, outcomes };
  }
  const signature = `${key}(${cases.map((each) => each.signature).join("|")})`;
  return { outcomes, keys: [...new Set([key, ...cases.flatMap(({ keys }) => keys)])], signature };
}

function settled(outcome: Outcome): Cases {
  const { decision, because } = outcome;
  if (decision !== "open") return { outcomes: [outcome], keys: [], signature: decision === "allow" ? "allow" : "deny" };
  const signature = `open ${because.keys.join()} ${because.doubts.join()}`;
  return { outcomes: [outcome], keys: because.keys, signature };
}
