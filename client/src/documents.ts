import * as vscode from "vscode";
import type { DocumentSelector } from "vscode-languageclient";

/** Never `git` and other read-only views of old text, nor notebook cells. */
const schemes = ["file", "untitled", "vscode-vfs"];

/** Policies are of language `json`; the config is `jsonc`, and so is a policy whose user has said so. */
const languages = ["json", "jsonc"];

/** The documents that the server is told of. */
export const documentSelector: DocumentSelector = languages.flatMap((language) =>
  schemes.map((scheme) => ({ language, scheme })),
);

/** Whether the server is told of the document. */
export function isServed(document: vscode.TextDocument): boolean {
  return languages.includes(document.languageId) && schemes.includes(document.uri.scheme);
}

/** The document of the editor in front, if the server is told of it. */
export function activeDocument(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document !== undefined && isServed(document) ? document : undefined;
}
