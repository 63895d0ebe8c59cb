import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import type { EffectiveAccessPanel } from "../views/effectiveAccessPanel.js";
import { checkAll } from "./checkAll.js";
import { chooseBaseRole } from "./chooseBaseRole.js";
import { copyAsOneLine } from "./copyAsOneLine.js";
import { copyAssumeRoleCommand } from "./copyAssumeRoleCommand.js";
import { copyDebugInfo } from "./copyDebugInfo.js";
import { explain } from "./explain.js";
import { explainAccessDenied } from "./explainAccessDenied.js";
import { Fitting } from "./fit.js";
import { newSessionPolicy } from "./newSessionPolicy.js";
import { peekDecidingStatement } from "./peekDecidingStatement.js";
import { showEffectiveAccess, showEffectiveAccessAsMarkdown } from "./showEffectiveAccess.js";
import { showUses } from "./showUses.js";
import { testRequest } from "./testRequest.js";

/** The commands that the server may put into its answers. */
export const clientCommands = [
  "sessionPolicy.explain",
  "sessionPolicy.copyAsOneLine",
  "sessionPolicy.chooseBaseRole",
  "sessionPolicy.showUses",
  "editor.action.triggerSuggest",
  "sessionPolicy.fit",
];

export function registerCommands(server: ServerConnection, effectiveAccess: EffectiveAccessPanel): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    new Fitting(server),
    registerCommand("sessionPolicy.explain", explain),
    registerCommand("sessionPolicy.copyAsOneLine", (uri?: unknown) => copyAsOneLine(server, uri)),
    registerCommand("sessionPolicy.chooseBaseRole", (uri?: unknown) => chooseBaseRole(server, uri)),
    registerCommand("sessionPolicy.testRequest", (uri?: unknown, asked?: unknown) => testRequest(server, uri, asked)),
    registerCommand("sessionPolicy.explainAccessDenied", (text?: unknown) => explainAccessDenied(server, text)),
    registerCommand("sessionPolicy.newSessionPolicy", () => newSessionPolicy(server)),
    registerCommand("sessionPolicy.copyAssumeRoleCommand", (uri?: unknown, shell?: unknown) =>
      copyAssumeRoleCommand(server, uri, shell),
    ),
    registerCommand("sessionPolicy.peekDecidingStatement", () => peekDecidingStatement(server)),
    registerCommand("sessionPolicy.checkAll", () => checkAll(server)),
    registerCommand("sessionPolicy.copyDebugInfo", () => copyDebugInfo(server)),
    registerCommand("sessionPolicy.showUses", showUses),
    registerCommand("sessionPolicy.showEffectiveAccess", (uri?: unknown) => showEffectiveAccess(effectiveAccess, uri)),
    registerCommand("sessionPolicy.showEffectiveAccessAsMarkdown", (uri?: unknown) =>
      showEffectiveAccessAsMarkdown(server, uri),
    ),
    registerCommand("sessionPolicy.restartServer", () => server.restart()),
    registerCommand("sessionPolicy.showOutput", () => server.output.show()),
  );
}
