import type { Range } from "vscode-languageserver";
import { canonicalUri } from "../../core/context/uriPaths.js";
import { effectiveAccessMarkdown } from "../../core/features/effectiveAccess/effectiveAccessMarkdown.js";
import {
  type EffectiveAccessTable,
  effectiveAccessTables,
  type StatementPlace,
} from "../../core/features/effectiveAccess/effectiveAccessTable.js";
import type { JsonNode } from "../../core/syntax/json.js";
import { parsePolicy } from "../../core/syntax/parsePolicy.js";
import { placeOfPath } from "../../core/syntax/placeOfPath.js";
import { type LineIndex, lineIndex } from "../../core/text/lineIndex.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type {
  EffectiveAccessMarkdownParams,
  EffectiveAccessMarkdownResult,
  EffectiveAccessParams,
  EffectiveAccessResult,
  SessionAccessTable,
} from "../ownMessages.js";
import type { Session } from "../session.js";
import { rangeOf } from "../toProtocol.js";

/** `sessionPolicy/effectiveAccess`: for the view beside the editor. */
export async function effectiveAccess(
  session: Session,
  { textDocument }: EffectiveAccessParams,
): Promise<EffectiveAccessResult | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return null;
  const { analysis } = analyzed;
  const tables = effectiveAccessTables(analysis, await session.catalog());
  const placed = await Promise.all(tables.map((table) => withRanges(table, analyzed, session)));
  return { state: stateOf(analyzed), sessions: placed };
}

/** `sessionPolicy/effectiveAccessMarkdown`. */
export async function effectiveAccessAsMarkdown(
  session: Session,
  { textDocument, session: name }: EffectiveAccessMarkdownParams,
): Promise<EffectiveAccessMarkdownResult | null> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return null;
  const tables = effectiveAccessTables(analyzed.analysis, await session.catalog()).filter(
    (table) => name === undefined || table.session === name,
  );
  return tables.length === 0 ? null : { text: tables.map(effectiveAccessMarkdown).join("\n") };
}

function stateOf({ analysis }: AnalyzedDocument): EffectiveAccessResult["state"] {
  const policies = analysis.policies.filter(({ kind }) => kind === "session");
  const broken = policies.some(({ parsed }) => parsed.problems.some(({ kind }) => kind === "syntax"));
  if (policies.some((policy) => policy.session !== undefined)) return broken ? "broken" : "table";
  // What only looks like a policy of an identity may be a session policy that nobody has linked.
  const { kindFrom } = analysis.context;
  const maySession = policies.length > 0 || (kindFrom === "look" && analysis.policies[0]?.kind === "identity");
  return maySession ? "unlinked" : "no-session-policy";
}

async function withRanges(
  table: EffectiveAccessTable,
  analyzed: AnalyzedDocument,
  session: Session,
): Promise<SessionAccessTable> {
  const { document, analysis } = analyzed;
  const root = analysis.policies.find((policy) => policy.session?.name === table.session)?.parsed.root;
  const others = await filesOf(table.statements, document.uri, session);
  const rangeIn = (uri: string, place: StatementPlace): Range | undefined => {
    if (canonicalUri(uri) === canonicalUri(document.uri)) return rangeOf(document.lines, placeOfPath(root, place.path));
    const file = others.get(canonicalUri(uri));
    return file === undefined ? undefined : rangeOf(file.lines, placeOfPath(file.root, place.path));
  };
  return {
    ...table,
    statements: table.statements.map((place) => {
      const { label, uri } = place;
      const range = uri === undefined ? undefined : rangeIn(uri, place);
      return { label, ...(uri !== undefined && range !== undefined && { uri, range }) };
    }),
    entries: table.entries.map(({ pattern, effect, statement, path }) => ({
      pattern,
      effect,
      statement: statement + 1,
      range: rangeOf(document.lines, placeOfPath(root, path)),
    })),
    services: table.services.map(({ service, title, rows }) => ({
      service,
      title,
      rows: rows.map(({ action, entry, outcome }) => [action, entry, outcome] as const),
    })),
  };
}

interface ReadFile {
  readonly lines: LineIndex;
  readonly root: JsonNode | undefined;
}

/** The files that the statements stand in, each read once. */
async function filesOf(
  places: readonly StatementPlace[],
  own: string,
  session: Session,
): Promise<ReadonlyMap<string, ReadFile>> {
  const uris = new Set(places.flatMap(({ uri }) => uri ?? []).filter((uri) => canonicalUri(uri) !== canonicalUri(own)));
  const read = await Promise.all(
    [...uris].map(async (uri) => [canonicalUri(uri), await session.files.read(uri)] as const),
  );
  return new Map(
    read.flatMap(([uri, file]) =>
      file.ok ? [[uri, { lines: lineIndex(file.text), root: parsePolicy(file.text).root }] as const] : [],
    ),
  );
}
