import type { Budget } from "./budget.js";
import {
  caseless,
  fresh,
  type Glob,
  isLetter,
  isStar,
  isWildcard,
  literalTakes,
  type Word,
  wildcardTakes,
} from "./tokens.js";

/**
 * A word that both patterns match, each wildcard that need not be anything in particular standing for one fresh
 * character; undefined where there is none. Takes as many steps as the patterns' lengths multiplied.
 */
export function commonWord(a: Glob, b: Glob, budget: Budget): Word | undefined {
  return budget.once(a.tokens, b.tokens, () => findCommonWord(a, b, budget));
}

function findCommonWord(a: Glob, b: Glob, budget: Budget): Word | undefined {
  const n = a.tokens.length;
  const m = b.tokens.length;
  budget.spend(4 + ((n * m) >> 7));
  const width = m + 1;
  // For each pair of positions whether it is a dead end, so that none is gone through twice.
  const dead = new Uint8Array((n + 1) * width);
  const word: number[] = [];
  const visit = (i: number, j: number): boolean => {
    if (i === n && j === m) return true;
    const at = i * width + j;
    if (dead[at] === 1) return false;
    // Until it is found to lead to the end: a step that comes back here goes round in a circle.
    dead[at] = 1;
    budget.spend(1);
    const x = i < n ? a.tokens[i]! : undefined;
    const y = j < m ? b.tokens[j]! : undefined;
    const emit = (symbol: number, nextI: number, nextJ: number): boolean => {
      word.push(symbol);
      if (visit(nextI, nextJ)) return true;
      word.pop();
      return false;
    };
    const xStar = x !== undefined && isStar(x);
    const yStar = y !== undefined && isStar(y);
    // Both wildcards: one fresh character for both, then on with both.
    if (xStar && yStar) return emit(fresh, i + 1, j + 1) || visit(i + 1, j) || visit(i, j + 1);
    if (xStar) {
      if (y !== undefined)
        for (const symbol of symbolsOf(y)) if (wildcardTakes(x, symbol) && emit(symbol, i, j + 1)) return true;
      return visit(i + 1, j);
    }
    if (yStar) {
      if (x !== undefined)
        for (const symbol of symbolsOf(x)) if (wildcardTakes(y, symbol) && emit(symbol, i + 1, j)) return true;
      return visit(i, j + 1);
    }
    if (x === undefined || y === undefined) return false;
    for (const symbol of symbolsOf(isWildcard(x) ? y : x)) {
      if (takes(x, symbol) && takes(y, symbol) && emit(symbol, i + 1, j + 1)) return true;
    }
    return false;
  };
  return visit(0, 0) ? Int32Array.from(word) : undefined;
}

function takes(token: number, symbol: number): boolean {
  return isWildcard(token) ? wildcardTakes(token, symbol) : literalTakes(token, symbol);
}

function symbolsOf(token: number): readonly number[] {
  if (isWildcard(token)) return [fresh];
  if (isLetter(token)) return [token];
  return token >= caseless ? [token - caseless, token - caseless - 32] : [token];
}
