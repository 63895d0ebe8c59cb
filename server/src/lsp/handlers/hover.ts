import { type Hover, type HoverParams, MarkupKind } from "vscode-languageserver";
import { hover as hoverAt } from "../../core/features/hover/hover.js";
import { offsetOf } from "../fromProtocol.js";
import { linesOfFiles } from "../places.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `textDocument/hover`. */
export async function hover(session: Session, { textDocument, position }: HoverParams): Promise<Hover | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return null;
  const { document, analysis } = analyzed;
  const catalog = await session.catalog();
  const lineOf = await linesOfFiles(session.files, [document.uri, ...analysis.context.dependencies]);
  const found = await hoverAt(analysis, offsetOf(document.lines, position), { catalog, lineOf });
  if (found === undefined) return null;
  return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range: rangeOf(document.lines, found.span) };
}
