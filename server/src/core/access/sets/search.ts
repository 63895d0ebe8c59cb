import { type Budget, BudgetSpent } from "./budget.js";
import { commonWord } from "./commonWord.js";
import { coversAlone, intersects, matches } from "./match.js";
import {
  anyStar,
  caseless,
  fresh,
  type Glob,
  globOf,
  isFresh,
  isStar,
  isWildcard,
  literalTakes,
  type Word,
  wildcardTakes,
} from "./tokens.js";

const colon = 58;
const slash = 47;

/**
 * A short word that all of `positives` match and none of `negatives`, or undefined where there is none.
 * Throws `BudgetSpent`.
 * @param isAskedOnce the same is never asked again in this check, so that remembering it would be for nothing
 *
 * A wildcard of the positives emits only a fresh character, unless another positive stands at a literal there: in any
 * word of the intersection, each character that no positive reads as a literal may be exchanged for a fresh one, and a
 * negative that matches the new word matched the old one too, since a fresh character is taken by wildcards only.
 * Where a negative has wildcards that exclude colons or slashes, these two are emitted as well.
 *
 * The states are the positions in each positive and the set of positions in all negatives; a state whose negative set
 * includes that of a state already seen can find nothing new and is dropped.
 */
export function findWord(
  positives: readonly Glob[],
  negatives: readonly Glob[],
  budget: Budget,
  isAskedOnce = false,
): Word | undefined {
  const first = positives[0];
  if (first === undefined) throw new RangeError("findWord needs a positive pattern");
  let single = positives.length > 1 || first.hasCaseless;
  budget.spend(negatives.length);
  for (const negative of negatives) {
    if (positives.some((positive) => coversAlone(negative, positive, budget))) return undefined;
    single ||= negative.hasOne || (negative.hasRestricted && !(negative.isAligned && first.isAligned));
  }
  // Without single-character wildcards a union covers a pattern only if one member does: the generic word of the
  // pattern is in the union only if it is in a member, and that member then takes all of the pattern.
  if (!single) return first.generic.map((symbol) => (isFresh(symbol) ? fresh : symbol));
  const search = () => searchWord(first, positives, negatives, budget);
  // Many patterns together are hardly ever asked about twice.
  if (isAskedOnce || positives.length + negatives.length > mostRemembered) return search();
  return budget.onceAmong("word", [positives, negatives], search);
}

function searchWord(
  first: Glob,
  positives: readonly Glob[],
  negatives: readonly Glob[],
  budget: Budget,
): Word | undefined {
  if (positives.length > 1) {
    // Far quicker where there is none.
    if (!intersects(first, positives[1]!, budget)) return undefined;
    const common = commonWord(positives, budget);
    if (common === undefined || !negatives.some((negative) => matchesExactly(negative, common, budget))) return common;
  }
  budget.spend(6 * negatives.length);
  const relevant = negatives.filter((negative) =>
    positives.every((positive) => intersects(positive, negative, budget)),
  );
  return new Search(positives, relevant, budget).run();
}

const mostRemembered = 24;

/** `matches` decides restricted wildcards only in aligned patterns and words. */
function matchesExactly(pattern: Glob, word: Word, budget: Budget): boolean {
  if (!pattern.hasRestricted || pattern.isAligned) return matches(word, pattern.tokens, budget);
  return intersects(pattern, globOf(word), budget);
}

interface State {
  readonly positions: readonly number[];
  readonly negative: readonly number[];
  readonly parent: State | undefined;
  /** Undefined for a step that emits nothing. */
  readonly symbol: number | undefined;
}

class Search {
  readonly #positives: readonly Glob[];
  readonly #budget: Budget;
  readonly #strides: readonly number[];
  /** All negatives in one array, an end marker after each. */
  readonly #tokens: Int32Array;
  readonly #starts: Int32Array;
  readonly #ends: Uint8Array;
  readonly #emitted: readonly number[];
  readonly #queue: State[] = [];
  readonly #seen = new Map<number, (readonly number[])[]>();

  constructor(positives: readonly Glob[], negatives: readonly Glob[], budget: Budget) {
    this.#positives = positives;
    this.#budget = budget;
    this.#strides = positives.map((positive) => positive.tokens.length + 1);
    // Positions are told apart by one number; more of them than a number holds could never be gone through.
    if (this.#strides.reduce((product, stride) => product * stride, 1) > Number.MAX_SAFE_INTEGER)
      throw new BudgetSpent();
    const size = negatives.reduce((sum, negative) => sum + negative.tokens.length + 1, 0);
    budget.spend(40 + size);
    this.#tokens = new Int32Array(size);
    this.#starts = new Int32Array(size);
    this.#ends = new Uint8Array(size);
    const initial: number[] = [];
    let at = 0;
    for (const negative of negatives) {
      initial.push(at);
      this.#tokens.set(negative.tokens, at);
      this.#starts.fill(at, at, at + negative.tokens.length + 1);
      at += negative.tokens.length;
      this.#tokens[at] = endMarker;
      this.#ends[at] = 1;
      at++;
    }
    const restricted = negatives.some((negative) => negative.hasRestricted);
    this.#emitted = restricted ? [fresh, colon, slash] : [fresh];
    const closed = this.#close(initial);
    if (closed !== undefined) {
      this.#push({ positions: positives.map(() => 0), negative: closed, parent: undefined, symbol: undefined });
    }
  }

  run(): Word | undefined {
    for (let head = 0; head < this.#queue.length; head++) {
      const state = this.#queue[head]!;
      this.#budget.spend(8 + this.#positives.length + (state.negative.length >> 1));
      if (this.#isGoal(state)) return wordOf(state);
      this.#expand(state);
    }
    return undefined;
  }

  #isGoal(state: State): boolean {
    return (
      state.positions.every((position, i) => position === this.#positives[i]!.tokens.length) &&
      !state.negative.some((position) => this.#ends[position] === 1)
    );
  }

  #expand(state: State): void {
    let literals: readonly number[] | undefined;
    let ended = false;
    for (let i = 0; i < state.positions.length; i++) {
      const position = state.positions[i]!;
      const token = this.#positives[i]!.tokens[position];
      if (token === undefined) ended = true;
      else if (isStar(token)) {
        const positions = state.positions.slice();
        positions[i] = position + 1;
        this.#push({ positions, negative: state.negative, parent: state, symbol: undefined });
      } else if (!isWildcard(token)) {
        literals = literals === undefined ? symbolsOf(token) : literals.filter((symbol) => literalTakes(token, symbol));
      }
    }
    if (ended) return;
    for (const symbol of literals ?? this.#emitted) this.#emit(state, symbol);
  }

  #emit(state: State, symbol: number): void {
    const positions = state.positions.slice();
    for (let i = 0; i < positions.length; i++) {
      const token = this.#positives[i]!.tokens[positions[i]!]!;
      if (isWildcard(token)) {
        if (!wildcardTakes(token, symbol)) return;
        if (!isStar(token)) positions[i]!++;
      } else positions[i]!++;
    }
    const negative = this.#step(state.negative, symbol);
    if (negative !== undefined) this.#push({ positions, negative, parent: state, symbol });
  }

  /** Undefined: everything from here on is matched by a negative. */
  #step(from: readonly number[], symbol: number): readonly number[] | undefined {
    const to: number[] = [];
    let sorted = true;
    for (const position of from) {
      const token = this.#tokens[position]!;
      if (isStar(token)) {
        if (!wildcardTakes(token, symbol)) continue;
        to.push(position);
      } else if (isWildcard(token) ? wildcardTakes(token, symbol) : literalTakes(token, symbol)) to.push(position + 1);
      else continue;
      if (to.length > 1 && to[to.length - 1]! < to[to.length - 2]!) sorted = false;
    }
    if (!sorted) to.sort((a, b) => a - b);
    return this.#close(to);
  }

  /**
   * Adds what is reached by skipping stars. Positions before an unrestricted star reached in the same pattern are
   * dropped: the star takes whatever they could.
   */
  #close(from: readonly number[]): readonly number[] | undefined {
    const all: number[] = [];
    for (const start of from) {
      let position = start;
      if (all.length > 0 && all[all.length - 1]! >= position) continue;
      all.push(position);
      while (isStar(this.#tokens[position]!)) all.push(++position);
    }
    const kept: number[] = [];
    let pattern = -1;
    let starSeen = false;
    for (let i = all.length - 1; i >= 0; i--) {
      const position = all[i]!;
      if (this.#starts[position] !== pattern) {
        pattern = this.#starts[position]!;
        starSeen = false;
      }
      if (starSeen) continue;
      kept.push(position);
      if (this.#tokens[position] === anyStar) {
        if (this.#tokens[position + 1] === endMarker) return undefined;
        starSeen = true;
      }
    }
    return kept.reverse();
  }

  #push(state: State): void {
    let key = 0;
    for (let i = 0; i < state.positions.length; i++) key = key * this.#strides[i]! + state.positions[i]!;
    const seen = this.#seen.get(key);
    if (seen === undefined) this.#seen.set(key, [state.negative]);
    else {
      for (const other of seen) {
        this.#budget.spend(1 + (other.length >> 4));
        if (isSubset(other, state.negative)) return;
      }
      seen.push(state.negative);
    }
    // A state that is kept takes memory, and costs many times what a look at one does.
    this.#budget.spend(28);
    this.#queue.push(state);
  }
}

const endMarker = -99;

/** The characters that a literal token may be in a word. */
function symbolsOf(token: number): readonly number[] {
  return token >= caseless ? [token - caseless, token - caseless - 32] : [token];
}

function isSubset(small: readonly number[], large: readonly number[]): boolean {
  let i = 0;
  for (const value of small) {
    while (i < large.length && large[i]! < value) i++;
    if (large[i] !== value) return false;
  }
  return true;
}

function wordOf(state: State): Word {
  const symbols: number[] = [];
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    if (at.symbol !== undefined) symbols.push(at.symbol);
  }
  return new Int32Array(symbols.reverse());
}
