import type { CancellationToken, Connection } from "vscode-languageserver";
import { configFileName } from "../core/context/config.js";
import { canonicalUri, fileName, joinUri, parentFolder } from "../core/context/uriPaths.js";
import { choicesOf } from "../core/features/linkSession.js";
import type { ClientTraits } from "./clientTraits.js";
import { diagnosticsOf } from "./diagnostics.js";
import { type CheckAllProgress, type CheckAllResult, checkAllProgressNotification } from "./ownMessages.js";
import type { Session } from "./session.js";

/**
 * Checks the session policies of the whole workspace. What is found in files that are not open is published, since no
 * editor asks for it, and withdrawn as soon as such a file is opened.
 */
export class CheckAll {
  readonly #connection: Connection;
  readonly #session: Session;
  readonly #client: ClientTraits;
  readonly #published = new Set<string>();

  constructor(connection: Connection, session: Session, client: ClientTraits) {
    this.#connection = connection;
    this.#session = session;
    this.#client = client;
  }

  async run(token: CancellationToken): Promise<CheckAllResult> {
    await this.#withdrawAll();
    const uris = await this.#files();
    let findings = 0;
    for (const [done, uri] of uris.entries()) {
      if (token.isCancellationRequested) return { files: done, findings, cancelled: true };
      const progress: CheckAllProgress = { done, files: uris.length };
      if (this.#client.ownNotifications)
        await this.#connection.sendNotification(checkAllProgressNotification, progress);
      findings += await this.#check(uri);
    }
    return { files: uris.length, findings, cancelled: false };
  }

  /** The file is open now, or has changed on the disk: what was said of it is no longer ours to say. */
  async withdraw(uri: string): Promise<void> {
    if (this.#published.delete(canonicalUri(uri))) await this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #withdrawAll(): Promise<void> {
    for (const uri of this.#published) await this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    this.#published.clear();
  }

  /** The configs, and every file that one of them or its name makes a session policy. */
  async #files(): Promise<readonly string[]> {
    const { files, folders } = this.#session;
    const found = new Set<string>();
    for (const folder of folders) {
      const paths = [...(await files.list(folder))].sort();
      for (const path of paths) {
        const uri = joinUri(folder, path);
        if (uri === undefined) continue;
        if (path.endsWith(".session.json")) found.add(uri);
        if (fileName(uri) !== configFileName) continue;
        found.add(uri);
        const config = await files.read(uri);
        const below = parentFolder(uri);
        if (!config.ok || below === undefined) continue;
        const { isSessionPolicy } = choicesOf(uri, config.text);
        for (const each of await files.list(below)) {
          const session = each.endsWith(".json") && isSessionPolicy(each) ? joinUri(below, each) : undefined;
          if (session !== undefined) found.add(session);
        }
      }
    }
    return [...found];
  }

  async #check(uri: string): Promise<number> {
    const analyzed = await this.#session.analyzedFile(uri);
    if (analyzed === undefined) return 0;
    const diagnostics = await diagnosticsOf(analyzed, this.#session.files, this.#client, this.#session.settings);
    const isOpen = () => this.#session.documentOf(uri) !== undefined;
    if (!isOpen()) {
      this.#published.add(canonicalUri(uri));
      await this.#connection.sendDiagnostics({ uri, diagnostics });
    }
    return diagnostics.length;
  }
}
