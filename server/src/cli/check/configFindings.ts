import type { ConfigProblem } from "../../core/context/sessionContext.js";
import type { Finding } from "../../core/lint/finding.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import { placeOfPath } from "../../core/syntax/placeOfPath.js";

/** A config's problems as findings in its text, each once, in the order of their places. */
export function configFindings(problems: readonly ConfigProblem[], text: string): readonly Finding[] {
  const { root } = parsePolicy(text);
  const findings = problems.map(
    (problem): Finding => ({
      rule: `config-${problem.kind}`,
      severity: problem.severity,
      span: problem.span ?? placeOfPath(root, problem.path, problem.onKey),
      path: problem.path,
      message: problem.message,
      related: [],
      fixes: [],
    }),
  );
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...distinct.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
