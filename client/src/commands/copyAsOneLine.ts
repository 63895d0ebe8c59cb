import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type OneLine, oneLineRequest } from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";

/** Copies the session policy without its white space, as it can be passed to a command. */
export async function copyAsOneLine(server: ServerConnection, uri: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document === undefined) return;
  await server.start();
  const position = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.selection.active;
  const answer = await server.ask<OneLine>(oneLineRequest, {
    textDocument: { uri: server.uriOf(document) },
    ...(position !== undefined && { position: { line: position.line, character: position.character } }),
  });
  if (!answer) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("This text can't be read as JSON, so it was not copied. Correct it first."),
    );
    return;
  }
  await vscode.env.clipboard.writeText(answer.text);
  const count = answer.characters.toLocaleString("en-US");
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied {0} characters in one line.", count), 4000);
}
