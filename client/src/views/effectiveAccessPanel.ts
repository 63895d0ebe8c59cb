import * as vscode from "vscode";
import type { ServerConnection } from "../client.js";
import { activeDocument, isServed } from "../documents.js";
import {
  type EffectiveAccess,
  effectiveAccessMarkdownRequest,
  effectiveAccessRequest,
  type TextRange,
} from "../serverMessages.js";
import { viewHtml } from "./viewHtml.js";
import type { ShowMessage, ViewRequest } from "./viewMessages.js";
import { viewWords } from "./viewWords.js";

/** A pause in typing. */
const pauseMs = 150;

/** Shows beside the editor what every action of the session policy in front comes to, and follows it. */
export class EffectiveAccessPanel implements vscode.Disposable {
  readonly #server: ServerConnection;
  readonly #distribution: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #subscriptions: vscode.Disposable[] = [];
  /** The policy that is shown. */
  #document: vscode.TextDocument | undefined;
  #shown: EffectiveAccess | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  #asked = new vscode.CancellationTokenSource();

  /** @param distribution the folder of the page's script and style sheet */
  constructor(server: ServerConnection, distribution: vscode.Uri) {
    this.#server = server;
    this.#distribution = distribution;
  }

  /** Opens the view, or brings it to the front. */
  async show(document: vscode.TextDocument): Promise<void> {
    this.#document = document;
    if (this.#panel === undefined) this.#open();
    else this.#panel.reveal(undefined, true);
    await this.#server.start().catch(() => undefined);
    await this.#update();
  }

  dispose(): void {
    this.#panel?.dispose();
    this.#close();
  }

  #open(): void {
    const title = vscode.l10n.t("Effective Access");
    const panel = vscode.window.createWebviewPanel(
      "sessionPolicy.effectiveAccess",
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.#distribution] },
    );
    this.#panel = panel;
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.#heed(message)),
      panel.onDidDispose(() => this.#close()),
      this.#server.onDidChange(() => this.#updateSoon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#follow()),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.#document) this.#updateSoon();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document === this.#document) this.#document = undefined;
      }),
    ];
    panel.webview.html = viewHtml(panel.webview, this.#distribution, title);
  }

  #close(): void {
    clearTimeout(this.#pause);
    this.#asked.cancel();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#subscriptions = [];
    this.#panel = undefined;
    this.#document = undefined;
    this.#shown = undefined;
  }

  #updateSoon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#update(), pauseMs);
  }

  /** Another session policy in front takes the place of the one shown; a role's policy does not, which is edited beside. */
  async #follow(): Promise<void> {
    const document = activeDocument();
    if (document === undefined || document === this.#document) return;
    const access = await this.#ask(document);
    if (access === undefined || activeDocument() !== document) return;
    if (access.state === "no-session-policy" && this.#document !== undefined) return;
    this.#document = document;
    this.#send(document, access);
  }

  async #update(): Promise<void> {
    clearTimeout(this.#pause);
    const document = this.#document;
    if (document === undefined || document.isClosed || !isServed(document)) return;
    const access = await this.#ask(document);
    if (access !== undefined && this.#document === document) this.#send(document, access);
  }

  async #ask(document: vscode.TextDocument): Promise<EffectiveAccess | undefined> {
    this.#asked.cancel();
    this.#asked.dispose();
    this.#asked = new vscode.CancellationTokenSource();
    const { token } = this.#asked;
    const textDocument = { uri: this.#server.uriOf(document) };
    const access = await this.#server.ask<EffectiveAccess>(effectiveAccessRequest, { textDocument }, token);
    return token.isCancellationRequested ? undefined : (access ?? { state: "no-session-policy", sessions: [] });
  }

  #send(document: vscode.TextDocument, access: EffectiveAccess): void {
    this.#shown = access;
    const name = vscode.workspace.asRelativePath(document.uri);
    const message: ShowMessage = { type: "show", name, access, words: viewWords() };
    void this.#panel?.webview.postMessage(message);
  }

  async #heed(message: unknown): Promise<void> {
    const request = message as ViewRequest;
    const session = "session" in request ? this.#shown?.sessions[request.session] : undefined;
    switch (request.type) {
      case "ready":
        return this.#update();
      case "choose-base":
        await vscode.commands.executeCommand("sessionPolicy.chooseBaseRole", this.#document?.uri.toString());
        return;
      case "open-entry": {
        const entry = session?.entries[request.entry];
        if (entry !== undefined && this.#document !== undefined) await this.#reveal(this.#document.uri, entry.range);
        return;
      }
      case "open-statement": {
        const statement = session?.statements[request.statement];
        if (statement?.uri === undefined || statement.range === undefined) return;
        await this.#reveal(vscode.Uri.parse(statement.uri), statement.range);
        return;
      }
      case "copy-markdown":
        if (session !== undefined && this.#document !== undefined) await this.#copy(this.#document, session.session);
    }
  }

  /** Selects a place in the editor beside, and not in the column of the view itself. */
  async #reveal(uri: vscode.Uri, { start, end }: TextRange): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === this.#document);
    const viewColumn = visible?.viewColumn ?? beside?.viewColumn ?? vscode.ViewColumn.One;
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const editor = await vscode.window.showTextDocument(document, { viewColumn, selection, preview: true });
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  async #copy(document: vscode.TextDocument, session: string): Promise<void> {
    const text = await effectiveAccessMarkdown(this.#server, document, session);
    if (text === undefined) return;
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t("Copied the effective access as Markdown."), 4000);
  }
}

/** The table as Markdown; of all sessions that use the policy if none is named. */
export async function effectiveAccessMarkdown(
  server: ServerConnection,
  document: vscode.TextDocument,
  session?: string,
): Promise<string | undefined> {
  const textDocument = { uri: server.uriOf(document) };
  const params = { textDocument, ...(session !== undefined && { session }) };
  return (await server.ask<{ readonly text: string }>(effectiveAccessMarkdownRequest, params))?.text;
}
