import type { Analysis } from "../analysis.js";
import type { Finding, Fix } from "../lint/finding.js";
import { type Span, spansTouch, type TextChange } from "../text/span.js";
import { type ShownFinding, shownFindings } from "./shownFindings.js";

/** A fix with the text changes that carry it out. */
export interface OfferedFix {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly changes: readonly TextChange[];
}

/** The fixes of all findings that touch `span` (a cursor is an empty one), in the findings' order. */
export function fixesAt(analysis: Analysis, span: Span): readonly OfferedFix[] {
  return shownFindings(analysis)
    .filter(({ finding }) => spansTouch(finding.span, span))
    .flatMap(fixesOf);
}

/** A finding's fixes as text changes. One that changes nothing is left out. */
export function fixesOf({ finding, region }: ShownFinding): readonly OfferedFix[] {
  if (region === undefined) return [];
  return finding.fixes.flatMap((fix) => {
    const changes = region.write(fix.edits);
    return changes.length === 0 ? [] : [{ finding, fix, changes }];
  });
}
