import type { StatementRef } from "../layers.js";
import type { ActionCell } from "../sets/actionCell.js";
import type { LayerRules } from "../sets/cells/cell.js";
import type { ResourceRegion } from "../sets/region.js";
import type { Rule } from "../sets/rules.js";
import type { Clause } from "./clauses.js";
import type { Doubt } from "./ruleReach.js";

/** The layer that takes something away, or its statement. */
export type Remover = StatementRef | Pick<StatementRef, "layer" | "level">;

/** What becomes of the requests of one action cell, as regions of resources. They may overlap but for `allowed`. */
export interface CellAccess {
  readonly allowed: readonly {
    readonly region: ResourceRegion;
    readonly clauses: readonly Clause[];
    readonly grantedBy: readonly StatementRef[];
  }[];
  readonly removed: readonly { readonly region: ResourceRegion; readonly by: Remover }[];
  readonly unknown: readonly (Doubt & { readonly region: ResourceRegion })[];
}

/** What a cell is judged against. */
export interface CellQuestion {
  /** The session's Allow statement. */
  readonly rule: Rule;
  readonly cell: ActionCell;
  /** The session's own Denies that match the actions (E5). */
  readonly sessionDenies: readonly Rule[];
  readonly layers: readonly CellLayer[];
}

/** A layer's statements that match the cell's actions. */
export interface CellLayer {
  readonly place: Pick<StatementRef, "layer" | "level">;
  readonly rules: LayerRules;
}

/** All resources. */
export const everywhere: ResourceRegion = { positives: [], negatives: [] };
