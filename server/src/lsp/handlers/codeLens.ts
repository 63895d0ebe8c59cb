import type { CodeLens, CodeLensParams, Command } from "vscode-languageserver";
import { codeLenses, type Lens } from "../../core/features/codeLenses.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { ClientTraits } from "../clientTraits.js";
import { lastGood } from "../lastLenses.js";
import type { OpenDocument } from "../openDocument.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `textDocument/codeLens`: what each action does, complete at once. */
export async function codeLens(
  session: Session,
  client: ClientTraits,
  { textDocument }: CodeLensParams,
): Promise<CodeLens[]> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const { document } = analyzed;
  return shownLenses(analyzed, session).map((lens) => ({
    range: rangeOf(document.lines, lens.span),
    command: commandOf(lens, document, client),
  }));
}

function shownLenses(analyzed: AnalyzedDocument, session: Session): readonly Lens[] {
  const { analysis, document } = analyzed;
  const fresh = codeLenses(analysis, document.lines, session.settings.codeLens);
  const { shown, kept } = lastGood(analysis, fresh, session.lastLenses(document.uri));
  if (kept !== undefined) session.rememberLenses(analyzed, kept);
  return shown;
}

/** An editor shows a lens whose command has no name as plain text. */
function commandOf({ kind, text, span }: Lens, { uri, lines }: OpenDocument, client: ClientTraits): Command {
  const command = kind === "choose-base" ? "sessionPolicy.chooseBaseRole" : "sessionPolicy.explain";
  if (!client.commands.has(command)) return { title: text, command: "" };
  return { title: text, command, arguments: kind === "choose-base" ? [uri] : [uri, lines.positionAt(span.start)] };
}
