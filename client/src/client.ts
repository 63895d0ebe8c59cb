import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import { clientCommands } from "./commands/registerCommands.js";
import { documentSelector } from "./documents.js";
import { type CheckAllProgress, checkAllProgressNotification, sizesChangedNotification } from "./serverMessages.js";

/** How the server is started is the host's affair: a process here, a worker in a browser. */
export type MakeClient = (id: string, name: string, options: LanguageClientOptions) => BaseLanguageClient;

/** The connection to the language server, once it is needed. */
export class ServerConnection implements vscode.Disposable {
  readonly output: vscode.LogOutputChannel;
  readonly #make: MakeClient;
  readonly #changed = new vscode.EventEmitter<void>();
  /** The server has started, or has told us that its answers have changed. */
  readonly onDidChange = this.#changed.event;
  readonly #checking = new vscode.EventEmitter<CheckAllProgress>();
  /** How far a check of all session policies has come. */
  readonly onDidCheck = this.#checking.event;
  #client: BaseLanguageClient | undefined;
  #starting: Promise<void> | undefined;

  constructor(make: MakeClient, output: vscode.LogOutputChannel) {
    this.#make = make;
    this.output = output;
  }

  /** Starts the server if it isn't running. */
  start(): Promise<void> {
    this.#starting ??= this.#startNow().catch((error: unknown) => {
      this.#starting = undefined;
      this.output.error(`The server did not start: ${String(error)}`);
      throw error;
    });
    return this.#starting;
  }

  async restart(): Promise<void> {
    await this.#stop();
    await this.start();
  }

  /** Asks the running server; undefined where there is none or it fails. */
  async ask<Answer>(
    request: string,
    params: object,
    token?: vscode.CancellationToken,
  ): Promise<Answer | null | undefined> {
    const client = this.#client;
    if (client?.isRunning() !== true) return undefined;
    try {
      // Not with an undefined token: that would be taken for a second parameter.
      if (token === undefined) return await client.sendRequest<Answer | null>(request, params);
      return await client.sendRequest<Answer | null>(request, params, token);
    } catch (error) {
      if (token?.isCancellationRequested !== true) this.output.error(`${request} failed: ${String(error)}`);
      return undefined;
    }
  }

  /** The URI as the server knows it. */
  uriOf(document: vscode.TextDocument): string {
    return this.#client?.code2ProtocolConverter.asUri(document.uri) ?? document.uri.toString();
  }

  /** A workspace edit that came with an answer of ours. */
  async editOf(edit: unknown): Promise<vscode.WorkspaceEdit | undefined> {
    return this.#client?.protocol2CodeConverter.asWorkspaceEdit(
      edit as Parameters<BaseLanguageClient["protocol2CodeConverter"]["asWorkspaceEdit"]>[0],
    );
  }

  dispose(): void {
    this.#changed.dispose();
    this.#checking.dispose();
    void this.#stop();
  }

  async #startNow(): Promise<void> {
    const client = this.#make("sessionPolicy", "Session Policy Lens", this.#options());
    client.onNotification(sizesChangedNotification, () => this.#changed.fire());
    client.onNotification(checkAllProgressNotification, (progress: CheckAllProgress) => this.#checking.fire(progress));
    this.#client = client;
    await client.start();
    this.#changed.fire();
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    const starting = this.#starting;
    this.#client = undefined;
    this.#starting = undefined;
    await starting?.catch(() => undefined);
    await client?.dispose();
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector,
      outputChannel: this.output,
      initializationOptions: { clientCommands, ownJsonService: true, ownNotifications: true },
      // Lenses and findings lean on other files; without `onFocus` a session that was in the background stays as it was.
      diagnosticPullOptions: { onChange: true, onFocus: true, onSave: true },
      markdown: { isTrusted: false, supportHtml: false },
    };
  }
}
