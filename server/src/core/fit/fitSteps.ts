import type { Draft } from "./draft.js";
import { draftSize } from "./draftText.js";

/** One thing that was done to a policy. */
export interface FitStep {
  readonly kind: "minify" | "merge" | "fold" | "drop" | "widen";
  /** As a sentence without its period. */
  readonly text: string;
  /** Code points. */
  readonly saved: number;
  readonly reliesOn: "nothing" | "catalog" | "base";
}

/** What was done between two drafts, in words; together they have saved so much. */
export function stepsBetween(
  before: Draft,
  after: Draft,
  reliesOn: FitStep["reliesOn"],
  saved: number,
): readonly FitStep[] {
  const entries = (draft: Draft, element: "actions" | "resources") =>
    draft.statements.reduce((sum, statement) => sum + statement[element].entries.length, 0);
  const sids = (draft: Draft) => draft.statements.filter(({ sid }) => sid !== undefined).length;
  const fewer = before.statements.length - after.statements.length;
  const notes: string[] = [];
  if (fewer > 0) notes.push(`${counted(before.statements.length, "statement")} became ${after.statements.length}`);
  else if (fewer < 0)
    notes.push(
      `${counted(before.statements.length, "statement")} became ${after.statements.length}, so that lists are shared`,
    );
  for (const element of ["actions", "resources"] as const) {
    const [were, are] = [entries(before, element), entries(after, element)];
    if (are < were) notes.push(`${counted(were, element === "actions" ? "action" : "resource")} became ${are}`);
  }
  const names = sids(before) - sids(after);
  if (names > 0) notes.push(`${counted(names, "Sid")} went`);
  const isSmaller = draftSize(after) < draftSize(before);
  if (!isSmaller && notes.length === 0) return [];
  const kind = fewer !== 0 ? "merge" : reliesOn === "base" ? "widen" : reliesOn === "catalog" ? "fold" : "drop";
  return [{ kind, text: sentence(kind, notes, reliesOn), saved, reliesOn }];
}

function sentence(kind: FitStep["kind"], notes: readonly string[], reliesOn: FitStep["reliesOn"]): string {
  const heads: { readonly [kind in FitStep["kind"]]: string } = {
    minify: "Removed white space",
    merge: "Joined what can be said together",
    fold: "Wrote actions as wildcards that match the same of today's actions",
    drop: "Left out what is said twice",
    widen: "Widened or dropped what the role does not grant",
  };
  const by = { nothing: "", catalog: " (by today's catalog)", base: " (under the role as it is today)" }[reliesOn];
  const tail = notes.length === 0 ? "" : `: ${notes.join(", ")}`;
  return `${heads[kind]}${kind === "merge" || kind === "drop" ? by : ""}${tail}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
