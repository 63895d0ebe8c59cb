import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { type LineIndex, lineIndex } from "../core/text/lineIndex.js";
import type { TextChange } from "../core/text/span.js";
import { spanOf } from "./fromProtocol.js";

/** A document at one version, as the editor has it: an immutable value. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  /** Counts openings, so that a document that was closed and opened again is never taken for its former self. */
  readonly opening: number;
  readonly text: string;
  readonly lines: LineIndex;
}

export function openDocument(item: TextDocumentItem, opening: number): OpenDocument {
  const { uri, languageId, version, text } = item;
  return { uri, languageId, version, opening, text, lines: lineIndex(text) };
}

/**
 * The document after an editor's changes, which are carried out one after the other, and the same changes in offsets,
 * each of which speaks of the text that the one before has left.
 */
export function changedDocument(
  document: OpenDocument,
  version: number,
  events: readonly TextDocumentContentChangeEvent[],
): { readonly document: OpenDocument; readonly changes: readonly TextChange[] } {
  let { text, lines } = document;
  const changes: TextChange[] = [];
  for (const event of events) {
    const change =
      "range" in event ? { span: spanOf(lines, event.range), newText: event.text } : wholeChange(text, event.text);
    changes.push(change);
    text = text.slice(0, change.span.start) + change.newText + text.slice(change.span.end);
    lines = lineIndex(text);
  }
  return { document: { ...document, version, text, lines }, changes };
}

/** What has changed between two texts of which an editor sends only the new one: all between what they share. */
function wholeChange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { span: { start, end: before.length - same }, newText: after.slice(start, after.length - same) };
}
