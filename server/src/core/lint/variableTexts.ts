import type { PolicyPath } from "../syntax/json.js";

/** A stretch of a string that begins like a policy variable. */
export interface VariableText {
  readonly path: PolicyPath;
  /** From `${` to behind `}`, or to the end of the string where that is missing; in UTF-16 units of the value. */
  readonly start: number;
  readonly end: number;
  /** What stands between the braces. */
  readonly inside: string;
  readonly closed: boolean;
}

/** Of more in one text nothing is said: it is no policy that anybody wrote, and places are looked up one by one. */
const mostInText = 200;

/** The variables of a text, as far as they look like ones (V2). */
export function variableTexts(text: string, path: PolicyPath): readonly VariableText[] {
  const found: VariableText[] = [];
  for (let start = text.indexOf("${"); start >= 0 && found.length < mostInText; ) {
    const close = text.indexOf("}", start);
    const next = text.indexOf("${", start + 2);
    const closed = close >= 0 && (next < 0 || close < next);
    const end = closed ? close + 1 : next < 0 ? text.length : next;
    found.push({ path, start, end, inside: text.slice(start + 2, closed ? close : end), closed });
    start = text.indexOf("${", end);
  }
  return found;
}
