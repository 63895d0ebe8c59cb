import type { AccessEngine } from "../access/accessEngine.js";
import type { Analysis, PolicyAnalysis } from "../analysis.js";
import { pathAt } from "../syntax/navigate.js";
import type { Span } from "../text/span.js";
import type { RefactorPlace } from "./refactoring.js";

/**
 * What is at a cursor or selection, for offers. Undefined outside of statements that can be read, and in policies with
 * principals, whose access is not compared.
 */
export function refactorPlace(analysis: Analysis, span: Span, engine: AccessEngine): RefactorPlace | undefined {
  const at = analysis.policies.find(({ region }) => region.span.start <= span.start && span.end <= region.span.end);
  if (at === undefined || !isWithoutPrincipals(at.kind) || !at.model.complete) return undefined;
  const place = pathAt(at.parsed.root, span.start);
  if (place === undefined) return undefined;
  const { path } = place;
  const statement = at.model.statements.find((each) => each.path.every((step, i) => path[i] === step));
  if (statement === undefined) return undefined;
  const depth = statement.path.length;
  const element = path[depth];
  return {
    policies: analysis.policies.filter(({ region }) => region.span.start === at.region.span.start),
    statement,
    element: typeof element === "string" ? element : undefined,
    entry: path.length > depth ? path : undefined,
    engine,
  };
}

/** Whether policies of this kind have no principals, so that what they allow can be compared. */
export function isWithoutPrincipals(kind: PolicyAnalysis["kind"]): boolean {
  return kind === "session" || kind === "identity" || kind === "boundary" || kind === "scp";
}
