import type { Location, ReferenceParams } from "vscode-languageserver";
import { statementAtOffset, usesOfStatement } from "../../core/features/statementUses.js";
import { offsetOf } from "../fromProtocol.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** So many session policies are looked through. */
const most = 200;

/** `textDocument/references`: from a statement of a role's policy to the actions of session policies that rest on it. */
export async function references(session: Session, { textDocument, position }: ReferenceParams): Promise<Location[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const { document, analysis } = analyzed;
  const path = statementAtOffset(analysis, offsetOf(document.lines, position));
  if (path === undefined) return [];
  const uris = [...new Set(analysis.context.usedBy.map(({ uri }) => uri))].slice(0, most);
  const found: Location[] = [];
  // One after the other: each is as much work as an edit of that file.
  for (const uri of uris) {
    const using = await session.analyzedFile(uri);
    if (using === undefined) continue;
    for (const span of usesOfStatement(using.analysis, document.uri, path))
      found.push({ uri: using.document.uri, range: rangeOf(using.document.lines, span) });
  }
  return found;
}
