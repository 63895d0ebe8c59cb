import { matchingActions } from "../../access/matchingActions.js";
import { growsTooLong } from "../../lint/narrowing.js";
import { hasWildcard } from "../../messages/actionNames.js";
import { counted } from "../../messages/numbers.js";
import { quoted } from "../../messages/quoted.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { entryAt, replaceEntry } from "../statementEdits.js";

/** The actions that a wildcard stands for today, by their names: actions that AWS adds later are not among them. */
export function expandWildcard({ policies, statement, entry: path, engine }: RefactorPlace): readonly Draft[] {
  const entry = entryAt(statement, path);
  // Of a Deny, later actions would then no longer be denied.
  if (entry?.of !== "actions" || entry.negated || statement.effect !== "Allow" || !hasWildcard(entry.text)) return [];
  const names = matchingActions(entry.text, engine.catalog);
  if (names.length === 0 || names.length > mostNames) return [];
  const others = new Set(statement.actions.entries.map(({ text }) => text.toLowerCase()));
  const fresh = names.filter((name) => !others.has(name.toLowerCase()));
  if (growsTooLong(policies[0]!.characters, entry.text, fresh)) return [];
  return [
    {
      id: "expand-wildcard",
      title: `Expand ${quoted(entry.text)} to ${counted(names.length, "action")}`,
      edits: replaceEntry(entry.path, fresh),
      wanted: ["same-today"],
    },
  ];
}

const mostNames = 200;
