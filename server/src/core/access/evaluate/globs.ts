/** A pattern: UTF-16 code units, and wildcards as negative numbers. */
export type Glob = readonly number[];

/** `*`: any text, the empty one too. */
export const anyText = -1;
/** `?`: exactly one character. */
export const anyCharacter = -2;

/** `*` and `?` as wildcards, everything else literal. */
export function globOf(pattern: string): Glob {
  const glob: number[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i);
    glob.push(code === 42 ? anyText : code === 63 ? anyCharacter : code);
  }
  return glob;
}

/** All characters literal. */
export function literalGlob(text: string): Glob {
  const glob: number[] = [];
  for (let i = 0; i < text.length; i++) glob.push(text.charCodeAt(i));
  return glob;
}

/** A character that no pattern names, so that only wildcards take it. */
const foreign = 0x10ffff + 1;

/** Whether the whole text matches. Takes at most |pattern| times |text| steps: only the latest star is ever moved. */
export function globMatches(pattern: string | Glob, text: string): boolean {
  if (typeof pattern === "string" && needsMoreThan(text.length, pattern)) return false;
  return matchesUnits(typeof pattern === "string" ? globOf(pattern) : pattern, literalGlob(text));
}

/** Whether every text that matches is longer than this: seen at the beginning of a long pattern. */
function needsMoreThan(length: number, pattern: string): boolean {
  let least = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern.charCodeAt(i) !== 42 && ++least > length) return true;
  }
  return false;
}

function matchesUnits(glob: Glob, units: readonly number[]): boolean {
  let i = 0;
  let j = 0;
  let star = -1;
  let resume = 0;
  while (i < units.length) {
    if (j < glob.length && glob[j] === anyText) {
      star = j++;
      resume = i;
    } else if (j < glob.length && (glob[j] === anyCharacter || glob[j] === units[i])) {
      i++;
      j++;
    } else if (star >= 0) {
      j = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (glob[j] === anyText) j++;
  return j === glob.length;
}

/** Whether every text is matched. */
export function matchesEverything(glob: Glob): boolean {
  return glob.length > 0 && glob.every((token) => token === anyText);
}

export function hasWildcard(glob: Glob): boolean {
  return glob.some((token) => token < 0);
}

/**
 * Whether `outer` surely matches all that `inner` does: it matches the text in which every wildcard of `inner` is one
 * character that no pattern names. "No" may be wrong where `outer` has single-character wildcards; where it has
 * none, whatever matches that text takes the character with a `*`, which takes any other text as well.
 */
export function surelyCovers(outer: Glob, inner: Glob): boolean {
  if (outer.includes(anyCharacter)) return sameGlob(outer, inner) || matchesEverything(outer);
  return matchesUnits(
    outer,
    inner.map((token) => (token < 0 ? foreign : token)),
  );
}

function sameGlob(a: Glob, b: Glob): boolean {
  return a.length === b.length && a.every((token, i) => token === b[i]);
}

/** Whether some text matches both. */
export function globsMeet(a: Glob, b: Glob): boolean {
  // reach[j]: what was read of `a` can be the same text as the first j tokens of `b`.
  let reach: boolean[] = [true];
  for (let j = 0; j < b.length; j++) reach[j + 1] = reach[j]! && b[j] === anyText;
  for (const token of a) {
    const next: boolean[] = [];
    for (let j = 0; j <= b.length; j++) {
      const other = j > 0 ? b[j - 1]! : undefined;
      let reached = false;
      if (token === anyText) reached = reach[j]! || (j > 0 && next[j - 1]!);
      else if (other === anyText) reached = reach[j]! || next[j - 1]!;
      else if (other !== undefined)
        reached = reach[j - 1]! && (token === other || token === anyCharacter || other === anyCharacter);
      next[j] = reached;
    }
    reach = next;
  }
  return reach[b.length]!;
}

/** Splits at literal colons, at most `cuts` of them; the last part keeps its own. */
export function splitAtColons(glob: Glob, cuts: number): readonly Glob[] {
  const parts: Glob[] = [];
  let from = 0;
  for (let i = 0; i < glob.length && parts.length < cuts; i++) {
    if (glob[i] !== 58) continue;
    parts.push(glob.slice(from, i));
    from = i + 1;
  }
  parts.push(glob.slice(from));
  return parts;
}
