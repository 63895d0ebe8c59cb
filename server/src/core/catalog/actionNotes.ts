import { CatalogError } from "./catalogError.js";
import { isObject, isStrings } from "./dataFile.js";

export const actionNotesFile = "action-notes.json";

/** What people trip over with an action: what else a call of it takes. */
export interface ActionNote {
  /** One or two sentences of Markdown. */
  readonly text: string;
  /** The page of AWS that says so. */
  readonly source: string;
}

/** Takes the parsed data file apart: notes by lower-cased action, `s3:getobject`. Throws a CatalogError where it is damaged. */
export function readActionNotes(file: Record<string, unknown>): ReadonlyMap<string, ActionNote> {
  const { actions: rows } = file;
  if (!Array.isArray(rows)) throw new CatalogError(actionNotesFile, "is damaged: a member is missing");
  const notes = new Map<string, ActionNote>();
  for (const row of rows as unknown[]) {
    if (!isObject(row) || !isStrings(row.actions) || typeof row.text !== "string" || typeof row.source !== "string") {
      throw new CatalogError(actionNotesFile, "is damaged: a row is not as expected");
    }
    for (const action of row.actions) notes.set(action.toLowerCase(), { text: row.text, source: row.source });
  }
  return notes;
}
