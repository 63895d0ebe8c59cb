import type { CodeAction } from "vscode-languageserver";
import { safeFixes } from "../../core/features/safeFixes.js";
import { textEdits } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

export const fixAllKind = "source.fixAll.sessionPolicy";

/** All fixes of the document that leave access as it is, in one edit: an editor may be set to run them on saving. */
export function fixAll({ analyzed, engine, client }: ActionRequest): readonly CodeAction[] {
  const { document, analysis } = analyzed;
  const changes = safeFixes(analysis, engine);
  if (changes.length === 0) return [];
  const { uri, version } = document;
  const edits = textEdits(document.lines, changes);
  const edit = client.documentChanges
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
  return [{ title: "Fix all that leaves access the same", kind: fixAllKind, edit }];
}
