import type { AccessEngine } from "../access/accessEngine.js";
import type { Analysis } from "../analysis.js";
import { isWithoutPrincipals } from "../refactor/place.js";
import { provedEffect } from "../refactor/refactorings.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { TextChange } from "../text/span.js";
import { type ShownFinding, shownFindings } from "./shownFindings.js";

/**
 * The changes that carry out every fix of a document that leaves access as it is, as far as they also do so together.
 * What one pass leaves over, because two fixes would get into each other's way, the next one finds.
 */
export function safeFixes(analysis: Analysis, engine: AccessEngine): readonly TextChange[] {
  const byRegion = new Map<number, ShownFinding[]>();
  for (const shown of shownFindings(analysis)) {
    const start = shown.region?.span.start;
    if (start !== undefined) byRegion.set(start, [...(byRegion.get(start) ?? []), shown]);
  }
  return [...byRegion].flatMap(([start, shown]) => {
    const policies = analysis.policies.filter(({ region }) => region.span.start === start);
    if (policies.length === 0 || !policies.every(({ kind }) => isWithoutPrincipals(kind))) return [];
    let edits: readonly PolicyEdit[] = [];
    for (const { finding } of shown.slice(0, mostFindings)) {
      const fix = finding.fixes.find(({ access }) => access === "same");
      if (fix === undefined || fix.edits.some((edit) => edits.some((other) => isInTheWay(edit, other)))) continue;
      const together = [...edits, ...fix.edits];
      if (provedEffect({ policies, engine }, together)?.access === "same") edits = together;
    }
    return edits.length === 0 ? [] : policies[0]!.region.write(edits);
  });
}

/** Whether one edit concerns what the other is about to change. */
function isInTheWay(edit: PolicyEdit, other: PolicyEdit): boolean {
  const [a, b] = [JSON.stringify(edit.path).slice(0, -1), JSON.stringify(other.path).slice(0, -1)];
  return a === b
    ? edit.kind !== "insert" || other.kind !== "insert"
    : `${a},`.startsWith(`${b},`) || `${b},`.startsWith(`${a},`);
}

/** Each takes a proof. A document with more gets the others at the next saving. */
const mostFindings = 40;
