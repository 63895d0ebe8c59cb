import type { Budget } from "./sets/budget.js";
import { coversAlone, intersects } from "./sets/match.js";
import { type Glob, globOf, isLetter, isStar, isWildcard } from "./sets/tokens.js";

/** The patterns that together match exactly what both of two patterns match; none where that is nothing. */
export type Intersection =
  | { readonly kind: "patterns"; readonly patterns: readonly Glob[] }
  /** It would take more patterns than anybody wants to read. */
  | { readonly kind: "too-many" }
  /** It hangs on the value of a policy variable. */
  | { readonly kind: "variable"; readonly letter: number };

/** So many patterns an intersection may take, in every step of the way. */
const mostPatterns = 16;
/** What is left of two patterns without their common ends may be so long: there is a step for each pair of places. */
const longest = 1200;

/**
 * What two patterns have in common, as patterns: `b/*` and `*.txt` give `b/*.txt`; `*a` and `a*` give `a*a` and `a`.
 * ARNs that are read field by field are intersected field by field. Throws BudgetSpent.
 */
export function intersectPatterns(a: Glob, b: Glob, budget: Budget): Intersection {
  if (coversAlone(a, b, budget)) return { kind: "patterns", patterns: [b] };
  if (coversAlone(b, a, budget)) return { kind: "patterns", patterns: [a] };
  if (!intersects(a, b, budget)) return { kind: "patterns", patterns: [] };
  try {
    const parts = a.isAligned && b.isAligned ? zip(fieldsOf(a), fieldsOf(b)) : [[a.tokens, b.tokens] as const];
    let products: (readonly number[])[] = [[]];
    parts.forEach(([x, y], i) => {
      const common = new CommonPatterns(x, y, budget).find();
      products = products.flatMap((left) => common.map((right) => [...left, ...(i === 0 ? [] : [58]), ...right]));
      if (products.length > mostPatterns) throw new NotWritten({ kind: "too-many" });
    });
    return { kind: "patterns", patterns: withoutCovered(products.map(globOf), budget) };
  } catch (error) {
    if (error instanceof NotWritten) return error.because;
    throw error;
  }
}

/** Those patterns that no other of them covers alone. */
export function withoutCovered(patterns: readonly Glob[], budget: Budget): readonly Glob[] {
  const kept: Glob[] = [];
  for (const pattern of patterns) {
    if (kept.some((other) => coversAlone(other, pattern, budget))) continue;
    for (let i = kept.length - 1; i >= 0; i--) if (coversAlone(pattern, kept[i]!, budget)) kept.splice(i, 1);
    kept.push(pattern);
  }
  return kept;
}

class NotWritten extends Error {
  readonly because: Exclude<Intersection, { readonly kind: "patterns" }>;

  constructor(because: NotWritten["because"]) {
    super(because.kind);
    this.because = because;
  }
}

/** The first five fields, and the rest. */
function fieldsOf({ tokens }: Glob): readonly Int32Array[] {
  const fields: Int32Array[] = [];
  let start = 0;
  for (let i = 0; i < tokens.length && fields.length < 5; i++) {
    if (tokens[i] !== 58) continue;
    fields.push(tokens.subarray(start, i));
    start = i + 1;
  }
  return [...fields, tokens.subarray(start)];
}

function zip(xs: readonly Int32Array[], ys: readonly Int32Array[]): readonly (readonly [Int32Array, Int32Array])[] {
  return xs.map((x, i) => [x, ys[i]!]);
}

type Tail = readonly number[];

/** Goes through both patterns at once; what is common from a pair of places on is found once. */
class CommonPatterns {
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #budget: Budget;
  readonly #found = new Map<number, readonly Tail[]>();

  constructor(a: Int32Array, b: Int32Array, budget: Budget) {
    this.#a = a;
    this.#b = b;
    this.#budget = budget;
  }

  find(): readonly Tail[] {
    let start = 0;
    while (start < this.#a.length && start < this.#b.length && isSame(this.#a[start]!, this.#b[start]!)) start++;
    if (this.#a.length + this.#b.length - 2 * start > longest) throw new NotWritten({ kind: "too-many" });
    const head = [...this.#a.subarray(0, start)];
    return this.#from(start, start).map((tail) => [...head, ...tail]);
  }

  #from(i: number, j: number): readonly Tail[] {
    const key = i * (this.#b.length + 1) + j;
    let tails = this.#found.get(key);
    if (tails === undefined) {
      tails = this.#fewest(this.#step(i, j));
      this.#found.set(key, tails);
    }
    return tails;
  }

  #step(i: number, j: number): readonly Tail[] {
    this.#budget.spend(4);
    const x = this.#a[i];
    const y = this.#b[j];
    if (x === undefined && y === undefined) return [[]];
    const xStar = x !== undefined && isStar(x);
    const yStar = y !== undefined && isStar(y);
    // A star at the end takes whatever the other pattern has left.
    if (xStar && i + 1 === this.#a.length) return [Array.from(this.#b.subarray(j))];
    if (yStar && j + 1 === this.#b.length) return [Array.from(this.#a.subarray(i))];
    if (xStar && yStar) {
      // One of the two ends first; the other star goes on.
      return [...this.#from(i + 1, j), ...this.#from(i, j + 1)].map((tail) => [x, ...tail]);
    }
    if (xStar) return [...this.#from(i + 1, j), ...(y === undefined ? [] : this.#after(y, i, j + 1))];
    if (yStar) return [...this.#from(i, j + 1), ...(x === undefined ? [] : this.#after(x, i + 1, j))];
    if (x === undefined || y === undefined) {
      const rest = x ?? y!;
      // A variable may be empty.
      return isLetter(rest) ? this.#orVariable(rest, i, j) : [];
    }
    if (isSame(x, y)) return this.#after(x, i + 1, j + 1);
    const letter = [x, y].find(isLetter);
    if (letter !== undefined) return this.#orVariable(letter, i, j);
    if (isWildcard(x)) return this.#after(y, i + 1, j + 1);
    if (isWildcard(y)) return this.#after(x, i + 1, j + 1);
    return [];
  }

  /** Nothing, unless some value of the variable makes what follows common. */
  #orVariable(letter: number, i: number, j: number): readonly Tail[] {
    const [a, b] = [globOf(this.#a.subarray(i)), globOf(this.#b.subarray(j))];
    if (intersects(a, b, this.#budget)) throw new NotWritten({ kind: "variable", letter });
    return [];
  }

  #after(token: number, i: number, j: number): readonly Tail[] {
    return this.#from(i, j).map((tail) => [token, ...tail]);
  }

  #fewest(tails: readonly Tail[]): readonly Tail[] {
    this.#budget.spend(tails.reduce((sum, tail) => sum + (tail.length >> 2), 0));
    if (tails.length < 2) return tails;
    const fewest = withoutCovered(tails.map(globOf), this.#budget).map(({ tokens }) => Array.from(tokens));
    if (fewest.length > mostPatterns) throw new NotWritten({ kind: "too-many" });
    return fewest;
  }
}

function isSame(x: number, y: number): boolean {
  return x === y && !isStar(x);
}
