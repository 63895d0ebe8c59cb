import { foldActions } from "../../access/foldActions.js";
import { isLost } from "../../access/summarizeEntry.js";
import type { ActionAccess } from "../../analysis.js";
import { principalWord } from "../../messages/principalNames.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { oneOrList } from "../statementEdits.js";

/** The actions that NotAction lets through and the base grants, by name: actions that AWS adds later are not among them. */
export function replaceNotAction({ policies, statement, element, engine }: RefactorPlace): readonly Draft[] {
  const [policy] = policies;
  const { session } = policy!;
  if (element !== "NotAction" || statement.effect !== "Allow" || policies.length !== 1 || session === undefined)
    return [];
  const entry = policy!.entries.find((each) => each.statement === statement.index);
  // What always succeeds (M5) the role need not grant.
  const isKept = (action: ActionAccess) => !isLost(action) && action.outside === undefined;
  const kept = entry?.actions.filter(isKept).map(({ action }) => action) ?? [];
  if (kept.length === 0 || kept.length > mostActions) return [];
  const patterns = foldActions(kept, engine.catalog, { harmless: new Set(entry!.unfit) });
  if (patterns.length > mostPatterns) return [];
  const { path } = statement;
  return [
    {
      id: "replace-not-action",
      title: `Replace NotAction by what the ${principalWord(session)} grants`,
      edits: [
        { kind: "remove", path: [...path, "NotAction"] },
        { kind: "set", path, key: "Action", value: oneOrList(patterns), after: "NotAction" },
      ],
      wanted: ["narrower", "same", "same-today"],
      onlyWithoutEffect: true,
    },
  ];
}

const mostActions = 5000;
const mostPatterns = 60;
