import type { Budget } from "./budget.js";
import {
  type Glob,
  isLetter,
  isStar,
  isWildcard,
  literalTakes,
  type Tokens,
  type Word,
  wildcardTakes,
} from "./tokens.js";

/**
 * Whether a pattern matches a word. Restricted stars must stand before all unrestricted ones and be fenced by literal
 * colons, as they are in a pattern read field by field: only then is going back to the latest star enough.
 */
export function matches(word: Word, pattern: Tokens, budget: Budget): boolean {
  let i = 0;
  let j = 0;
  let starAt = -1;
  let starFrom = -1;
  let steps = 0;
  const n = word.length;
  const m = pattern.length;
  while (i < n) {
    if (++steps === 4096) {
      budget.spend(steps >> 2);
      steps = 0;
    }
    if (j < m) {
      const token = pattern[j]!;
      if (isStar(token)) {
        starAt = j++;
        starFrom = i;
        continue;
      }
      if (isWildcard(token) ? wildcardTakes(token, word[i]!) : literalTakes(token, word[i]!)) {
        i++;
        j++;
        continue;
      }
    }
    if (starAt < 0 || !wildcardTakes(pattern[starAt]!, word[starFrom]!)) {
      budget.spend(2 + (steps >> 2));
      return false;
    }
    i = ++starFrom;
    j = starAt + 1;
  }
  budget.spend(2 + (steps >> 2));
  while (j < m && isStar(pattern[j]!)) j++;
  return j === m;
}

/**
 * Whether one pattern alone surely matches all that `inner` does. "No" may be wrong where `outer` has single-character
 * wildcards: they match the one character that stands for a run in the generic word, but not the run.
 */
export function coversAlone(outer: Glob, inner: Glob, budget: Budget): boolean {
  return outer.isAll || ((!outer.hasOne || !inner.hasStar) && matches(inner.generic, outer.tokens, budget));
}

/**
 * Whether some word matches both patterns. A letter may stand for any text here, so with letters "yes" is an
 * over-approximation; without them the answer is exact.
 */
export function intersects(a: Glob, b: Glob, budget: Budget): boolean {
  if (a.isAll || b.isAll) return true;
  if (differInLastField(a, b)) return false;
  const x = a.tokens;
  const y = b.tokens;
  let start = 0;
  let n = x.length;
  let m = y.length;
  // Literals at both ends must be the same; they need no table.
  while (start < n && start < m && x[start]! >= 0 && y[start]! >= 0) {
    if (!tokensMeet(x[start]!, y[start]!)) return false;
    start++;
  }
  while (n > start && m > start && x[n - 1]! >= 0 && y[m - 1]! >= 0) {
    if (!tokensMeet(x[n - 1]!, y[m - 1]!)) return false;
    n--;
    m--;
  }
  return budget.once(a, b, () => tableMeets(x, y, start, n, m, budget));
}

/** Whether two ARNs read field by field differ in what their last fields begin with: most resources of a service do. */
export function differInLastField(a: Glob, b: Glob): boolean {
  if (a.lastField < 0 || b.lastField < 0) return false;
  const x = a.tokens;
  const y = b.tokens;
  for (let i = a.lastField, j = b.lastField; i < x.length && j < y.length; i++, j++) {
    if (x[i]! < 0 || y[j]! < 0) return false;
    if (!tokensMeet(x[i]!, y[j]!)) return true;
  }
  return false;
}

/** Whether the tokens from `start` to `n` and to `m` have a word in common, by a table of pairs of positions. */
function tableMeets(x: Tokens, y: Tokens, start: number, n: number, m: number, budget: Budget): boolean {
  const width = m - start + 1;
  budget.spend(16 + (width >> 4));
  let row = new Uint8Array(width);
  let next = new Uint8Array(width);
  row[0] = 1;
  for (let i = start; i <= n; i++) {
    const t = i < n ? x[i]! : undefined;
    const tRuns = t !== undefined && (isStar(t) || isLetter(t));
    let alive = 0;
    for (let j = start; j <= m; j++) {
      if (!row[j - start]) continue;
      alive++;
      const u = j < m ? y[j]! : undefined;
      const uRuns = u !== undefined && (isStar(u) || isLetter(u));
      if (tRuns) {
        next[j - start] = 1;
        if (u !== undefined && !uRuns && tokensMeet(t, u)) row[j - start + 1] = 1;
      }
      if (uRuns) {
        row[j - start + 1] = 1;
        if (t !== undefined && !tRuns && tokensMeet(t, u)) next[j - start] = 1;
      }
      if (t !== undefined && u !== undefined && !tRuns && !uRuns && tokensMeet(t, u)) next[j - start + 1] = 1;
    }
    // Long rows are gone through more slowly than memory nearby.
    budget.spend(1 + (width >> (width > 4096 ? 3 : 5)) + (alive >> 2));
    if (alive === 0) return false;
    if (i === n) break;
    [row, next] = [next, row];
    next.fill(0);
  }
  return row[width - 1] === 1;
}

/** Whether two tokens have a character in common. Two wildcards always do: none excludes the fresh one. */
function tokensMeet(t: number, u: number): boolean {
  if (isLetter(t) || isLetter(u)) return true;
  if (t >= 0 && u >= 0) return literalTakes(t, u) || literalTakes(u, t);
  if (t >= 0) return wildcardTakes(u, t);
  if (u >= 0) return wildcardTakes(t, u);
  return true;
}
