import type { EntryAccess, PolicyAnalysis } from "../analysis.js";
import { nodeAt } from "../syntax/navigate.js";
import { type Span, spansTouch } from "../text/span.js";

/** Where an action entry stands: in host offsets, quotes included. */
export function entrySpan(
  { path }: Pick<EntryAccess, "path">,
  policy: Pick<PolicyAnalysis, "parsed" | "region">,
): Span {
  return nodeAt(policy.parsed.root, path)?.span ?? policy.region.span;
}

/** Whether a place is in an action entry or beside it. */
export function touchesEntry(
  place: Span,
  entry: Pick<EntryAccess, "path">,
  policy: Pick<PolicyAnalysis, "parsed" | "region">,
): boolean {
  return spansTouch(entrySpan(entry, policy), place);
}
