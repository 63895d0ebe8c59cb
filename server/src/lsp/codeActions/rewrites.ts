import { type CodeAction, CodeActionKind } from "vscode-languageserver";
import { fixTitle } from "../../core/messages/fixTitle.js";
import { refactorPlace } from "../../core/refactor/place.js";
import { refactoringsAt } from "../../core/refactor/refactorings.js";
import { workspaceEdit } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/** Rewritings of the statement at the place, each with what it was proved to do to access. */
export function rewrites({ analyzed, engine, span, client }: ActionRequest): readonly CodeAction[] {
  const place = refactorPlace(analyzed.analysis, span, engine);
  if (place === undefined) return [];
  const { region } = place.policies[0]!;
  return refactoringsAt(place).flatMap(({ title, access, edits }): readonly CodeAction[] => {
    const changes = region.write(edits);
    if (changes.length === 0) return [];
    const full = fixTitle(title, access);
    const edit = workspaceEdit(analyzed.document, changes, full, client);
    return [{ title: full, kind: CodeActionKind.RefactorRewrite, edit }];
  });
}
