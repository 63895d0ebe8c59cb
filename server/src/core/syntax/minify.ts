import { countCharacters } from "../text/characters.js";
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
  if (parsed.problems.some(({ kind }) => kind !== "comment" && kind !== "trailing-comma" && kind !== "duplicate-key")) {
    return undefined;
  }
  const tokens = tokensOf(parsed.text, () => {});
  let text = "";
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]?.kind;
    if (token.kind === "," && (next === "}" || next === "]")) continue;
    text += parsed.text.slice(token.start, token.end);
  }
  return { text, characters: countCharacters(text) };
}
