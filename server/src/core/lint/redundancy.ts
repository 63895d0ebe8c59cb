import { globOf, surelyCovers } from "../access/evaluate/globs.js";
import type { Budget } from "../access/sets/budget.js";
import type { PolicyPath } from "../syntax/json.js";
import type { Fix } from "./finding.js";

/** An entry of a list that another entry of the same list covers. */
export interface Covered {
  readonly text: string;
  readonly path: PolicyPath;
  /** The text of the entry that covers it. */
  readonly by: string;
}

/** What comparing the entries of one policy with each other may take, in text positions: far more than real ones take. */
export const budgetOfCovering = 20_000_000;

/** Whether `outer` surely matches all that `inner` does. No, where the units don't suffice to find out. */
export function coversWithin(outer: string, inner: string, budget: Budget): boolean {
  const star = outer.indexOf("*");
  if (star < 0 && !outer.includes("?")) return outer === inner;
  if (budget.left < 1) return false;
  budget.spend(1);
  // Most patterns are a beginning and a star.
  if (star >= 0 && !outer.includes("?")) {
    if (!inner.startsWith(outer.slice(0, star))) return false;
    if (star === outer.length - 1) return true;
    if (!outer.includes("*", star + 1))
      return inner.length >= outer.length - 1 && inner.endsWith(outer.slice(star + 1));
  }
  const cost = outer.length * inner.length;
  if (cost > budget.left) return false;
  budget.spend(cost);
  return surelyCovers(globOf(outer), globOf(inner));
}

/** Tells whether two entries stand both in an element, or both in its negation. Nearly no statement has both. */
export function sameElement(
  entries: () => readonly { readonly negated: boolean }[],
  hasNegation: boolean,
): (one: number, other: number) => boolean {
  return (one, other) => !hasNegation || entries()[one]!.negated === entries()[other]!.negated;
}

/** By their indexes, the entries that say what an earlier one of their element says, with the first that does. */
export function repetitionsOf<Entry>(
  entries: readonly Entry[],
  textOf: (entry: Entry) => string,
  areOfOneElement: (one: number, other: number) => boolean,
): ReadonlyMap<number, number> {
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for (const [at, entry] of entries.entries()) {
    const text = areOfOneElement(0, at) ? textOf(entry) : `!${textOf(entry)}`;
    const same = first.get(text);
    if (same === undefined) first.set(text, at);
    else repeated.set(at, same);
  }
  return repeated;
}

/** What a pattern matches that another one covers is matched without it: access stays the same, whatever else there is. */
export function removeCovered({ path }: Covered): readonly Fix[] {
  return [
    {
      id: "remove",
      title: "Remove the redundant entry",
      edits: [{ kind: "remove", path }],
      access: "same",
      preferred: true,
    },
  ];
}
