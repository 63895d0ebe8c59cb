import * as vscode from "vscode";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import { ServerConnection } from "./client.js";
import { registerCommands } from "./commands/registerCommands.js";
import { startWhenNeeded } from "./startCondition.js";
import { SizeStatusBar } from "./statusBar.js";
import { EffectiveAccessPanel } from "./views/effectiveAccessPanel.js";

/** The extension in a host with Node: desktop, remote and server. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("Session Policy Lens", { log: true });
  const module = vscode.Uri.joinPath(context.extensionUri, "server", "dist", "server.js").fsPath;
  const server = new ServerConnection((id, name, options) => {
    const shared = { module, transport: TransportKind.ipc };
    const debug = { ...shared, options: { execArgv: ["--nolazy", "--inspect=6019", "--enable-source-maps"] } };
    return new LanguageClient(id, name, { run: shared, debug }, options);
  }, output);
  const start = () => {
    // Why it didn't start is in the output already.
    server.start().catch(() => undefined);
  };
  const distribution = vscode.Uri.joinPath(context.extensionUri, "client", "dist");
  const effectiveAccess = new EffectiveAccessPanel(server, distribution);
  context.subscriptions.push(
    output,
    server,
    effectiveAccess,
    registerCommands(server, effectiveAccess),
    new SizeStatusBar(server),
    startWhenNeeded(start),
  );
}
