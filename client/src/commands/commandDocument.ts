import * as vscode from "vscode";
import { isServed } from "../documents.js";

/**
 * The document that a command is about: the one it was called with (a lens gives the URI as text, an editor's menu as
 * `Uri`), else the one in front. Says so where there is none.
 */
export async function commandDocument(uri: unknown): Promise<vscode.TextDocument | undefined> {
  const named = typeof uri === "string" ? vscode.Uri.parse(uri) : uri instanceof vscode.Uri ? uri : undefined;
  const document =
    named === undefined
      ? vscode.window.activeTextEditor?.document
      : await vscode.workspace.openTextDocument(named).then(undefined, () => undefined);
  if (document !== undefined && isServed(document)) return document;
  void vscode.window.showInformationMessage(vscode.l10n.t("Open a session policy (a JSON file) first."));
  return undefined;
}
