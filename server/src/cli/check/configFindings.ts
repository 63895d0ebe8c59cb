import type { ConfigProblem } from "../../core/context/sessionContext.js";
import type { Finding } from "../../core/lint/finding.js";
import type { JsonNode } from "../../core/syntax/json.js";
import { keyNodeAt, nodeAt } from "../../core/syntax/navigate.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import type { Span } from "../../core/text/span.js";

/** A config's problems as findings in its text, each once, in the order of their places. */
export function configFindings(problems: readonly ConfigProblem[], text: string): readonly Finding[] {
  const { root } = parsePolicy(text);
  const findings = problems.map(
    (problem): Finding => ({
      rule: `config-${problem.kind}`,
      severity: problem.severity,
      span: problem.span ?? placeOf(root, problem),
      path: problem.path,
      message: problem.message,
      related: [],
      fixes: [],
    }),
  );
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...distinct.values()].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** An object or list is shown by its opening bracket; what is not there, by what encloses it. */
function placeOf(root: JsonNode | undefined, { path, onKey }: ConfigProblem): Span {
  const key = onKey ? keyNodeAt(root, path) : undefined;
  if (key !== undefined) return key.span;
  for (let length = path.length; length >= 0; length--) {
    const node = nodeAt(root, path.slice(0, length));
    if (node === undefined) continue;
    const { start, end } = node.span;
    return node.type === "object" || node.type === "array" ? { start, end: Math.min(start + 1, end) } : { start, end };
  }
  return { start: 0, end: 0 };
}
