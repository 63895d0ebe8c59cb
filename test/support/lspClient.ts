import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type {
  ClientCapabilities,
  CodeLens,
  Diagnostic,
  InitializeResult,
  RegistrationParams,
  UnregistrationParams,
} from "vscode-languageserver";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const bundledServer = path.join(root, "server/dist/server.js");

/** How long a test waits for a message before it fails. */
const patienceMs = 15_000;

export interface Message {
  readonly jsonrpc?: string;
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface ClientOptions {
  /** Absolute path of the folder that is open. */
  readonly folder?: string;
  readonly capabilities?: object;
  readonly initializationOptions?: object;
  /** The content of `sessionPolicy`, for a server that asks. */
  readonly settings?: object;
  /** What Node is told before the server's own file. */
  readonly nodeFlags?: readonly string[];
}

/** A client that can do everything the server knows of. */
export const fullCapabilities: ClientCapabilities & Required<Pick<ClientCapabilities, "textDocument" | "workspace">> = {
  textDocument: {
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: false },
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, dataSupport: true },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } }, dataSupport: true },
  },
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    codeLens: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ["create"],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
};

/** An editor from before diagnostics could be asked for, without anything optional. */
export const oldCapabilities = { textDocument: { publishDiagnostics: {} }, workspace: {} };

interface Waiter {
  readonly matches: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
}

/**
 * A language client that talks to the bundled server over standard input and output. Tests never sleep: whatever they
 * wait for is a message.
 */
export class LspClient {
  /** What `initialize` has answered. */
  capabilities: InitializeResult["capabilities"] = {};
  /** Every message from the server that was no answer to a request of ours, in order. */
  readonly received: Message[] = [];
  /** File watchers and the like that the server has registered, by id. */
  readonly registrations = new Map<string, { readonly method: string; readonly registerOptions?: unknown }>();
  settings: unknown;
  /** The content of VS Code's `json.validate`. */
  jsonValidate: unknown = { enable: true };
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #waiters = new Set<Waiter>();
  readonly #versions = new Map<string, number>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  stderr = "";

  private constructor({ settings = {}, nodeFlags = [] }: ClientOptions) {
    this.settings = settings;
    this.#server = spawn(process.execPath, [...nodeFlags, bundledServer, "--stdio"], { stdio: "pipe" });
    this.#server.stdout.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#server.stderr.on("data", (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
  }

  /** Starts a server and greets it. */
  static async start(options: ClientOptions = {}): Promise<LspClient> {
    const client = new LspClient(options);
    const folder = options.folder === undefined ? undefined : pathToFileURL(options.folder).href;
    const answer = await client.request<InitializeResult>("initialize", {
      processId: process.pid,
      rootUri: folder ?? null,
      workspaceFolders: folder === undefined ? null : [{ uri: folder, name: "test" }],
      capabilities: options.capabilities ?? fullCapabilities,
      ...(options.initializationOptions && { initializationOptions: options.initializationOptions }),
    });
    client.capabilities = answer.capabilities;
    client.notify("initialized", {});
    return client;
  }

  /** Ends the server in the way the protocol says; gives its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#server.once("exit", resolve));
    if (this.#server.exitCode !== null) return this.#server.exitCode;
    await this.request("shutdown", undefined);
    this.notify("exit", undefined);
    return ended;
  }

  request<Result>(method: string, params: unknown): Promise<Result> {
    return this.begin<Result>(method, params).answer;
  }

  /** A request that may be cancelled. */
  begin<Result>(method: string, params: unknown): { readonly id: number; readonly answer: Promise<Result> } {
    const id = ++this.#lastId;
    const answer = this.#withPatience<Message>(`the answer to ${method}`, (resolve) => this.#answers.set(id, resolve));
    this.#send({ jsonrpc: "2.0", id, method, params });
    const result = answer.then((message) => {
      if (message.error) throw Object.assign(new Error(message.error.message), { code: message.error.code });
      return message.result as Result;
    });
    return { id, answer: result };
  }

  notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: "2.0", method, params });
  }

  /** Writes bytes that may be no message at all. */
  write(bytes: string | Buffer): void {
    this.#server.stdin.write(bytes);
  }

  /** The next message from the server that matches, from now on. */
  next<Params>(method: string, matches: (params: Params) => boolean = () => true): Promise<Params> {
    return this.#withPatience<Message>(method, (resolve) => {
      const fits = (message: Message) => message.method === method && matches(message.params as Params);
      this.#waiters.add({ matches: fits, resolve });
    }).then((message) => message.params as Params);
  }

  /** Opens a document with this text, or with that of its file. */
  open(uri: string, text = readFileSync(fileURLToPath(uri), "utf8"), languageId = "json"): void {
    this.#versions.set(uri, 1);
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Gives the document another text, as one change of all of it. */
  rewrite(uri: string, text: string): void {
    this.edit(uri, [{ text }]);
  }

  edit(uri: string, contentChanges: readonly object[]): void {
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
  }

  close(uri: string): void {
    this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.request("textDocument/codeLens", { textDocument: { uri } });
  }

  async lensTitles(uri: string): Promise<string[]> {
    return (await this.lenses(uri)).map(({ command }) => command?.title ?? "");
  }

  /** Pulls the diagnostics. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const params = { textDocument: { uri } };
    return (await this.request<{ items: Diagnostic[] }>("textDocument/diagnostic", params)).items;
  }

  async rules(uri: string): Promise<string[]> {
    return (await this.diagnostics(uri)).map(({ code }) => String(code));
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const headerEnd = this.#buffer.indexOf("\r\n\r\n");
      if (headerEnd < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, headerEnd))?.[1]);
      const end = headerEnd + 4 + length;
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.toString("utf8", headerEnd + 4, end)) as Message;
      this.#buffer = this.#buffer.subarray(end);
      this.#heed(message);
    }
  }

  #heed(message: Message): void {
    if (message.method === undefined) {
      if (typeof message.id !== "number") {
        this.received.push(message);
        return;
      }
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
      return;
    }
    if (message.id !== undefined) this.#send({ jsonrpc: "2.0", id: message.id, result: this.#answerTo(message) });
    this.received.push(message);
    for (const waiter of this.#waiters) {
      if (!waiter.matches(message)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(message);
    }
  }

  #answerTo({ method, params }: Message): unknown {
    switch (method) {
      case "workspace/configuration":
        return (params as { items: { section?: string }[] }).items.map(({ section }) =>
          section === "sessionPolicy" ? this.settings : section === "json.validate" ? this.jsonValidate : null,
        );
      case "client/registerCapability":
        for (const { id, ...registration } of (params as RegistrationParams).registrations)
          this.registrations.set(id, registration);
        return null;
      case "client/unregisterCapability":
        for (const { id } of (params as UnregistrationParams).unregisterations) this.registrations.delete(id);
        return null;
      default:
        return null;
    }
  }

  #send(message: object): void {
    const body = JSON.stringify(message);
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #withPatience<T>(description: string, begin: (resolve: (value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`Waited ${patienceMs} ms in vain for ${description}. The server's log:\n${this.stderr}`));
      }, patienceMs);
      begin((value) => {
        clearTimeout(timer);
        resolve(value);
      });
    });
  }
}
