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

/** A place is a position in each of the patterns, all of them in one number: position i counts `#weights[i]` times. */
class CommonWordSearch {
  readonly #patterns: readonly Tokens[];
  readonly #weights: readonly number[];
  readonly #budget: Budget;
  /** Places from which the end cannot be reached, or that were taken up: a way back to them is a circle. */
  readonly #dead: DeadEnds;
  /** Steps that were thought of: the place after each, the step before it, and what it emits. */
  readonly #places: number[] = [];
  readonly #parents: number[] = [];
  readonly #symbols: number[] = [];
  /** What can only be emitted after a step, where that was found out. */
  readonly #forced: (readonly number[] | undefined)[] = [];
  /** Those to be taken up, the first one last. */
  readonly #open: number[] = [];

  constructor(globs: readonly Glob[], budget: Budget) {
    this.#patterns = globs.map(({ tokens }) => tokens);
    this.#budget = budget;
    let size = 1;
    this.#weights = this.#patterns.map(({ length }) => {
      const weight = size;
      size *= length + 1;
      return weight;
    });
    // More places than a number holds could never be gone through.
    if (size > Number.MAX_SAFE_INTEGER) throw new BudgetSpent();
    const isTable = size <= (globs.length > 2 ? 20_000 : largestTable);
    budget.spend(16 + (isTable ? size >> 7 : 0));
    this.#dead = isTable ? new Table(size) : new Set();
  }

  run(): Word | undefined {
    const width = this.#patterns.length;
    const positions = new Array<number>(width).fill(0);
    const cost = 1 + (width >> 1) + (this.#dead instanceof Set ? 14 : 0);
    this.#step(0, none, none);
    for (let at = this.#open.pop(); at !== undefined; at = this.#open.pop()) {
      this.#readPlace(this.#places[at]!, positions);
      this.#forced[at] = this.#advance(positions);
      let place = 0;
      let ended = 0;
      for (let i = 0; i < width; i++) {
        place += positions[i]! * this.#weights[i]!;
        if (positions[i] === this.#patterns[i]!.length) ended++;
      }
      if (ended === width) return this.#wordAt(at);
      if (this.#dead.has(place)) continue;
      this.#dead.add(place);
      this.#budget.spend(cost);
      // The last one first: it is taken up last.
      this.#skip(place, positions, at);
      if (ended === 0) this.#emit(place, positions, at);
    }
    return undefined;
  }

  #readPlace(place: number, into: number[]): void {
    let rest = place;
    for (let i = into.length - 1; i >= 0; i--) {
      const weight = this.#weights[i]!;
      into[i] = Math.floor(rest / weight);
      rest -= into[i]! * weight;
    }
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
      if (emitted.length % 2 === 0) this.#budget.spend(positions.length);
    }
  }

  /** Leaves one of the stars behind. */
  #skip(place: number, positions: readonly number[], at: number): void {
    for (let i = positions.length - 1; i >= 0; i--) {
      const token = this.#patterns[i]![positions[i]!];
      if (token === undefined || !isStar(token)) continue;
      const after = place + this.#weights[i]!;
      if (!this.#dead.has(after)) this.#step(after, at, none);
    }
  }

  /** One character for all. Where all are stars, one fresh character for them, then on with all. */
  #emit(place: number, positions: readonly number[], at: number): void {
    let literal: number | undefined;
    let stars = 0;
    for (let i = 0; i < positions.length; i++) {
      const token = this.#patterns[i]![positions[i]!]!;
      if (isStar(token)) stars++;
      // Of a caseless letter and a plain one the plain one says more.
      else if (!isWildcard(token) && (literal === undefined || literal >= caseless)) literal = token;
    }
    const allStars = stars === positions.length;
    const symbols = literal === undefined ? [fresh] : symbolsOf(literal);
    for (let s = symbols.length - 1; s >= 0; s--) {
      const symbol = symbols[s]!;
      let after = place;
      let fits = true;
      for (let i = 0; i < positions.length && fits; i++) {
        const token = this.#patterns[i]![positions[i]!]!;
        fits = isWildcard(token) ? wildcardTakes(token, symbol) : literalTakes(token, symbol);
        if (allStars || !isStar(token)) after += this.#weights[i]!;
      }
      if (fits) this.#step(after, at, symbol);
    }
  }

  #step(place: number, parent: number, symbol: number): void {
    this.#places.push(place);
    this.#parents.push(parent);
    this.#open.push(this.#symbols.push(symbol) - 1);
  }

  #wordAt(end: number): Word {
    const symbols: number[] = [];
    for (let at = end; at !== none; at = this.#parents[at]!) {
      const forced = this.#forced[at];
      if (forced !== undefined) for (let i = forced.length - 1; i >= 0; i--) symbols.push(forced[i]!);
      if (this.#symbols[at] !== none) symbols.push(this.#symbols[at]!);
    }
    return new Int32Array(symbols.reverse());
  }
}

/** No step before, or no symbol emitted. */
const none = -1;

/** Larger ones take longer to make than most searches need. */
const largestTable = 4_000_000;

interface DeadEnds {
  has(place: number): boolean;
  add(place: number): unknown;
}

class Table implements DeadEnds {
  readonly #entries: Uint8Array;

  constructor(size: number) {
    this.#entries = new Uint8Array(size);
  }

  has(place: number): boolean {
    return this.#entries[place] === 1;
  }

  add(place: number): void {
    this.#entries[place] = 1;
  }
}

function symbolsOf(token: number): readonly number[] {
  if (isLetter(token)) return [token];
  return token >= caseless ? [token - caseless, token - caseless - 32] : [token];
}
