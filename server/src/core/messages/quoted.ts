import { cut } from "./room.js";

/** The user's text in double quotes, on one line, cut where it is long. */
export function quoted(text: string): string {
  return `"${cut(onOneLine(text), 80)}"`;
}

/** Line breaks and other control characters as spaces: a text of the user's must not break ours apart. */
export function onOneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
}
