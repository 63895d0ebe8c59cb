import type { CodeLens, CodeLensParams, Command, Location } from "vscode-languageserver";
import type { Analysis } from "../../core/analysis.js";
import { codeLenses, type Lens } from "../../core/features/codeLenses.js";
import { type StatementUse, usedByLenses } from "../../core/features/usedByLenses.js";
import { lineIndex } from "../../core/text/lineIndex.js";
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
  const used = session.settings.codeLens.usedBy ? await usedBy(analyzed, session) : [];
  const lenses = shownLenses(analyzed, used, session);
  const locate = await locator(lenses, session);
  return lenses.map((lens) => ({
    range: rangeOf(document.lines, lens.span),
    command: commandOf(lens, document, client, locate),
  }));
}

/** With more session policies than this, typing in a role's policy would be slow; then nothing is said of its uses. */
const mostSessions = 60;

/** Which sessions use the statements of a role's policy; their files need not be open. */
async function usedBy({ analysis }: AnalyzedDocument, session: Session): Promise<readonly Lens[]> {
  const uris = [...new Set(analysis.context.usedBy.map(({ uri }) => uri))];
  if (uris.length === 0 || uris.length > mostSessions) return [];
  const analyses: Analysis[] = [];
  // One after the other: each is as much work as an edit of that file.
  for (const uri of uris) {
    const using = await session.analyzedFile(uri);
    if (using !== undefined) analyses.push(using.analysis);
  }
  return usedByLenses(analysis, { analyses, complete: analyses.length === uris.length });
}

type Locate = (use: StatementUse) => Location;

/** Where the uses stand in files as they are now. */
async function locator(lenses: readonly Lens[], session: Session): Promise<Locate> {
  const uris = new Set(lenses.flatMap(({ uses = [] }) => uses.map(({ uri }) => uri)));
  const files = await Promise.all([...uris].map(async (uri) => [uri, await session.files.read(uri)] as const));
  const lines = new Map(files.flatMap(([uri, file]) => (file.ok ? [[uri, lineIndex(file.text)] as const] : [])));
  const start = { line: 0, character: 0 };
  return ({ uri, span }) => {
    const index = lines.get(uri);
    return { uri, range: index === undefined ? { start, end: start } : rangeOf(index, span) };
  };
}

function shownLenses(analyzed: AnalyzedDocument, used: readonly Lens[], session: Session): readonly Lens[] {
  const { analysis, document } = analyzed;
  const fresh = [...codeLenses(analysis, document.lines, session.settings.codeLens, session.words), ...used];
  const { shown, kept } = lastGood(analysis, fresh, session.lastLenses(document.uri));
  if (kept !== undefined) session.rememberLenses(analyzed, kept);
  return shown;
}

/** An editor shows a lens whose command has no name as plain text. */
function commandOf(lens: Lens, { uri, lines }: OpenDocument, client: ClientTraits, locate: Locate): Command {
  const { kind, text: title, span, uses = [] } = lens;
  const position = lines.positionAt(span.start);
  const [command, ...args] = commands[kind];
  if (!client.commands.has(command) || (kind === "used-by" && uses.length === 0)) return { title, command: "" };
  const given = { uri, position, uses: uses.map(locate) };
  return { title, command, arguments: args.map((name) => given[name]) };
}

/** What each kind of lens does, with what it is given. */
const commands: {
  readonly [kind in Lens["kind"]]: readonly [command: string, ...args: ("uri" | "position" | "uses")[]];
} = {
  summary: ["sessionPolicy.explain", "uri", "position"],
  "not-given": ["sessionPolicy.explain", "uri", "position"],
  action: ["sessionPolicy.explain", "uri", "position"],
  "choose-base": ["sessionPolicy.chooseBaseRole", "uri"],
  "used-by": ["sessionPolicy.showUses", "uri", "position", "uses"],
};
