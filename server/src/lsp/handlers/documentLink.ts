import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { configFileName } from "../../core/context/config.js";
import { fileName, parentFolder } from "../../core/context/uriPaths.js";
import { configLinks } from "../../core/features/configLinks.js";
import { maximumLength } from "../../core/syntax/parsePolicy.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `textDocument/documentLink`: the files that a config names. */
export function documentLink(session: Session, { textDocument }: DocumentLinkParams): DocumentLink[] {
  const document = session.documentOf(textDocument.uri);
  if (document === undefined || fileName(document.uri) !== configFileName || document.text.length > maximumLength)
    return [];
  const root = session.files.folderOf(document.uri) ?? parentFolder(document.uri) ?? document.uri;
  return configLinks(document.uri, document.text, root).map(({ span, uri }) => ({
    range: rangeOf(document.lines, span),
    target: uri,
  }));
}
