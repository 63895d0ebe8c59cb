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

/** The same as `startsWith`, which takes ten times as long where the last character differs, as most do. */
export function beginsWith(text: string, beginning: string): boolean {
  const last = beginning.length - 1;
  return last < 0 || (text.charCodeAt(last) === beginning.charCodeAt(last) && text.startsWith(beginning));
}

/** Tells whether two entries stand both in an element, or both in its negation. Nearly no statement has both. */
export function sameElement(
  entries: () => readonly { readonly negated: boolean }[],
  hasNegation: boolean,
): (one: number, other: number) => boolean {
  return (one, other) => !hasNegation || entries()[one]!.negated === entries()[other]!.negated;
}

/**
 * By their indexes, the entries that say what an earlier one of their element says, with the first that does.
 * @param likely those that may be among them
 */
export function repetitionsOf<Entry extends { readonly sameness: number }>(
  entries: readonly Entry[],
  likely: readonly number[],
  textOf: (entry: Entry) => string,
  areOfOneElement: (one: number, other: number) => boolean,
): ReadonlyMap<number, number> {
  if (likely.length === 0) return noRepetitions;
  const hashes = new Set(likely.map((at) => entries[at]!.sameness));
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  for (let at = 0; at < entries.length; at++) {
    const entry = entries[at]!;
    if (!hashes.has(entry.sameness)) continue;
    const text = areOfOneElement(0, at) ? textOf(entry) : `!${textOf(entry)}`;
    const same = first.get(text);
    if (same === undefined) first.set(text, at);
    else repeated.set(at, same);
  }
  return repeated;
}

const noRepetitions: ReadonlyMap<number, number> = new Map();

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
