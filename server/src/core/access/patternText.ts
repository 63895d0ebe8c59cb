import type { Letters } from "./sets/letters.js";
import { type Glob, isLetter, isStar, isWildcard } from "./sets/tokens.js";

const dollar = 36;
const brace = 123;

/** A pattern as a policy of version 2012-10-17 writes it; characters that would mean something else are escaped (V2). */
export function patternText({ tokens }: Glob, letters: Letters): string {
  let text = "";
  tokens.forEach((token, i) => {
    if (isLetter(token)) text += `\${${letters.nameOf(token)}}`;
    else if (isWildcard(token)) text += isStar(token) ? "*" : "?";
    else if (token === 42) text += "${*}";
    else if (token === 63) text += "${?}";
    else if (token === dollar && tokens[i + 1] === brace) text += "${$}";
    else text += String.fromCharCode(token);
  });
  return text;
}
