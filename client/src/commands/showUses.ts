import * as vscode from "vscode";
import type { Place } from "../serverMessages.js";

/** Peeks at the actions of session policies that use a statement, as a click on its lens does. */
export async function showUses(uri: unknown, position: unknown, uses: unknown): Promise<void> {
  if (typeof uri !== "string" || !Array.isArray(uses)) return;
  const { line, character } = position as Place["range"]["start"];
  const locations = (uses as readonly Place[]).map(
    ({ uri: file, range: { start, end } }) =>
      new vscode.Location(
        vscode.Uri.parse(file),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
  );
  const at = new vscode.Position(line, character);
  await vscode.commands.executeCommand("editor.action.peekLocations", vscode.Uri.parse(uri), at, locations, "peek");
}
