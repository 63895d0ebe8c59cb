import type { Catalog } from "../../catalog/catalog.js";
import type { SessionContext } from "../../context/sessionContext.js";
import type { CheckSpace } from "../checkSpace.js";
import type { CompiledLayers } from "../compiledLayers.js";
import type { PolicyDocument } from "../layers.js";
import type { ResourceGrants } from "../resourceGrants.js";
import type { SessionBindings } from "../sessionBindings.js";
import type { CatalogActions } from "../sets/actionCell.js";
import type { Budget } from "../sets/budget.js";
import type { RuleSet } from "../sets/rules.js";
import type { Universe } from "../sets/universe.js";

/** What the statements of one session policy are judged with. */
export interface SessionScope {
  readonly session: SessionContext;
  /** The account of the role or user that the session belongs to, as its ARN has it. */
  readonly ownAccount: string | undefined;
  readonly catalog: Catalog;
  readonly budget: Budget;
  readonly layers: CompiledLayers;
  /** The session policies passed together. */
  readonly own: RuleSet;
  readonly universe: Universe;
  readonly actions: CatalogActions;
  readonly space: CheckSpace;
  /** Stands for all that a statement's result hangs on outside of the policy in hand. */
  readonly surroundings: number;
  readonly bindings: SessionBindings;
  /** Session policies that the policy in hand is put to as to one more layer, instead of being one of them. */
  readonly limits: readonly PolicyDocument[] | undefined;
  /** Stated resource-based policies. */
  readonly resource: ResourceGrants | undefined;
}
