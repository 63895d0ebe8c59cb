import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver";
import { parentFolder, pathBelow } from "../../core/context/uriPaths.js";
import { configIgnoring, type FindingsToIgnore, ignoreFinding } from "../../core/features/ignoreFinding.js";
import { shownFindings } from "../../core/features/shownFindings.js";
import { lineIndex } from "../../core/text/lineIndex.js";
import { spansTouch } from "../../core/text/span.js";
import { configFor } from "../handlers/linkChoices.js";
import { textEdits } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/** For each rule that found something at the place: to accept its findings in this file, in the config. */
export async function ignoreFindings(request: ActionRequest): Promise<readonly CodeAction[]> {
  const { analyzed, span, diagnostics, session } = request;
  const { files } = session;
  if (analyzed.isConfig) return [];
  const found = shownFindings(analyzed.analysis).filter(
    ({ finding, region }) => region !== undefined && spansTouch(finding.span, span),
  );
  const rules = [...new Set(found.map(({ finding }) => finding.rule))];
  if (rules.length === 0) return [];
  const configUri = await configFor(analyzed, files);
  const folder = configUri === undefined ? undefined : parentFolder(configUri);
  const path = folder === undefined ? undefined : pathBelow(folder, analyzed.document.uri);
  if (configUri === undefined || path === undefined) return [];
  const actions = rules.map(async (rule): Promise<readonly CodeAction[]> => {
    const edit = await editOf(configUri, { rule, path }, request);
    const own = diagnostics.filter(({ code }) => code === rule);
    if (edit === undefined) return [];
    return [
      {
        title: `Ignore "${rule}" in this file…`,
        kind: CodeActionKind.QuickFix,
        ...(own.length > 0 && { diagnostics: own }),
        edit,
      },
    ];
  });
  return (await Promise.all(actions)).flat();
}

async function editOf(
  uri: string,
  findings: FindingsToIgnore,
  { session }: ActionRequest,
): Promise<WorkspaceEdit | undefined> {
  const config = await session.files.read(uri);
  if (config.ok) {
    const changes = ignoreFinding(uri, config.text, findings);
    if (changes.length === 0) return undefined;
    const edits = textEdits(lineIndex(config.text), changes);
    return { documentChanges: [{ textDocument: { uri, version: session.documentOf(uri)?.version ?? null }, edits }] };
  }
  if (config.why !== "missing") return undefined;
  const start = { line: 0, character: 0 };
  const creation = { range: { start, end: start }, newText: configIgnoring(findings) };
  return {
    documentChanges: [
      { kind: "create", uri },
      { textDocument: { uri, version: null }, edits: [creation] },
    ],
  };
}
