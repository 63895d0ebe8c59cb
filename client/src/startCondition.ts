import * as vscode from "vscode";
import { isServed } from "./documents.js";

const linkingFiles = "**/{session-policy.config.json,*.session.json}";

/**
 * Calls `start` as soon as there is something for the server to do: the workspace has a config or a `*.session.json`,
 * or an open document has a statement. JSON is opened every day by people who never see a policy.
 */
export function startWhenNeeded(start: () => void): vscode.Disposable {
  const disposables: vscode.Disposable[] = [];
  let started = false;
  const startOnce = () => {
    if (started) return;
    started = true;
    for (const disposable of disposables) disposable.dispose();
    start();
  };
  const look = (document: vscode.TextDocument) => {
    if (mayHoldPolicy(document)) startOnce();
  };
  const watcher = vscode.workspace.createFileSystemWatcher(linkingFiles, false, true, true);
  disposables.push(
    watcher,
    watcher.onDidCreate(startOnce),
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => look(document)),
  );
  vscode.workspace.textDocuments.forEach(look);
  // Not waited for: an open document may start the server sooner.
  void vscode.workspace.findFiles(linkingFiles, "**/node_modules/**", 1).then((found) => {
    if (found.length > 0) startOnce();
  });
  return {
    dispose: () => {
      started = true;
      for (const disposable of disposables) disposable.dispose();
    },
  };
}

function mayHoldPolicy(document: vscode.TextDocument): boolean {
  return isServed(document) && document.getText().includes('"Statement"');
}
