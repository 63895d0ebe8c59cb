import {
  add,
  type Bits,
  difference,
  has,
  includes,
  intersection,
  isEmpty,
  isEqual,
  keyOf,
  meets,
  numbersIn,
  union,
} from "../access/sets/bits.js";
import type { FoldEffort } from "./actionPatterns.js";
import { allowedOnAll, type Grid } from "./grid.js";
import type { Slices } from "./slices.js";

/** One statement of a grid: actions on rows. */
export interface Tile {
  readonly actions: Bits;
  /** Ascending. */
  readonly rows: readonly number[];
  /** Statements of the document that went into it, ascending. */
  readonly origins: readonly number[];
}

interface Move {
  /** Characters that it saves. */
  readonly gain: number;
  /** What stands in the place of the two tiles. */
  readonly after: readonly Tile[];
}

const looksOfStep = 50;

const noMove: Move = { gain: 0, after: [] };

export interface TilingCosts {
  /** Characters of a statement without its lists. */
  readonly frame: number;
  /** Characters of an entry. */
  row(row: number): number;
}

/**
 * Searches for the tiles that say all that a grid requires in the fewest characters: from several starts, by the best
 * of all moves of two tiles until none helps. Deterministic; where `steps` run out it gives the best found so far.
 */
export class Tiling {
  readonly #grid: Grid;
  readonly #costs: TilingCosts;
  readonly #effort: FoldEffort;
  readonly #kept = new Map<string, number>();
  readonly #moved = new Map<Tile, Map<Tile, Move>>();
  readonly #movedBack = new Map<Tile, Map<Tile, Move>>();
  #steps: number;

  constructor(grid: Grid, costs: TilingCosts, steps: number, effort: FoldEffort = "quick") {
    this.#grid = grid;
    this.#costs = costs;
    this.#steps = steps;
    this.#effort = effort;
  }

  *search(starts: readonly (readonly Tile[])[]): Slices<readonly Tile[]> {
    let best: readonly Tile[] = [];
    let bestCost = Number.POSITIVE_INFINITY;
    for (const start of starts) {
      const found = yield* this.#climb(this.trimmed(start));
      const cost = this.total(found);
      if (cost < bestCost) {
        best = found;
        bestCost = cost;
      }
    }
    return best;
  }

  total(tiles: readonly Tile[]): number {
    return tiles.reduce((sum, tile) => sum + this.#cost(tile), 0);
  }

  *#climb(start: readonly Tile[]): Slices<readonly Tile[]> {
    let tiles = start;
    while (this.#steps > 0) {
      // A look at what is known of a pair is cheap, but many tiles have very many pairs.
      this.#steps -= (tiles.length * tiles.length) / looksOfStep;
      let best: readonly Tile[] | undefined;
      let most = 0;
      for (let i = 0; i < tiles.length; i++) {
        yield;
        for (let j = 0; j < tiles.length; j++) {
          const [one, other] = [tiles[i]!, tiles[j]!];
          if (one === other) continue;
          const { gain, after } = this.#bestMove(one, other, i < j);
          if (gain <= most) continue;
          most = gain;
          best = [...tiles.filter((tile) => tile !== one && tile !== other), ...after];
        }
      }
      if (best === undefined) return tiles;
      tiles = this.trimmed(best);
    }
    return tiles;
  }

  /** The move of two tiles that saves most. Most pairs were looked at before the last move and have not changed. */
  #bestMove(one: Tile, other: Tile, isFirst: boolean): Move {
    const known = isFirst ? this.#moved : this.#movedBack;
    let ofOne = known.get(one);
    if (ofOne === undefined) {
      ofOne = new Map();
      known.set(one, ofOne);
    }
    let best = ofOne.get(other);
    if (best !== undefined) return best;
    best = noMove;
    if (this.#steps <= 0) return best;
    const before = this.#cost(one) + this.#cost(other);
    for (const after of this.#moves(one, other, isFirst)) {
      this.#steps--;
      const gain = before - this.total(after);
      if (gain > best.gain) best = { gain, after };
    }
    ofOne.set(other, best);
    return best;
  }

  /** What may stand in the place of two tiles. `isFirst`: for moves in which the two have the same part. */
  *#moves(one: Tile, other: Tile, isFirst: boolean): Generator<readonly Tile[]> {
    const rows = rowsOf([...one.rows, ...other.rows]);
    const shared = one.rows.filter((row) => other.rows.includes(row));
    const actions = union(one.actions, other.actions);
    const both = intersection(one.actions, other.actions);
    const may = (on: readonly number[]) => allowedOnAll(this.#grid, on);
    const origins = rowsOf([...one.origins, ...other.origins]);
    if (isFirst && includes(may(rows), actions)) yield [{ actions, rows, origins }];
    // One takes over what the other says of the same actions, or of the same rows.
    if (meets(one.actions, other.actions) && includes(may(rows), one.actions)) {
      yield this.#some({ ...one, rows, origins }, { ...other, actions: difference(other.actions, one.actions) });
    }
    if (shared.length > 0 && includes(may(one.rows), other.actions)) {
      const rest = other.rows.filter((row) => !one.rows.includes(row));
      yield this.#some({ ...one, actions, origins }, { ...other, rows: rest });
    }
    if (!isFirst) return;
    if (!isEmpty(both)) {
      yield this.#some(
        { actions: both, rows, origins },
        { ...one, actions: difference(one.actions, both) },
        { ...other, actions: difference(other.actions, both) },
      );
    }
    if (shared.length > 0) {
      const apart = ({ rows: own }: Tile) => own.filter((row) => !shared.includes(row));
      yield this.#some(
        { actions, rows: shared, origins },
        { ...one, rows: apart(one) },
        { ...other, rows: apart(other) },
      );
    }
  }

  #some(...tiles: readonly Tile[]): readonly Tile[] {
    return tiles.filter(({ actions, rows }) => rows.length > 0 && !isEmpty(actions));
  }

  /** Without what nothing requires, or what another tile says too. */
  trimmed(tiles: readonly Tile[]): readonly Tile[] {
    const { rows: gridRows } = this.#grid;
    let kept = [...tiles];
    for (let i = 0; i < kept.length; i++) {
      const tile = kept[i]!;
      // What the others say of each row.
      const needed = tile.rows.map((row) => {
        let rest = gridRows[row]!.required;
        kept.forEach((other, j) => {
          if (j !== i && other.rows.includes(row)) rest = difference(rest, other.actions);
        });
        return intersection(rest, tile.actions);
      });
      const rows = tile.rows.filter((_, at) => !isEmpty(needed[at]!));
      const actions = needed.reduce((all, each) => union(all, each), this.#grid.atoms.none());
      // The same tile, so that what was found out about it is still known.
      if (rows.length < tile.rows.length || !isEqual(actions, tile.actions)) kept[i] = { ...tile, rows, actions };
    }
    kept = kept.filter(({ rows }) => rows.length > 0);
    return kept;
  }

  /** A tile for each distinct row, and one for each set of rows that some actions have in common. */
  get partings(): readonly (readonly Tile[])[] {
    const { rows, atoms } = this.#grid;
    const byRow = new Map<string, { actions: Bits; rows: number[] }>();
    rows.forEach(({ required }, row) => {
      if (isEmpty(required)) return;
      const key = keyOf(required);
      const group = byRow.get(key);
      if (group === undefined) byRow.set(key, { actions: required, rows: [row] });
      else group.rows.push(row);
    });
    const byActions = new Map<string, { actions: Bits; rows: number[] }>();
    const all = rows.reduce((bits, { required }) => union(bits, required), atoms.none());
    for (const action of numbersIn(all)) {
      const on = rows.flatMap(({ required }, row) => (has(required, action) ? [row] : []));
      const key = on.join();
      let group = byActions.get(key);
      if (group === undefined) {
        group = { actions: atoms.none(), rows: on };
        byActions.set(key, group);
      }
      add(group.actions, action);
    }
    return [byRow, byActions].map((groups) => [...groups.values()].map((group) => ({ ...group, origins: [] })));
  }

  #cost(tile: Tile): number {
    const key = `${tile.rows.join()} ${keyOf(tile.actions)}`;
    let cost = this.#kept.get(key);
    if (cost === undefined) {
      const entries = this.#grid.atoms.write(tile.actions, allowedOnAll(this.#grid, tile.rows), this.#effort);
      cost =
        this.#costs.frame +
        listCost(entries.map(({ length }) => length + 2)) +
        listCost(tile.rows.map((row) => this.#costs.row(row)));
      this.#kept.set(key, cost);
    }
    return cost;
  }
}

function listCost(lengths: readonly number[]): number {
  const sum = lengths.reduce((total, length) => total + length, 0);
  return lengths.length === 1 ? sum : sum + lengths.length + 1;
}

function rowsOf(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
