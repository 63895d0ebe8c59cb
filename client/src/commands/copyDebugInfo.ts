import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { type ServerInfo, serverInfoRequest } from "../serverMessages.js";

/** Puts versions and settings on the clipboard, for a bug report: no path, and no text of any policy. */
export async function copyDebugInfo(server: ServerConnection): Promise<void> {
  await server.start().catch(() => undefined);
  const info = await server.ask<ServerInfo>(serverInfoRequest, {});
  const settings = vscode.workspace.getConfiguration("sessionPolicy");
  const lines = [
    `Session Policy Lens ${info?.version ?? "(the server does not run)"}`,
    `Catalog: ${info?.catalog ?? "unknown"}`,
    `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? "web" : "desktop"})`,
    `Remote: ${vscode.env.remoteName ?? "none"}; trusted workspace: ${vscode.workspace.isTrusted}`,
    `Folders: ${vscode.workspace.workspaceFolders?.length ?? 0}`,
    `Settings: ${JSON.stringify(settings, undefined, 2)}`,
  ];
  await vscode.env.clipboard.writeText(`${lines.join("\n")}\n`);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Copied versions and settings"), 4000);
}
