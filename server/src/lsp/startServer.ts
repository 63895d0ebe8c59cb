import type { CompletionItem, Connection, InitializeParams } from "vscode-languageserver";
import { answering, heeding } from "./answering.js";
import { CheckAll } from "./checkAll.js";
import { type ClientTraits, clientTraits, initializationOptionsOf } from "./clientTraits.js";
import { askForSettings, registerForChanges, withPatience } from "./configuration.js";
import { diagnosticsOf } from "./diagnostics.js";
import { FileWatching } from "./fileWatching.js";
import { codeAction } from "./handlers/codeAction.js";
import { codeLens } from "./handlers/codeLens.js";
import { completion, completionResolve, noCompletions } from "./handlers/completion.js";
import { definition } from "./handlers/definition.js";
import { diagnostic, noDiagnostics } from "./handlers/diagnostic.js";
import { didChangeWatchedFiles } from "./handlers/didChangeWatchedFiles.js";
import { documentLink } from "./handlers/documentLink.js";
import { documentSymbol } from "./handlers/documentSymbol.js";
import { hover } from "./handlers/hover.js";
import { initializeResult, withoutSlash, workspaceFoldersOf } from "./handlers/initialize.js";
import { inlayHint } from "./handlers/inlayHint.js";
import { references } from "./handlers/references.js";
import { noTokens, semanticTokens } from "./handlers/semanticTokens.js";
import type { OpenDocument } from "./openDocument.js";
import { serveOwnRequests } from "./ownRequests.js";
import { PushedDiagnostics } from "./pushedDiagnostics.js";
import { Refresher } from "./refresher.js";
import type { Runtime } from "./runtime.js";
import { Session } from "./session.js";
import { readSettings, type Settings } from "./settings.js";

/** Serves one client over `connection` until it goes. Everything of the host comes with `runtime`. */
export function startServer(connection: Connection, runtime: Runtime): void {
  connection.onInitialize((params) => {
    const client = clientTraits(params);
    serve(connection, runtime, client, params);
    return initializeResult(client, runtime.version);
  });
  connection.listen();
}

function serve(connection: Connection, runtime: Runtime, client: ClientTraits, params: InitializeParams): void {
  const log = connection.console;
  const session = new Session(runtime, log);
  session.folders = workspaceFoldersOf(params);
  session.settings = readSettings(initializationOptionsOf(params.initializationOptions).settings, undefined);
  const watching = new FileWatching(connection, client, log);
  const refresher = new Refresher(connection, client, runtime);
  const pushed = new PushedDiagnostics(runtime, log, publish);
  const checkAll = new CheckAll(connection, session, client);

  connection.onInitialized(() => {
    registerForChanges(connection, client, log);
    session.waitFor(withPatience(runtime, takeSettings()));
    if (client.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(
        heeding(log, "workspace/didChangeWorkspaceFolders", ({ added, removed }) => {
          const gone = new Set(removed.map(({ uri }) => withoutSlash(uri)));
          session.folders = [
            ...session.folders.filter((uri) => !gone.has(uri)),
            ...added.map(({ uri }) => withoutSlash(uri)),
          ];
          allOutdated();
        }),
      );
    watching.watch(session.dependencies, session.folders);
  });

  connection.onDidOpenTextDocument(
    heeding(log, "textDocument/didOpen", async ({ textDocument }) => {
      outdated(session.open(textDocument));
      push([textDocument]);
      await checkAll.withdraw(textDocument.uri);
    }),
  );
  connection.onDidChangeTextDocument(
    heeding(log, "textDocument/didChange", ({ textDocument, contentChanges }) => {
      outdated(session.change(textDocument.uri, textDocument.version, contentChanges));
      push([textDocument]);
    }),
  );
  connection.onDidCloseTextDocument(
    heeding(log, "textDocument/didClose", async ({ textDocument }) => {
      pushed.forget(textDocument.uri);
      outdated(session.close(textDocument.uri));
      if (!client.pullsDiagnostics) await connection.sendDiagnostics({ uri: textDocument.uri, diagnostics: [] });
    }),
  );
  // A client that watches no files at least tells of those it writes itself.
  connection.onDidSaveTextDocument(heeding(log, "textDocument/didSave", () => session.forgetFiles()));
  connection.onDidChangeWatchedFiles(
    heeding(log, "workspace/didChangeWatchedFiles", async (asked) => {
      outdated(didChangeWatchedFiles(session, asked));
      for (const { uri } of asked.changes) await checkAll.withdraw(uri);
    }),
  );
  connection.onDidChangeConfiguration(
    heeding(log, "workspace/didChangeConfiguration", async ({ settings }) => {
      if (client.givesConfiguration) await takeSettings();
      else useSettings(readSettings((settings as { sessionPolicy?: unknown } | null)?.sessionPolicy, undefined));
    }),
  );

  connection.languages.diagnostics.on(
    answering(
      log,
      "textDocument/diagnostic",
      noDiagnostics,
      watched((asked) => diagnostic(session, client, asked)),
    ),
  );
  connection.onCodeLens(
    answering(
      log,
      "textDocument/codeLens",
      [],
      watched((asked) => codeLens(session, client, asked)),
    ),
  );
  connection.onHover(answering(log, "textDocument/hover", null, (asked) => hover(session, asked)));
  connection.onCompletion(
    answering(log, "textDocument/completion", noCompletions, (asked) => completion(session, client, asked)),
  );
  connection.onCompletionResolve((item, token) =>
    answering(log, "completionItem/resolve", item, (asked: CompletionItem) =>
      completionResolve(session, client, asked),
    )(item, token),
  );
  connection.onCodeAction(answering(log, "textDocument/codeAction", [], (asked) => codeAction(session, client, asked)));
  connection.onDefinition(answering(log, "textDocument/definition", [], (asked) => definition(session, client, asked)));
  connection.onReferences(answering(log, "textDocument/references", [], (asked) => references(session, asked)));
  connection.onDocumentLinks(answering(log, "textDocument/documentLink", [], (asked) => documentLink(session, asked)));
  connection.languages.inlayHint.on(
    answering(
      log,
      "textDocument/inlayHint",
      [],
      watched((asked) => inlayHint(session, asked)),
    ),
  );
  connection.languages.semanticTokens.on(
    answering(log, "textDocument/semanticTokens/full", noTokens, (asked) => semanticTokens(session, asked)),
  );
  connection.onDocumentSymbol(
    answering(log, "textDocument/documentSymbol", [], (asked) => documentSymbol(session, asked)),
  );
  serveOwnRequests({ connection, session, client, runtime, log, checkAll }, watched);
  connection.onShutdown(() => {
    refresher.dispose();
    pushed.dispose();
  });

  /** An answer that may have read further files, which are then to be watched. */
  function watched<Params, Result>(answer: (asked: Params) => Promise<Result>): (asked: Params) => Promise<Result> {
    return async (asked) => {
      const result = await answer(asked);
      watching.watch(session.dependencies, session.folders);
      return result;
    };
  }

  async function takeSettings(): Promise<void> {
    await heeding(log, "workspace/configuration", async () => {
      const settings = await askForSettings(connection, client);
      if (settings !== undefined) useSettings(settings);
    })(undefined);
  }

  function useSettings(settings: Settings): void {
    if (JSON.stringify(settings) === JSON.stringify(session.settings)) return;
    session.settings = settings;
    allOutdated();
  }

  /** These documents' answers have changed though their texts have not. */
  function outdated(documents: readonly OpenDocument[]): void {
    if (documents.length === 0) return;
    refresher.request();
    push(documents);
  }

  function allOutdated(): void {
    outdated(session.documents);
  }

  function push(documents: readonly { readonly uri: string }[]): void {
    if (!client.pullsDiagnostics) pushed.schedule(documents);
  }

  async function publish(uri: string): Promise<void> {
    const analyzed = await session.analyzed(uri);
    if (analyzed === undefined) return;
    const { version } = analyzed.document;
    const diagnostics = await diagnosticsOf(analyzed, session.files, client, session.settings);
    watching.watch(session.dependencies, session.folders);
    // It may have been edited or closed while other files were read; then this is not what is to be shown.
    if (session.documentOf(uri) !== analyzed.document) return;
    await connection.sendDiagnostics({ uri, version, diagnostics });
  }
}
