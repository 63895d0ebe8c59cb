import type { CodeLens, CodeLensParams, Command } from "vscode-languageserver";
import { codeLenses, type Lens } from "../../core/features/codeLenses.js";
import type { ParsedPolicy } from "../../core/syntax/parsedPolicy.js";
import { type Span, spanContains } from "../../core/text/span.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { ClientTraits } from "../clientTraits.js";
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

/** While a policy is half-typed, its lenses are those of the last text that parsed, moved along with the edits. */
function shownLenses(analyzed: AnalyzedDocument, session: Session): readonly Lens[] {
  const { analysis, document } = analyzed;
  const lenses = codeLenses(analysis, document.lines, session.settings.codeLens);
  const broken = analysis.policies.filter(({ parsed }) => !isWhole(parsed)).map(({ region }) => region.span);
  const last = session.lastLenses(document.uri).filter((lens) => isIn(broken, lens));
  if (last.length === 0) {
    if (broken.length === 0) session.rememberLenses(analyzed, lenses);
    return lenses;
  }
  const shown = [...lenses.filter((lens) => !isIn(broken, lens)), ...last];
  session.rememberLenses(analyzed, shown);
  return shown.sort((one, other) => one.span.start - other.span.start);
}

/** Whether all of the text could be read; comments and trailing commas hide nothing. */
function isWhole({ problems }: ParsedPolicy): boolean {
  return problems.every(({ kind }) => kind === "comment" || kind === "trailing-comma" || kind === "duplicate-key");
}

function isIn(regions: readonly Span[], { span }: Lens): boolean {
  return regions.some((region) => spanContains(region, span.start));
}

/** An editor shows a lens whose command has no name as plain text. */
function commandOf({ kind, text, span }: Lens, { uri, lines }: OpenDocument, client: ClientTraits): Command {
  const command = kind === "choose-base" ? "sessionPolicy.chooseBaseRole" : "sessionPolicy.explain";
  if (!client.commands.has(command)) return { title: text, command: "" };
  return { title: text, command, arguments: kind === "choose-base" ? [uri] : [uri, lines.positionAt(span.start)] };
}
