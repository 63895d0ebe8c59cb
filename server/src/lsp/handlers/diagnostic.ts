import {
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver";
import type { ClientTraits } from "../clientTraits.js";
import { diagnosticsOf } from "../diagnostics.js";
import type { Session } from "../session.js";

export const noDiagnostics: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** `textDocument/diagnostic`: all findings of a document, or that they are still those the client has. */
export async function diagnostic(
  session: Session,
  client: ClientTraits,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
): Promise<DocumentDiagnosticReport> {
  const analyzed = await session.analyzed(textDocument.uri);
  if (analyzed === undefined) return noDiagnostics;
  const { resultId } = analyzed;
  if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  const items = await diagnosticsOf(analyzed, session.files, client, session.settings);
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}
