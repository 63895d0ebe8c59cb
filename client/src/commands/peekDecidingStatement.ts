import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { decidingRequest, type Place } from "../serverMessages.js";

/** Peeks at the statements that decide what the action at the cursor does. */
export async function peekDecidingStatement(server: ServerConnection): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return;
  await server.start();
  const position = editor.selection.active;
  const textDocument = { uri: server.uriOf(editor.document) };
  const places = await server.ask<readonly Place[]>(decidingRequest, { textDocument, position });
  if (!places || places.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "No statement decides here. Put the cursor on an action of a session policy that is linked to a role.",
      ),
    );
    return;
  }
  const locations = places.map(
    ({ uri, range: { start, end } }) =>
      new vscode.Location(
        vscode.Uri.parse(uri),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
  );
  await vscode.commands.executeCommand("editor.action.peekLocations", editor.document.uri, position, locations, "peek");
}
