import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver";
import { fixesAt } from "../../core/features/fixes.js";
import type { Finding } from "../../core/lint/finding.js";
import { fixTitle } from "../../core/messages/fixTitle.js";
import type { DiagnosticData } from "../diagnostics.js";
import { rangeOf, workspaceEdit } from "../toProtocol.js";
import type { ActionRequest } from "./actionRequest.js";

/** The fixes of what was found at the place. */
export function quickFixes({ analyzed, span, diagnostics, client }: ActionRequest): readonly CodeAction[] {
  const { document, analysis } = analyzed;
  return fixesAt(analysis, span).map(({ finding, fix, changes }): CodeAction => {
    const own = diagnostics.filter((each) => isOf(each, finding, analyzed));
    const title = fixTitle(fix.title, fix.access);
    return {
      title,
      kind: CodeActionKind.QuickFix,
      ...(own.length > 0 && { diagnostics: own }),
      ...(fix.preferred === true && { isPreferred: true }),
      edit: workspaceEdit(document, changes, title, client),
    };
  });
}

/** Whether the client's diagnostic is this finding's; an editor that drops our data is told by place and rule. */
function isOf(diagnostic: Diagnostic, finding: Finding, { document }: ActionRequest["analyzed"]): boolean {
  if (diagnostic.code !== finding.rule) return false;
  const data = diagnostic.data as DiagnosticData | undefined;
  if (data?.path !== undefined) return JSON.stringify(data.path) === JSON.stringify(finding.path);
  return JSON.stringify(diagnostic.range) === JSON.stringify(rangeOf(document.lines, finding.span));
}
