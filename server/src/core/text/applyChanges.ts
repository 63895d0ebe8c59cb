import type { TextChange } from "./span.js";

/** The text after all of `changes`, which refer to `text`, are sorted and do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let result = "";
  let at = 0;
  for (const { span, newText } of changes) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}
