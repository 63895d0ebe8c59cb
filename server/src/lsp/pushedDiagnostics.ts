import { describe, type ErrorLog } from "./answering.js";
import type { OpenDocument } from "./openDocument.js";
import type { Cancellable, Runtime } from "./runtime.js";

/** A pause in typing. */
const pauseMs = 200;

/** Publishes diagnostics to clients that don't ask for them, a moment after the last change. */
export class PushedDiagnostics {
  readonly #runtime: Runtime;
  readonly #log: ErrorLog;
  readonly #publish: (uri: string) => Promise<void>;
  readonly #pending = new Map<string, Cancellable>();

  /** `publish` computes and sends the diagnostics of a document that is still open. */
  constructor(runtime: Runtime, log: ErrorLog, publish: (uri: string) => Promise<void>) {
    this.#runtime = runtime;
    this.#log = log;
    this.#publish = publish;
  }

  schedule(documents: readonly Pick<OpenDocument, "uri">[]): void {
    for (const { uri } of documents) {
      this.#pending.get(uri)?.dispose();
      const timer = this.#runtime.after(pauseMs, () => {
        this.#pending.delete(uri);
        this.#publish(uri).catch((error: unknown) => {
          this.#log.error(`Publishing diagnostics failed: ${describe(error)}`);
        });
      });
      this.#pending.set(uri, timer);
    }
  }

  forget(uri: string): void {
    this.#pending.get(uri)?.dispose();
    this.#pending.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#pending.values()) timer.dispose();
    this.#pending.clear();
  }
}
