import * as vscode from "vscode";
import type { ServerConnection } from "./client.js";
import { activeDocument } from "./documents.js";
import { type Size, sizeRequest } from "./serverMessages.js";

/** A pause in typing. */
const pauseMs = 150;

/** Shows the size of the session policy in the editor in front: `231 / 2,048`. */
export class SizeStatusBar implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable[];
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asked = new vscode.CancellationTokenSource();

  constructor(server: ServerConnection) {
    this.#server = server;
    this.#item = vscode.window.createStatusBarItem("sessionPolicy.size", vscode.StatusBarAlignment.Right, 100);
    this.#item.name = vscode.l10n.t("Session policy size");
    this.#subscriptions = [
      this.#item,
      server.onDidChange(() => this.#update()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#update()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("sessionPolicy.statusBar")) void this.#update();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === vscode.window.activeTextEditor?.document) this.#updateSoon();
      }),
    ];
    void this.#update();
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#asked.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #updateSoon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#update(), pauseMs);
  }

  async #update(): Promise<void> {
    clearTimeout(this.#pause);
    this.#asked.cancel();
    this.#asked.dispose();
    this.#asked = new vscode.CancellationTokenSource();
    const { token } = this.#asked;
    const document = activeDocument();
    const isEnabled = vscode.workspace.getConfiguration("sessionPolicy").get("statusBar.enabled", true);
    if (document === undefined || !isEnabled) {
      this.#item.hide();
      return;
    }
    const uri = this.#server.uriOf(document);
    const size = await this.#server.ask<Size>(sizeRequest, { textDocument: { uri } }, token);
    if (token.isCancellationRequested) return;
    if (size) this.#show(size, document);
    else this.#item.hide();
  }

  #show({ text, tooltip, state }: Size, document: vscode.TextDocument): void {
    const title = vscode.l10n.t("Copy as One Line");
    const background = { fits: undefined, "fits-minified": "warning", "too-long": "error" }[state];
    this.#item.text = text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: vscode.l10n.t("Session policy size: {0} characters", text) };
    this.#item.backgroundColor =
      background === undefined ? undefined : new vscode.ThemeColor(`statusBarItem.${background}Background`);
    // Without white space it may fit; where it fits anyway there is nothing to click for.
    this.#item.command =
      state === "fits"
        ? undefined
        : { title, command: "sessionPolicy.copyAsOneLine", arguments: [document.uri.toString()] };
    this.#item.show();
  }
}
