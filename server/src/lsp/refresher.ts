import type { Connection } from "vscode-languageserver";
import type { ClientTraits } from "./clientTraits.js";
import { sizesChangedNotification } from "./ownMessages.js";
import type { Cancellable, Runtime } from "./runtime.js";

/** Long enough to take a few keystrokes together, short enough to be seen as at once. */
const coalescingMs = 100;

/**
 * Asks the client to ask again for lenses and diagnostics, because something beside the documents has changed: a role's
 * policy, the config, a setting. Requests that come close together are sent as one.
 */
export class Refresher {
  readonly #connection: Connection;
  readonly #client: ClientTraits;
  readonly #runtime: Runtime;
  #pending: Cancellable | undefined;

  constructor(connection: Connection, client: ClientTraits, runtime: Runtime) {
    this.#connection = connection;
    this.#client = client;
    this.#runtime = runtime;
  }

  request(): void {
    this.#pending ??= this.#runtime.after(coalescingMs, () => {
      this.#pending = undefined;
      this.#send();
    });
  }

  dispose(): void {
    this.#pending?.dispose();
  }

  #send(): void {
    const { refreshesLenses, refreshesDiagnostics, refreshesHints, ownNotifications } = this.#client;
    // A client that answers with an error, or not at all, keeps what it has.
    const ignore = () => undefined;
    if (refreshesLenses) this.#connection.sendRequest("workspace/codeLens/refresh").catch(ignore);
    if (refreshesDiagnostics) this.#connection.sendRequest("workspace/diagnostic/refresh").catch(ignore);
    if (refreshesHints) this.#connection.sendRequest("workspace/inlayHint/refresh").catch(ignore);
    if (ownNotifications) this.#connection.sendNotification(sizesChangedNotification).catch(ignore);
  }
}
