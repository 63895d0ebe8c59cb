import type { Catalog } from "../../catalog/catalog.js";
import type { Layers, Principal } from "../layers.js";
import type { RequestedAccess } from "./matchStatement.js";
import type { SessionIdentity } from "./sessionIdentity.js";

/** A request and all that has a say in it, but for its context. */
export interface Situation {
  readonly principal: Principal;
  readonly identity: SessionIdentity;
  readonly access: RequestedAccess;
  readonly layers: Layers;
  readonly catalog: Catalog;
  /** The resource belongs to another account than the session. */
  readonly isCrossAccount: boolean;
}
