import { type DocumentSymbol, type DocumentSymbolParams, SymbolKind } from "vscode-languageserver";
import { type OutlineEntry, outline } from "../../core/features/outline.js";
import type { LineIndex } from "../../core/text/lineIndex.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `textDocument/documentSymbol`: the statements. For editors without a JSON service of their own. */
export async function documentSymbol(
  session: Session,
  { textDocument }: DocumentSymbolParams,
): Promise<DocumentSymbol[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  return outline(analyzed.analysis).map((entry) => symbolOf(entry, analyzed.document.lines));
}

function symbolOf({ name, detail, span, selection }: OutlineEntry, lines: LineIndex): DocumentSymbol {
  return {
    name,
    detail,
    kind: SymbolKind.Object,
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, selection),
  };
}
