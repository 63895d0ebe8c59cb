import { quoted } from "../../messages/quoted.js";
import { statementName } from "../../messages/statementNames.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { entryAt, isInList } from "../statementEdits.js";

/** What other entries or statements of the policy say already. */
export function removeRedundant({ policies, statement, entry: path }: RefactorPlace): readonly Draft[] {
  const entry = entryAt(statement, path);
  const list = entry?.of === "resources" ? statement.resources : statement.actions;
  const drafts: Draft[] = [];
  if (entry !== undefined && list !== undefined && list.entries.length > 1) {
    drafts.push({
      id: "remove-redundant",
      title: `Remove redundant ${quoted(entry.text)}`,
      edits: [{ kind: "remove", path: entry.path }],
      wanted: ["same"],
    });
  }
  if (isInList(statement) && policies[0]!.model.statements.length > 1) {
    drafts.push({
      id: "remove-redundant-statement",
      title: `Remove redundant ${statementName(statement.index, statement.sid)}`,
      edits: [{ kind: "remove", path: statement.path }],
      wanted: ["same"],
    });
  }
  return drafts;
}
