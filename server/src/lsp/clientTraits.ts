import { type InitializeParams, InsertTextMode } from "vscode-languageserver";

/** What the editor at the other end can do, as far as it changes what we send. */
export interface ClientTraits {
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  /** Whether `textDocument/definition` may be answered with links. */
  readonly definitionLinks: boolean;
  readonly relatedInformation: boolean;
  readonly unnecessaryTag: boolean;
  /** Whether `workspace/configuration` is answered. */
  readonly givesConfiguration: boolean;
  readonly registersConfigurationChanges: boolean;
  readonly registersFileWatchers: boolean;
  readonly relativePatterns: boolean;
  readonly documentChanges: boolean;
  readonly changeAnnotations: boolean;
  /** Whether an edit may create a file. */
  readonly createsFiles: boolean;
  readonly workspaceFolders: boolean;
  /** What of completion items it understands beyond the plainest ones. */
  readonly completion: {
    readonly snippets: boolean;
    readonly insertReplace: boolean;
    readonly labelDetails: boolean;
    readonly insertTextMode: boolean;
    readonly markdown: boolean;
    /** One range for all items of a list. */
    readonly sharedRange: boolean;
  };
  /**
   * The editor has a JSON service of its own, as VS Code: syntax errors, duplicate keys, the config's schema and the
   * outline are its affair. Said by our client in `initializationOptions`.
   */
  readonly ownJsonService: boolean;
  /** The commands that lenses and actions may name. Editors without our client have none. */
  readonly commands: ReadonlySet<string>;
  /** Whether our own notifications are understood. */
  readonly ownNotifications: boolean;
}

/** What our client sends as `initializationOptions`; another editor may send any part of it. */
export interface InitializationOptions {
  readonly clientCommands?: readonly string[];
  readonly ownJsonService?: boolean;
  readonly ownNotifications?: boolean;
  /** Settings of an editor that can't be asked for them: the content of `sessionPolicy`. */
  readonly settings?: unknown;
}

export function clientTraits({ capabilities, initializationOptions }: InitializeParams): ClientTraits {
  const { textDocument, workspace } = capabilities;
  const options = initializationOptionsOf(initializationOptions);
  const published = textDocument?.publishDiagnostics;
  const pulled = textDocument?.diagnostic;
  const edits = workspace?.workspaceEdit;
  const item = textDocument?.completion?.completionItem;
  const tags = [...(published?.tagSupport?.valueSet ?? []), ...(pulled?.tagSupport?.valueSet ?? [])];
  return {
    pullsDiagnostics: pulled !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    relatedInformation: published?.relatedInformation === true || pulled?.relatedInformation === true,
    unnecessaryTag: tags.includes(1),
    givesConfiguration: workspace?.configuration === true,
    registersConfigurationChanges: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    registersFileWatchers: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    relativePatterns: workspace?.didChangeWatchedFiles?.relativePatternSupport === true,
    documentChanges: edits?.documentChanges === true,
    changeAnnotations: edits?.changeAnnotationSupport !== undefined && edits.documentChanges === true,
    createsFiles: edits?.documentChanges === true && edits.resourceOperations?.includes("create") === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    completion: {
      snippets: item?.snippetSupport === true,
      insertReplace: item?.insertReplaceSupport === true,
      labelDetails: item?.labelDetailsSupport === true,
      insertTextMode: item?.insertTextModeSupport?.valueSet.includes(InsertTextMode.adjustIndentation) === true,
      markdown: item?.documentationFormat?.includes("markdown") === true,
      sharedRange: textDocument?.completion?.completionList?.itemDefaults?.includes("editRange") === true,
    },
    ownJsonService: options.ownJsonService === true,
    commands: new Set(options.clientCommands ?? []),
    ownNotifications: options.ownNotifications === true,
  };
}

/** Reads what any editor may have sent; what is of the wrong type counts as not sent. */
export function initializationOptionsOf(sent: unknown): InitializationOptions {
  if (typeof sent !== "object" || sent === null) return {};
  const { clientCommands, ownJsonService, ownNotifications, settings } = sent as Record<string, unknown>;
  return {
    clientCommands: Array.isArray(clientCommands) ? clientCommands.filter((name) => typeof name === "string") : [],
    ownJsonService: ownJsonService === true,
    ownNotifications: ownNotifications === true,
    settings,
  };
}
