import {
  CodeActionKind,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { ClientTraits } from "../clientTraits.js";
import { fixAllKind } from "../codeActions/fixAll.js";
import { tokenTypes } from "./semanticTokens.js";

/** The answer to `initialize`: what we offer this client. */
export function initializeResult(client: ClientTraits, version: string): InitializeResult {
  return {
    serverInfo: { name: "session-policy-language-server", version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      codeLensProvider: { resolveProvider: false },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind] },
      // Where a string, a value, a part of an ARN, a wildcard or a variable begins. Not where a list or an object does: Enter
      // would take the first proposal there, and a new line is wanted.
      completionProvider: { triggerCharacters: ['"', ":", "*", "/", "$", "{"], resolveProvider: true },
      definitionProvider: true,
      referencesProvider: true,
      documentLinkProvider: { resolveProvider: false },
      inlayHintProvider: { resolveProvider: false },
      semanticTokensProvider: { legend: { tokenTypes, tokenModifiers: [] }, full: true, range: false },
      ...(client.pullsDiagnostics && {
        diagnosticProvider: {
          identifier: "session-policy",
          interFileDependencies: true,
          workspaceDiagnostics: false,
        },
      }),
      // VS Code makes an outline of any JSON itself, and would show two.
      ...(!client.ownJsonService && { documentSymbolProvider: true }),
      ...(client.workspaceFolders && {
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      }),
    },
  };
}

/** The folders that are open, in the oldest way the client knows. */
export function workspaceFoldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => withoutSlash(uri));
  return rootUri ? [withoutSlash(rootUri)] : [];
}

export function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, "");
}
