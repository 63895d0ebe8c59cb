import type { Span } from "../../core/text/span.js";
import type { CheckedFile } from "./checkedFile.js";

const room = 90;

/** The line that a finding speaks of, with carets under the place. Nothing where that would tell nothing. */
export function codeFrame(span: Span, { text, lines }: Pick<CheckedFile, "text" | "lines">): readonly string[] {
  const start = lines.positionAt(span.start);
  const lineStart = span.start - start.character;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? "";
  // A whole object or list is shown by its bracket alone.
  if (line.trim() === "" || /^[{[]?$/.test(text.slice(span.start, span.end))) return [];
  // A long line, such as a policy without white space, is shown from shortly before the place.
  const from = line.length <= room ? (/^\s*/.exec(line)?.[0].length ?? 0) : Math.max(0, start.character - 30);
  const shown = line.slice(from, from + room).replaceAll("\t", " ");
  const end = Math.min(span.end - lineStart, from + room, line.length);
  const carets = "^".repeat(Math.max(1, end - start.character));
  const before = from > 0 && line.length > room ? "…" : "";
  const after = from + room < line.length ? "…" : "";
  return [`${before}${shown}${after}`, `${" ".repeat(before.length + Math.max(0, start.character - from))}${carets}`];
}
