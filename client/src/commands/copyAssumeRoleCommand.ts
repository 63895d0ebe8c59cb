import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { assumeRoleCommandRequest } from "../serverMessages.js";
import { commandDocument } from "./commandDocument.js";

const shells = [
  { label: "bash", description: "zsh, sh", shell: "bash" },
  { label: "PowerShell", description: "", shell: "powershell" },
  { label: "cmd", description: "Windows", shell: "cmd" },
] as const;

/** Puts the AWS CLI command that takes the policy on the clipboard, quoted for a shell. */
export async function copyAssumeRoleCommand(server: ServerConnection, uri: unknown, given: unknown): Promise<void> {
  const document = await commandDocument(uri);
  if (document === undefined) return;
  await server.start();
  const chosen =
    shells.find(({ shell }) => shell === given) ??
    (await vscode.window.showQuickPick(shells, { title: vscode.l10n.t("For which shell?") }));
  if (chosen === undefined) return;
  const textDocument = { uri: server.uriOf(document) };
  const answer = await server.ask<{ command: string }>(assumeRoleCommandRequest, { textDocument, shell: chosen.shell });
  if (!answer) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("There is no such command: the policy does not parse, or a service passes it to STS itself."),
    );
    return;
  }
  await vscode.env.clipboard.writeText(answer.command);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied the command for {0}", chosen.label), 4000);
}
