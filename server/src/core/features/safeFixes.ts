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
    if (start === undefined) continue;
    const others = byRegion.get(start);
    if (others === undefined) byRegion.set(start, [shown]);
    else others.push(shown);
  }
  return [...byRegion].flatMap(([start, shown]) => {
    const policies = analysis.policies.filter(({ region }) => region.span.start === start);
    if (policies.length === 0 || !policies.every(({ kind }) => isWithoutPrincipals(kind))) return [];
    const { region } = policies[0]!;
    const isSame = (edits: readonly PolicyEdit[]) => provedEffect({ policies, engine }, edits)?.access === "same";
    const found = shown.slice(0, mostFindings).flatMap(({ finding }) => {
      const fix = finding.fixes.find(({ access }) => access === "same");
      return fix === undefined ? [] : [fix.edits];
    });
    const edits = region.text.length > longestByOne ? provedAtOnce(found, isSame) : provedByOne(found, isSame);
    return edits.length === 0 ? [] : region.write(edits);
  });
}

type IsSame = (edits: readonly PolicyEdit[]) => boolean;

function provedByOne(fixes: readonly (readonly PolicyEdit[])[], isSame: IsSame): readonly PolicyEdit[] {
  let edits: readonly PolicyEdit[] = [];
  for (const fix of fixes) {
    if (areInTheWay(fix, edits)) continue;
    const together = [...edits, ...fix];
    if (isSame(together)) edits = together;
  }
  return edits;
}

/** Of a policy that no call takes each proof takes long: all fixes get one together, or a quarter of them. */
function provedAtOnce(fixes: readonly (readonly PolicyEdit[])[], isSame: IsSame): readonly PolicyEdit[] {
  for (let count = fixes.length; count > 0; count >>= 2) {
    let edits: readonly PolicyEdit[] = [];
    for (const fix of fixes.slice(0, count)) if (!areInTheWay(fix, edits)) edits = [...edits, ...fix];
    if (isSame(edits)) return edits;
  }
  return [];
}

function areInTheWay(fix: readonly PolicyEdit[], edits: readonly PolicyEdit[]): boolean {
  return fix.some((edit) => edits.some((other) => isInTheWay(edit, other)));
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

/** In UTF-16 units. */
const longestByOne = 20_000;
