import type { Position, TextDocumentIdentifier, WorkspaceEdit } from "vscode-languageserver";

/**
 * What our client and server say to each other beyond LSP. The client has the same names: it takes only types from
 * here, so that nothing of the server gets into its bundle.
 */

/** Request: the size of the document's session policy, `SizeParams` -> `SizeResult | null`. */
export const sizeRequest = "sessionPolicy/size";

export interface SizeParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface SizeResult {
  /** `231 / 2,048`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}

/** Notification from the server: sizes may have changed though their documents have not. Only to clients that ask for it. */
export const sizesChangedNotification = "sessionPolicy/sizesChanged";

/** Request: the policy without white space, `OneLineParams` -> `OneLineResult | null` (null: it does not parse). */
export const oneLineRequest = "sessionPolicy/oneLine";

export interface OneLineParams {
  readonly textDocument: TextDocumentIdentifier;
  /** Which policy of the document; the first one if not given. */
  readonly position?: Position;
}

export interface OneLineResult {
  readonly text: string;
  /** In Unicode code points. */
  readonly characters: number;
}

/** Request: what a session policy can be linked to, `LinkChoicesParams` -> `LinkChoices | null`. */
export const linkChoicesRequest = "sessionPolicy/linkChoices";

export interface LinkChoicesParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface LinkChoices {
  /** The config that will say so; `exists` or is to be created. */
  readonly configUri: string;
  readonly exists: boolean;
  /** Names of the roles it defines. */
  readonly roles: readonly string[];
  /** Files that look like an identity policy. */
  readonly policyFiles: readonly { readonly uri: string; readonly path: string }[];
}

/** Request: the edit that links a session policy to a role, `LinkParams` -> `LinkResult | null`. */
export const linkRequest = "sessionPolicy/link";

export interface LinkParams {
  readonly textDocument: TextDocumentIdentifier;
  /** A role of the config, or the file of a policy, for which a role is added. */
  readonly base: { readonly role: string } | { readonly policyUri: string };
}

export interface LinkResult {
  readonly configUri: string;
  /** Creates the config where there is none. */
  readonly edit: WorkspaceEdit;
}
