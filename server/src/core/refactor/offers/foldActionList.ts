import { foldActions } from "../../access/foldActions.js";
import { matchingActions } from "../../access/matchingActions.js";
import { counted } from "../../messages/numbers.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { oneOrList } from "../statementEdits.js";

/** Wildcards in place of a list of actions, where they stand for exactly those actions today. */
export function foldActionList({ statement, element, engine }: RefactorPlace): readonly Draft[] {
  const { entries, negated } = statement.actions;
  if (element !== "Action" || negated || entries.length < 2) return [];
  const { catalog } = engine;
  const names = entries.map(({ text }) => matchingActions(text, catalog));
  // What the catalog does not know stays as it is.
  const unknown = entries.filter((_, at) => names[at]!.length === 0).map(({ text }) => text);
  const patterns = [...foldActions([...new Set(names.flat())], catalog), ...unknown];
  if (patterns.length >= entries.length) return [];
  return [
    {
      id: "fold-actions",
      title: `Fold ${counted(entries.length, "action")} into ${patterns.length}`,
      edits: [{ kind: "set", path: statement.path, key: "Action", value: oneOrList(patterns) }],
      wanted: ["same-today", "same"],
    },
  ];
}
