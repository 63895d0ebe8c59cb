import { countCharacters } from "../text/characters.js";
import type { JsonNode } from "./json.js";
import type { ParsedPolicy } from "./parsedPolicy.js";
import { tokensOf } from "./tokens.js";

/** A policy without the white space that JSON does not need. */
export interface MinifiedPolicy {
  readonly text: string;
  /** Its size in Unicode code points. */
  readonly characters: number;
}

/**
 * The shortest way to write the very same document: the order of members, escapes and numbers stay as written, only
 * white space goes (and comments, trailing commas and a byte order mark, which no policy may have). `undefined` for
 * text that does not parse.
 */
export function minify(parsed: ParsedPolicy): MinifiedPolicy | undefined {
  if (!isWhole(parsed)) return undefined;
  const tokens = tokensOf(parsed.text, () => {});
  let text = "";
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]?.kind;
    if (token.kind === "," && (next === "}" || next === "]")) continue;
    text += parsed.text.slice(token.start, token.end);
  }
  return { text, characters: countCharacters(text) };
}

/**
 * The size of what `minify` gives, in Unicode code points, without writing it.
 * @param written the size of the text as it is
 */
export function minifiedCharacters(parsed: ParsedPolicy, written = countCharacters(parsed.text)): number | undefined {
  const { root, text } = parsed;
  if (root === undefined || !isWhole(parsed)) return undefined;
  if (written === text.length) return sizeOf(root, ({ span }) => span.end - span.start);
  return sizeOf(root, ({ span }) => countCharacters(text.slice(span.start, span.end)));
}

function sizeOf(node: JsonNode, written: (node: JsonNode) => number): number {
  if (node.type === "array") {
    let size = node.items.length === 0 ? 2 : 1 + node.items.length;
    for (const item of node.items) size += item.type === "string" ? written(item) : sizeOf(item, written);
    return size;
  }
  if (node.type !== "object") return written(node);
  let size = node.members.length === 0 ? 2 : 1 + node.members.length;
  for (const { key, value } of node.members)
    size += written(key) + 1 + (value === undefined ? 0 : sizeOf(value, written));
  return size;
}

function isWhole({ problems }: ParsedPolicy): boolean {
  return problems.every(({ kind }) => kind === "comment" || kind === "trailing-comma" || kind === "duplicate-key");
}
