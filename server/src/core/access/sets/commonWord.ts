import { type Budget, BudgetSpent } from "./budget.js";
import {
  caseless,
  fresh,
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
 * A word that all the patterns match, each wildcard that need not be anything in particular standing for one fresh
 * character; undefined where there is none. Takes at most as many steps as the patterns' lengths multiplied, and few
 * where there is a word: it goes on where it is before it goes back.
 */
export function commonWord(globs: readonly Glob[], budget: Budget): Word | undefined {
  return new CommonWordSearch(globs, budget).run();
}

class CommonWordSearch {
  readonly #patterns: readonly Tokens[];
  readonly #strides: readonly number[];
  readonly #budget: Budget;
  /** Positions in all patterns from which the end cannot be reached, or that were taken up: a way back to them is a circle. */
  readonly #dead: DeadEnds;
  /** Steps that were thought of: the positions after each, one after the other; the step before it; what it emits. */
  readonly #positions: number[] = [];
  readonly #parents: number[] = [];
  readonly #symbols: number[] = [];
  /** What can only be emitted after a step, where that was found out. */
  readonly #forced: (readonly number[] | undefined)[] = [];

  constructor(globs: readonly Glob[], budget: Budget) {
    this.#patterns = globs.map(({ tokens }) => tokens);
    this.#strides = this.#patterns.map(({ length }) => length + 1);
    this.#budget = budget;
    const size = this.#strides.reduce((product, stride) => product * stride, 1);
    // Positions are told apart by one number; more of them than a number holds could never be gone through.
    if (size > Number.MAX_SAFE_INTEGER) throw new BudgetSpent();
    const isTable = size <= (globs.length > 2 ? 20_000 : largestTable);
    budget.spend(8 + (isTable ? size >> 7 : 0));
    this.#dead = isTable ? new Table(size) : new Set();
  }

  run(): Word | undefined {
    const width = this.#patterns.length;
    const open: number[] = [this.#step(new Array<number>(width).fill(0), none, none)];
    const positions = new Array<number>(width);
    const dear = this.#dead instanceof Set ? 6 : 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let i = 0; i < width; i++) positions[i] = this.#positions[at * width + i]!;
      this.#forced[at] = this.#advance(positions);
      let key = 0;
      for (let i = 0; i < width; i++) key = key * this.#strides[i]! + positions[i]!;
      if (this.#dead.has(key)) continue;
      this.#dead.add(key);
      this.#budget.spend(2 + 2 * width + dear);
      if (positions.every((position, i) => position === this.#patterns[i]!.length)) return this.#wordAt(at);
      // The last one first: it is taken up last.
      this.#skip(positions, at, open);
      this.#emit(positions, at, open);
    }
    return undefined;
  }

  /** Goes on as long as no pattern has a choice; gives what is emitted. */
  #advance(positions: number[]): readonly number[] | undefined {
    let emitted: number[] | undefined;
    for (;;) {
      let symbol = fresh;
      for (let i = 0; i < positions.length; i++) {
        const token = this.#patterns[i]![positions[i]!];
        if (token === undefined || isStar(token) || token >= caseless) return emitted;
        if (!isWildcard(token)) symbol = token;
      }
      for (let i = 0; i < positions.length; i++) {
        const token = this.#patterns[i]![positions[i]!]!;
        if (isWildcard(token) ? !wildcardTakes(token, symbol) : token !== symbol) return emitted;
      }
      for (let i = 0; i < positions.length; i++) positions[i]!++;
      emitted ??= [];
      emitted.push(symbol);
      if (emitted.length % 4 === 0) this.#budget.spend(positions.length);
    }
  }

  /** Leaves one of the stars behind. */
  #skip(positions: readonly number[], at: number, open: number[]): void {
    for (let i = positions.length - 1; i >= 0; i--) {
      const token = this.#patterns[i]![positions[i]!];
      if (token === undefined || !isStar(token)) continue;
      const after = positions.slice();
      after[i]!++;
      open.push(this.#step(after, at, none));
    }
  }

  /** One character for all. Where all are stars, one fresh character for them, then on with all. */
  #emit(positions: readonly number[], at: number, open: number[]): void {
    let literal: number | undefined;
    let stars = 0;
    for (let i = 0; i < positions.length; i++) {
      const token = this.#patterns[i]![positions[i]!];
      if (token === undefined) return;
      if (isStar(token)) stars++;
      // Of a caseless letter and a plain one the plain one says more.
      else if (!isWildcard(token) && (literal === undefined || literal >= caseless)) literal = token;
    }
    const allStars = stars === positions.length;
    const symbols = literal === undefined ? [fresh] : symbolsOf(literal);
    for (let s = symbols.length - 1; s >= 0; s--) {
      const symbol = symbols[s]!;
      const after = positions.slice();
      let fits = true;
      for (let i = 0; i < after.length && fits; i++) {
        const token = this.#patterns[i]![after[i]!]!;
        fits = isWildcard(token) ? wildcardTakes(token, symbol) : literalTakes(token, symbol);
        if (allStars || !isStar(token)) after[i]!++;
      }
      if (fits) open.push(this.#step(after, at, symbol));
    }
  }

  #step(positions: readonly number[], parent: number, symbol: number): number {
    this.#positions.push(...positions);
    this.#symbols.push(symbol);
    return this.#parents.push(parent) - 1;
  }

  #wordAt(end: number): Word {
    const symbols: number[] = [];
    for (let at = end; at !== none; at = this.#parents[at]!) {
      const forced = this.#forced[at];
      if (forced !== undefined) for (let i = forced.length - 1; i >= 0; i--) symbols.push(forced[i]!);
      if (this.#symbols[at] !== none) symbols.push(this.#symbols[at]!);
    }
    return Int32Array.from(symbols.reverse());
  }
}

/** No step before, or no symbol emitted. */
const none = -1;

/** Larger ones take longer to make than most searches need. */
const largestTable = 4_000_000;

interface DeadEnds {
  has(key: number): boolean;
  add(key: number): unknown;
}

class Table implements DeadEnds {
  readonly #entries: Uint8Array;

  constructor(size: number) {
    this.#entries = new Uint8Array(size);
  }

  has(key: number): boolean {
    return this.#entries[key] === 1;
  }

  add(key: number): void {
    this.#entries[key] = 1;
  }
}

function symbolsOf(token: number): readonly number[] {
  if (isLetter(token)) return [token];
  return token >= caseless ? [token - caseless, token - caseless - 32] : [token];
}
