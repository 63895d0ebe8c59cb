import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type EffectiveAccessPanel, effectiveAccessMarkdown } from "../views/effectiveAccessPanel.js";
import { commandDocument } from "./commandDocument.js";

/** Opens the view beside the editor. */
export async function showEffectiveAccess(panel: EffectiveAccessPanel, uri: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document !== undefined) await panel.show(document);
}

/** Opens the same as a Markdown document that is in no file. */
export async function showEffectiveAccessAsMarkdown(server: ServerConnection, uri: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document === undefined) return;
  await server.start();
  const content = await effectiveAccessMarkdown(server, document);
  if (content === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("No base role is linked to this document. Run “Choose Base Role…” on a session policy first."),
    );
    return;
  }
  const opened = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(opened, { viewColumn: vscode.ViewColumn.Beside });
}
