import type { Comparison } from "../../core/access/compare.js";

/** So many actions are named; the count tells of all. */
const maximumActions = 50;

/** A comparison as scripts read it: docs/cli.md states it. */
export function comparisonJson({ verdict, universe, ceiling, statements }: Comparison) {
  return {
    verdict,
    universe,
    ceiling,
    statements: statements.map((statement) => ({
      policy: statement.policy,
      index: statement.index,
      verdict: statement.verdict,
      reasons: statement.reasons,
      ...(statement.counterexample !== undefined && { counterexample: statement.counterexample }),
      dependsOn: statement.dependsOn,
      rules: statement.rules,
      ...(statement.unknown !== undefined && { why: statement.unknown.detail }),
      ...(statement.exceedingActions !== undefined && {
        exceedingActions: statement.exceedingActions.slice(0, maximumActions),
        exceedingActionCount: statement.exceedingActions.length,
      }),
    })),
  };
}
