import { Budget } from "../sets/budget.js";
import { matches } from "../sets/match.js";
import { globOf, literalGlob, plainTokens } from "../sets/tokens.js";
import type { GroupAccess, JudgedGroup } from "./groupAccess.js";

interface JudgedAction {
  readonly action: string;
  readonly lower: string;
  readonly access: GroupAccess;
}

/** A statement's actions with what was found out about them, found by pattern. */
export class JudgedActions {
  readonly #sorted: readonly JudgedAction[];

  constructor(groups: readonly JudgedGroup[]) {
    const all = groups.flatMap(({ group, access }) =>
      group.names.map((action): JudgedAction => ({ action, lower: action.toLowerCase(), access })),
    );
    this.#sorted = all.sort((a, b) => (a.lower < b.lower ? -1 : 1));
  }

  /** @param pattern lower-cased; what is neither `*` nor has exactly one colon matches nothing (A1) */
  matching(pattern: string): readonly JudgedAction[] {
    if (pattern === "*") return this.#sorted;
    if (pattern.split(":").length !== 2) return [];
    const wildcard = pattern.search(/[*?]/);
    const prefix = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
    const found: JudgedAction[] = [];
    const glob = wildcard < 0 ? undefined : globOf(plainTokens(pattern)).tokens;
    // What is matched here was matched, and metered, when the statement was read.
    const free = new Budget(Number.POSITIVE_INFINITY);
    for (let i = this.#firstAt(prefix); i < this.#sorted.length; i++) {
      const each = this.#sorted[i]!;
      if (!each.lower.startsWith(prefix)) break;
      const isMatch =
        glob === undefined
          ? each.lower === pattern
          : wildcard === pattern.length - 1 && pattern.endsWith("*")
            ? true
            : matches(literalGlob(each.lower).tokens, glob, free);
      if (isMatch) found.push(each);
    }
    return found;
  }

  #firstAt(prefix: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.lower < prefix) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
