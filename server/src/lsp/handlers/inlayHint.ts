import type { InlayHint, InlayHintParams } from "vscode-languageserver";
import { codeLenses } from "../../core/features/codeLenses.js";
import { lineEndHints } from "../../core/features/lineEndHints.js";
import { lastGood } from "../lastLenses.js";
import type { Session } from "../session.js";

/** `textDocument/inlayHint`: the lenses' texts at the ends of lines, where nothing jumps. */
export async function inlayHint(session: Session, { textDocument, range }: InlayHintParams): Promise<InlayHint[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  // Asked for after the analysis, which waits for the settings.
  if (analyzed === undefined || !session.settings.inlayHints) return [];
  const { analysis, document } = analyzed;
  const fresh = codeLenses(analysis, document.lines, { actions: "all", summary: false }, session.words);
  const { shown, kept } = lastGood(analysis, fresh, session.lastHints(document.uri));
  if (kept !== undefined) session.rememberHints(analyzed, kept);
  return lineEndHints(shown, document.lines)
    .filter(({ line }) => range.start.line <= line && line <= range.end.line)
    .map(({ line, text }) => ({
      position: document.lines.positionAt(document.lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER })),
      label: text,
      paddingLeft: true,
    }));
}
