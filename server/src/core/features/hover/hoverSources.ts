import type { Catalog } from "../../catalog/catalog.js";
import type { PolicyPath } from "../../syntax/json.js";

/** What a hover needs beyond the analysis. */
export interface HoverSources {
  readonly catalog: Catalog;
  /** The zero-based line of a value in another document; undefined where that is not known. */
  lineOf(uri: string, path: PolicyPath): number | undefined;
}
