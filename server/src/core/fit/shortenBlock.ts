import { type Bits, meets, union } from "../access/sets/bits.js";
import { ActionAtoms } from "./actionAtoms.js";
import type { PatternLibrary } from "./actionPatterns.js";
import type { BaseRelative } from "./baseRelative.js";
import type { DraftStatement } from "./draft.js";
import { statementSize } from "./draftText.js";
import type { EveryResource } from "./everyResource.js";
import { allowedOnAll, gridOf } from "./grid.js";
import type { PatternOrder } from "./patternOrder.js";
import type { PossibleRequests } from "./possibleRequests.js";
import type { Slices } from "./slices.js";
import { type Tile, Tiling } from "./tiling.js";

export interface BlockOptions {
  readonly order: PatternOrder;
  /** With it, lists of actions may lean on the catalog; without, on nothing. */
  readonly catalog:
    | {
        readonly possible: PossibleRequests;
        readonly library: PatternLibrary;
        readonly everyResource: EveryResource;
      }
    | undefined;
  /** What the role grants, where the policy may lean on that. */
  readonly relative?: BaseRelative | undefined;
  /** How many moves are tried; see Tiling. */
  readonly steps: number;
}

/**
 * Statements of one effect, one condition, with Action and Resource, as the fewest characters that were found.
 * @param besides statements of the same effect that apply whenever those do, and stay
 */
export function* shortenBlock(
  statements: readonly DraftStatement[],
  besides: readonly DraftStatement[],
  { order, catalog, relative, steps }: BlockOptions,
): Slices<readonly DraftStatement[]> {
  const entries = [...statements, ...besides].flatMap(({ actions }) => (actions.negated ? [] : actions.entries));
  const atoms = new ActionAtoms(entries, catalog?.library);
  const granting = statements[0]?.effect === "Allow" ? relative : undefined;
  const impossible =
    catalog &&
    ((resource: string) => {
      const never = catalog.possible.impossible(resource, atoms);
      return granting === undefined ? never : union(never, granting.notGranted(resource, atoms));
    });
  const grid = gridOf({ statements, besides, atoms, order, ...(impossible === undefined ? {} : { impossible }) });
  yield;
  const [first] = statements;
  const frame = statementSize({ ...first!, sid: undefined, actions: none, resources: none }) - 4;
  const sids = new Map(statements.map(({ origins, sid }) => [origins.join(), sid]));
  const tiling = new Tiling(
    grid,
    {
      // Sids are for people: nothing is moved about to be rid of one.
      frame,
      row: (row) => JSON.stringify(grid.rows[row]!.resource).length,
    },
    steps,
  );
  const own = statements.map(({ actions, resources, origins }): Tile => {
    const bits = actions.entries.reduce<Bits>((all, entry) => union(all, atoms.of(entry)), atoms.none());
    const rows = grid.rows.flatMap(({ resource }, row) => (resources.entries.includes(resource) ? [row] : []));
    return { actions: bits, rows, origins };
  });
  const named = (tile: Tile): Tile => {
    const from = own.filter(
      ({ actions, rows }) => meets(actions, tile.actions) && rows.some((row) => tile.rows.includes(row)),
    );
    return { ...tile, origins: [...new Set(from.flatMap(({ origins }) => origins))].sort((a, b) => a - b) };
  };
  const tiles = yield* tiling.search([own, ...tiling.partings.map((tiles) => tiles.map(named))]);
  yield;
  const taken = new Set<string>();
  const shortened = [...tiles].sort(byOrigin).map((tile): DraftStatement => {
    const key = tile.origins.join();
    // A Sid names one statement (G4).
    const sid = taken.has(key) ? undefined : sids.get(key);
    taken.add(key);
    return {
      ...first!,
      sid,
      origins: tile.origins,
      actions: { negated: false, entries: atoms.write(tile.actions, allowedOnAll(grid, tile.rows), "thorough") },
      resources: { negated: false, entries: tile.rows.map((row) => grid.rows[row]!.resource) },
    };
  });
  const size = (list: readonly DraftStatement[]) => list.reduce((sum, each) => sum + statementSize(each), 0);
  return size(shortened) < size(statements) ? shortened : statements;
}

const none = { negated: false, entries: [] } as const;

function byOrigin(a: Tile, b: Tile): number {
  return (a.origins[0] ?? 0) - (b.origins[0] ?? 0) || a.rows[0]! - b.rows[0]!;
}
