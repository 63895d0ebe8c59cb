import type { ModelProblem, ModelProblemKind } from "../policy/model.js";
import type { Flagged, RuleInput } from "./rule.js";

/**
 * The problems of some kinds that reading the policy has given, as findings at the value.
 *
 * Text that is no JSON yet is being typed: what seems to be missing there may only not have been written so far, so
 * that nothing is said about it until the text is whole.
 */
export function* problemsOfKinds(
  input: RuleInput,
  kinds: readonly ModelProblemKind[],
  on: "value" | "key" = "value",
): Iterable<Flagged<ModelProblem>> {
  const half = isHalfTyped(input);
  for (const problem of input.model.problems) {
    if (!kinds.includes(problem.kind) || (half && missing.has(problem.kind))) continue;
    const span = on === "key" ? input.keySpanOf(problem.path) : input.spanOf(problem.path);
    yield { path: problem.path, span, data: problem };
  }
}

/** Whether the text could only be read in part. */
export function isHalfTyped({ parsed }: Pick<RuleInput, "parsed">): boolean {
  return parsed.problems.some(({ kind }) => kind === "syntax" || kind === "too-deep" || kind === "too-long");
}

const missing: ReadonlySet<ModelProblemKind> = new Set([
  "not-an-object",
  "missing-statement",
  "no-statements",
  "missing-effect",
  "missing-action",
  "missing-resource",
  "missing-principal",
  "empty-list",
]);
