import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type CheckAllResult, checkAllRequest } from "../serverMessages.js";

/** Checks the session policies of the whole workspace; what is found stands in Problems. */
export async function checkAll(server: ServerConnection): Promise<void> {
  await server.start();
  const title = vscode.l10n.t("Checking all session policies");
  const location = vscode.ProgressLocation.Notification;
  const result = await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    const listening = server.onDidCheck(({ done, files }) =>
      progress.report({ message: vscode.l10n.t("{0} of {1}", done + 1, files), increment: 100 / Math.max(1, files) }),
    );
    try {
      return await server.ask<CheckAllResult>(checkAllRequest, {}, token);
    } finally {
      listening.dispose();
    }
  });
  if (!result || result.cancelled) return;
  const { files, findings } = result;
  const summary =
    files === 0
      ? vscode.l10n.t("No session policy was found. A session-policy.config.json says which files are some.")
      : vscode.l10n.t("Checked {0} files: {1} findings.", files, findings);
  const show = vscode.l10n.t("Show Problems");
  void vscode.window.showInformationMessage(summary, ...(findings > 0 ? [show] : [])).then((chosen) => {
    if (chosen === show) void vscode.commands.executeCommand("workbench.actions.view.problems");
  });
}
