import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { chooseBaseRole } from "./chooseBaseRole.js";
import { copyAsOneLine } from "./copyAsOneLine.js";
import { explain } from "./explain.js";

/** The commands that the server may put into its answers. */
export const clientCommands = [
  "sessionPolicy.explain",
  "sessionPolicy.copyAsOneLine",
  "sessionPolicy.chooseBaseRole",
  "editor.action.triggerSuggest",
];

export function registerCommands(server: ServerConnection): vscode.Disposable {
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    registerCommand("sessionPolicy.explain", explain),
    registerCommand("sessionPolicy.copyAsOneLine", (uri?: unknown) => copyAsOneLine(server, uri)),
    registerCommand("sessionPolicy.chooseBaseRole", (uri?: unknown) => chooseBaseRole(server, uri)),
    registerCommand("sessionPolicy.restartServer", () => server.restart()),
    registerCommand("sessionPolicy.showOutput", () => server.output.show()),
  );
}
