import * as vscode from "vscode";

/** Moves the cursor to a place and shows the hover there, as a click on a lens does. */
export async function explain(uri: unknown, position: unknown): Promise<void> {
  const editor = await editorOf(uri);
  if (editor === undefined) return;
  const at = positionOf(position) ?? editor.selection.active;
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand("editor.action.showHover");
}

async function editorOf(uri: unknown): Promise<vscode.TextEditor | undefined> {
  const active = vscode.window.activeTextEditor;
  if (typeof uri !== "string") return active;
  const wanted = vscode.Uri.parse(uri).toString();
  if (active?.document.uri.toString() === wanted) return active;
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === wanted);
  const viewColumn = visible?.viewColumn;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return vscode.window.showTextDocument(document, viewColumn === undefined ? {} : { viewColumn });
}

function positionOf(sent: unknown): vscode.Position | undefined {
  if (typeof sent !== "object" || sent === null) return undefined;
  const { line, character } = sent as Record<string, unknown>;
  if (typeof line !== "number" || typeof character !== "number") return undefined;
  return new vscode.Position(Math.max(0, line), Math.max(0, character));
}
