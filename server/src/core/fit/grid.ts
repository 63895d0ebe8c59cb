import type { Bits } from "../access/sets/bits.js";
import { add, intersection, union } from "../access/sets/bits.js";
import type { ActionAtoms } from "./actionAtoms.js";
import type { DraftStatement } from "./draft.js";
import type { PatternOrder } from "./patternOrder.js";

/** What the statements of one effect and one condition say: for each resource entry, which actions. */
export interface Grid {
  readonly atoms: ActionAtoms;
  readonly rows: readonly Row[];
}

export interface Row {
  readonly resource: string;
  /** What some statement must go on saying of this entry. */
  readonly required: Bits;
  /** What a statement may say of it: what is required, what is said elsewhere, what can't occur. */
  readonly allowed: Bits;
}

export interface GridInput {
  /** Statements of one effect, one condition, with Action and Resource. */
  readonly statements: readonly DraftStatement[];
  /** Statements of the same effect that apply whenever those do; they stay. */
  readonly besides: readonly DraftStatement[];
  readonly atoms: ActionAtoms;
  readonly order: PatternOrder;
  /** Actions that can't be called on what an entry matches, by the catalog. */
  readonly impossible?: (resource: string) => Bits;
}

/** Lays the statements out by resource entry. */
export function gridOf({ statements, besides, atoms, order, impossible }: GridInput): Grid {
  const resources = distinct(statements.flatMap((statement) => statement.resources.entries));
  const said = resources.map((resource) =>
    unionOf(
      atoms,
      statements.filter(({ resources: { entries } }) => entries.includes(resource)),
    ),
  );
  const elsewhere = resources.map((resource) => {
    const wider = besides.filter(
      (other) =>
        !other.actions.negated &&
        !other.resources.negated &&
        other.resources.entries.some((entry) => order.resourceCovers(entry, resource)),
    );
    const bits = atoms.none();
    const entries = wider.flatMap(({ actions }) => actions.entries);
    for (const entry of entries) orInto(bits, atoms.of(entry));
    atoms.kept.forEach((kept, index) => {
      if (entries.some((entry) => order.actionCovers(entry, kept))) add(bits, atoms.keptNumber(index));
    });
    return bits;
  });
  const widening = keptInside(atoms, order);
  const covers = resources.map((outer) => resources.map((inner) => order.resourceCovers(outer, inner)));
  const rows = resources.map((resource, row): Row => {
    const required = said[row]!.slice();
    let allowed = union(said[row]!, elsewhere[row]!);
    const drop = (bits: Bits) => {
      for (let w = 0; w < required.length; w++) required[w]! &= ~bits[w]!;
    };
    drop(elsewhere[row]!);
    resources.forEach((_, other) => {
      if (other === row || !covers[other]![row]!) return;
      allowed = union(allowed, said[other]!);
      // Of two that take in each other the first one stays.
      if (!covers[row]![other]! || other < row) drop(said[other]!);
    });
    // Entries that another entry takes in are said by it.
    for (const [inner, outers] of widening) {
      for (const { number, isMutual } of outers) {
        const isSaid = ((allowed[number >> 5]! >>> (number & 31)) & 1) === 1;
        if (!isSaid) continue;
        add(allowed, inner);
        if (!isMutual || number < inner) required[inner >> 5]! &= ~(1 << (inner & 31));
      }
    }
    if (impossible !== undefined) {
      const never = impossible(resource);
      allowed = union(allowed, never);
      drop(never);
    }
    return { resource, required, allowed };
  });
  return { atoms, rows };
}

/** For each kept entry, the kept entries that take it in. */
function keptInside(atoms: ActionAtoms, order: PatternOrder) {
  const found: (readonly [number, readonly { readonly number: number; readonly isMutual: boolean }[]])[] = [];
  atoms.kept.forEach((inner, i) => {
    const outers = atoms.kept.flatMap((outer, o) => {
      if (o === i || !order.actionCovers(outer, inner)) return [];
      return [{ number: atoms.keptNumber(o), isMutual: order.actionCovers(inner, outer) }];
    });
    if (outers.length > 0) found.push([atoms.keptNumber(i), outers]);
  });
  return found;
}

function unionOf(atoms: ActionAtoms, statements: readonly DraftStatement[]): Bits {
  const bits = atoms.none();
  for (const { actions } of statements) for (const entry of actions.entries) orInto(bits, atoms.of(entry));
  return bits;
}

function orInto(into: Bits, bits: Bits): void {
  for (let w = 0; w < into.length; w++) into[w]! |= bits[w]!;
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

/** What a statement on all of these rows may say. */
export function allowedOnAll(grid: Grid, rows: readonly number[]): Bits {
  return rows.slice(1).reduce((bits, row) => intersection(bits, grid.rows[row]!.allowed), grid.rows[rows[0]!]!.allowed);
}
