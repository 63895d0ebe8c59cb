import {
  type ChangeAnnotation,
  DiagnosticSeverity,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Severity } from "../core/lint/finding.js";
import type { LineIndex } from "../core/text/lineIndex.js";
import type { Span, TextChange } from "../core/text/span.js";
import type { ClientTraits } from "./clientTraits.js";
import type { OpenDocument } from "./openDocument.js";

/**
 * The editor's severities, which are LSP's, for ours, which are Access Analyzer's. A suggestion is Information and not
 * a Hint: VS Code shows hints neither in the Problems panel nor as more than three dots, and what a suggestion says
 * (part of a wildcard has no effect) is meant to be read.
 */
export function severityOf(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case "error":
      return DiagnosticSeverity.Error;
    case "security-warning":
    case "warning":
      return DiagnosticSeverity.Warning;
    case "suggestion":
      return DiagnosticSeverity.Information;
  }
}

export function rangeOf(lines: LineIndex, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export function textEdits(lines: LineIndex, changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ span, newText }) => ({ range: rangeOf(lines, span), newText }));
}

const confirmationId = "sessionPolicy.severalPlaces";

/**
 * An edit of one document at this very version. One in several places must be confirmed, where the editor has a
 * preview for that: some of them may be out of sight.
 */
export function workspaceEdit(
  document: OpenDocument,
  changes: readonly TextChange[],
  label: string,
  client: ClientTraits,
): WorkspaceEdit {
  return editOf(document, changes, label, client, changes.length > 1);
}

/** An edit of a document that nobody looks at: it must be confirmed, wherever the editor has a preview. */
export function editElsewhere(
  document: Pick<OpenDocument, "uri" | "lines"> & { readonly version: number | null },
  changes: readonly TextChange[],
  label: string,
  client: ClientTraits,
): WorkspaceEdit {
  return editOf(document, changes, label, client, true);
}

function editOf(
  { uri, version, lines }: Pick<OpenDocument, "uri" | "lines"> & { readonly version: number | null },
  changes: readonly TextChange[],
  label: string,
  client: ClientTraits,
  needsConfirmation: boolean,
): WorkspaceEdit {
  const edits = textEdits(lines, changes);
  if (!client.documentChanges) return { changes: { [uri]: edits } };
  const textDocument = { uri, version };
  if (!needsConfirmation || !client.changeAnnotations) return { documentChanges: [{ textDocument, edits }] };
  const description = edits.length === 1 ? "1 place" : `${edits.length} places`;
  const annotation: ChangeAnnotation = { label, needsConfirmation: true, description };
  return {
    documentChanges: [{ textDocument, edits: edits.map((edit) => ({ ...edit, annotationId: confirmationId })) }],
    changeAnnotations: { [confirmationId]: annotation },
  };
}
