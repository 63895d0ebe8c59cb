import { jsonRegions } from "../core/regions/jsonRegion.js";
import type { Region } from "../core/regions/region.js";
import type { OpenDocument } from "./openDocument.js";

/** The policies that a document holds, by its language. */
export function documentRegions({ languageId, uri, text }: OpenDocument): readonly Region[] {
  const isJson = languageId === "json" || languageId === "jsonc" || uri.endsWith(".json");
  return isJson ? jsonRegions(text) : [];
}
