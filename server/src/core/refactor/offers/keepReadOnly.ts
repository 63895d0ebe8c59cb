import { foldActions } from "../../access/foldActions.js";
import { matchingActions } from "../../access/matchingActions.js";
import { hasWildcard, serviceOf, shortAction } from "../../messages/actionNames.js";
import { quoted } from "../../messages/quoted.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { entryAt, replaceEntry } from "../statementEdits.js";

/** Only the actions of a wildcard that AWS classes as Read or List. */
export function keepReadOnly({ statement, entry: path, engine }: RefactorPlace): readonly Draft[] {
  const entry = entryAt(statement, path);
  if (entry?.of !== "actions" || entry.negated || statement.effect !== "Allow" || !hasWildcard(entry.text)) return [];
  const { catalog } = engine;
  const details = catalog.details(serviceOf(entry.text));
  const all = matchingActions(entry.text, catalog);
  const kept = all.filter((action) => {
    const level = details?.actions.get(shortAction(action).toLowerCase())?.accessLevel;
    return level === "Read" || level === "List";
  });
  if (kept.length === 0 || kept.length === all.length) return [];
  const patterns = foldActions(kept, catalog, { within: entry.text });
  if (patterns.length > mostPatterns) return [];
  return [
    {
      id: "keep-read-only",
      title: `Keep only Read and List actions of ${quoted(entry.text)}`,
      edits: replaceEntry(entry.path, patterns),
      wanted: ["narrower", "same"],
    },
  ];
}

/** A longer list would not fit into a session policy beside anything else. */
const mostPatterns = 60;
