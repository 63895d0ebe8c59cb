import { type CodeAction, CodeActionKind, type CodeActionParams, type Diagnostic } from "vscode-languageserver";
import { fixesAt } from "../../core/features/fixes.js";
import type { Finding } from "../../core/lint/finding.js";
import type { AnalyzedDocument } from "../analyzeDocument.js";
import type { ClientTraits } from "../clientTraits.js";
import type { DiagnosticData } from "../diagnostics.js";
import { spanOf } from "../fromProtocol.js";
import type { Session } from "../session.js";
import { rangeOf, workspaceEdit } from "../toProtocol.js";

/** `textDocument/codeAction`: the fixes of what was found at the place. */
export async function codeAction(
  session: Session,
  client: ClientTraits,
  { textDocument, range, context }: CodeActionParams,
): Promise<CodeAction[]> {
  if (!wantsQuickFixes(context.only)) return [];
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return [];
  const { document, analysis } = analyzed;
  const span = spanOf(document.lines, range);
  const fixes = fixesAt(analysis, span).map(({ finding, fix, changes }): CodeAction => {
    const diagnostics = context.diagnostics.filter((each) => isOf(each, finding, analyzed));
    return {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      ...(diagnostics.length > 0 && { diagnostics }),
      ...(fix.preferred === true && { isPreferred: true }),
      edit: workspaceEdit(document, changes, fix.title, client),
    };
  });
  return [...fixes, ...copyAsOneLine(analyzed, context.diagnostics, client)];
}

function wantsQuickFixes(only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((kind) => kind === "" || kind === CodeActionKind.QuickFix);
}

/** Whether the client's diagnostic is this finding's; an editor that drops our data is told by place and rule. */
function isOf(diagnostic: Diagnostic, finding: Finding, { document }: AnalyzedDocument): boolean {
  if (diagnostic.code !== finding.rule) return false;
  const data = diagnostic.data as DiagnosticData | undefined;
  if (data?.path !== undefined) return JSON.stringify(data.path) === JSON.stringify(finding.path);
  return JSON.stringify(diagnostic.range) === JSON.stringify(rangeOf(document.lines, finding.span));
}

/** What is too long only because of its white space is not edited but sent without it. */
function copyAsOneLine(
  { document, analysis }: AnalyzedDocument,
  diagnostics: readonly Diagnostic[],
  client: ClientTraits,
): CodeAction[] {
  const command = "sessionPolicy.copyAsOneLine";
  const tooLong = diagnostics.filter(({ code }) => code === "policy-too-long");
  const fits = analysis.policies.some(
    ({ characters: { sent, minified, limit } }) => limit !== undefined && minified <= limit && sent > limit,
  );
  if (tooLong.length === 0 || !fits || !client.commands.has(command)) return [];
  const title = "Copy as One Line";
  return [
    {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: tooLong,
      command: { title, command, arguments: [document.uri] },
    },
  ];
}
