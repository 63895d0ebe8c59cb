import { onOneLine } from "./quoted.js";

/**
 * Text of the user's or of a file's as plain words within a line of Markdown: nothing in it is markup, HTML, or a link,
 * neither one written out nor one that a renderer makes of an address by itself.
 */
export function escaped(text: string): string {
  return onOneLine(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/[\\`*_[\]#|>~@]/g, "\\$&")
    .replace(/:\/\//g, "\\://")
    .replace(/\bwww\./gi, "www\\.");
}

/** The same as code; `|` would end a table's cell even there. */
export function code(text: string): string {
  const plain = onOneLine(text).replace(/\|/g, "\u00a6");
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 || plain.trim() === "" ? " " : "";
  return `${fence}${space}${plain}${space}${fence}`;
}

/** A link to a place; its words are escaped. */
export function link(words: string, target: string): string {
  const safe = target.replace(/[\s<>()\\|]/g, (character) => encodeURIComponent(character).replace(/[()]/g, percent));
  return `[${escaped(words)}](${safe})`;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
