/**
 * Patterns as token lists. A token is a literal UTF-16 code unit (>= 0), a wildcard, or a policy variable's letter.
 * A *word* is a list of symbols: literals, `fresh`, and letters.
 */
export type Tokens = Int32Array;
export type Word = Int32Array;

/** What a wildcard may stand for. Only the universe of requests and the per-field reading (Q3) know exclusions. */
export const anyStar = -1;
export const anyOne = -2;
/** No colon: a wildcard that stays within its ARN field. */
export const noColonStar = -3;
export const noColonOne = -4;
/** No slash: a name that AWS ends at a slash. */
export const noSlashStar = -5;
export const noSlashOne = -6;
/** Neither. */
export const plainStar = -7;
export const plainOne = -8;

/**
 * One character at the least, or a variable: where the name of a resource begins. Only in the universe of requests: the
 * value of a variable may be all of a name, but `?` in a policy stands for one character of it only.
 */
export const anyFirst = -9;
export const noColonFirst = -10;
export const noSlashFirst = -11;
export const plainFirst = -12;

/**
 * A character that occurs in no pattern, so that only wildcards match it. Each class of wildcard has its own, which
 * stands for any character that the class may be: `fresh` is neither a colon nor a slash, the others may be one or both.
 */
export const fresh = -100;
export const freshAny = -101;
export const freshNoColon = -102;
export const freshNoSlash = -103;
/** Policy variables: `firstLetter - n`. Consumed by stars, never by a single-character wildcard. */
export const firstLetter = -1000;

/** `caseless + c`: the lower-case letter `c` or its upper case, for the operators that ignore case. */
export const caseless = 0x20000;

const colon = 58;
const slash = 47;

/** Whether a literal token stands for this symbol. A caseless symbol stands for both cases at once. */
export function literalTakes(token: number, symbol: number): boolean {
  return token === symbol || (token >= caseless && (symbol === token - caseless || symbol === token - caseless - 32));
}

/** A letter of either case as a caseless token; what has no case as it is. Letters are those that policies may have (G7). */
export function foldedToken(code: number): number {
  const isUpper = (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde && code !== 0xd7);
  const lower = isUpper ? code + 32 : code;
  const isLetter = (lower >= 97 && lower <= 122) || (lower >= 0xe0 && lower <= 0xfe && lower !== 0xf7);
  return isLetter ? lower + caseless : code;
}

export function isStar(token: number): boolean {
  return token === anyStar || token === noColonStar || token === noSlashStar || token === plainStar;
}

export function isWildcard(token: number): boolean {
  return token < 0 && token >= plainFirst;
}

export function isLetter(symbol: number): boolean {
  return symbol <= firstLetter;
}

/** Whether a wildcard token's characters include this symbol: for a fresh one, all that it may stand for. */
export function wildcardTakes(token: number, symbol: number): boolean {
  if (isLetter(symbol)) return isStar(token) || token <= anyFirst;
  switch (token) {
    case anyStar:
    case anyOne:
    case anyFirst:
      return true;
    case noColonStar:
    case noColonOne:
    case noColonFirst:
      return symbol !== colon && symbol !== freshAny && symbol !== freshNoSlash;
    case noSlashStar:
    case noSlashOne:
    case noSlashFirst:
      return symbol !== slash && symbol !== freshAny && symbol !== freshNoColon;
    case plainStar:
    case plainOne:
    case plainFirst:
      return symbol === fresh || (symbol >= 0 && symbol !== colon && symbol !== slash);
    default:
      return false;
  }
}

/** The fresh character of a wildcard's class. */
function freshOf(wildcard: number): number {
  switch (wildcard) {
    case anyStar:
    case anyOne:
    case anyFirst:
      return freshAny;
    case noColonStar:
    case noColonOne:
    case noColonFirst:
      return freshNoColon;
    case noSlashStar:
    case noSlashOne:
    case noSlashFirst:
      return freshNoSlash;
    default:
      return fresh;
  }
}

export function isFresh(symbol: number): boolean {
  return symbol <= fresh && symbol >= freshNoSlash;
}

/** A pattern ready for matching. */
export interface Glob {
  readonly tokens: Tokens;
  /**
   * The pattern as one word with each wildcard replaced by a fresh character. A pattern without single-character
   * wildcards matches this word exactly if it matches all that this pattern does.
   */
  readonly generic: Word;
  readonly hasOne: boolean;
  readonly hasStar: boolean;
  /** A wildcard that excludes colons or slashes occurs. */
  readonly hasRestricted: boolean;
  readonly hasLetter: boolean;
  readonly hasCaseless: boolean;
  /**
   * Five literal colons stand before any unrestricted wildcard and after all restricted ones: an ARN read field by
   * field. Two aligned patterns meet only field by field.
   */
  readonly isAligned: boolean;
  /** Where the text after five literal colons begins, if nothing before it can match a colon; else -1. */
  readonly lastField: number;
  /** The pattern is `*`, or equal to it. */
  readonly isAll: boolean;
  /** The pattern with `*` in place of every variable of unknown value; undefined where it has none. */
  readonly wide: Glob | undefined;
}

/** Makes a glob; runs of wildcards of one class are brought to one form: the single ones first, then one star. */
export function globOf(source: ArrayLike<number>): Glob {
  const tokens = new Int32Array(source.length);
  let length = 0;
  for (let i = 0; i < source.length; ) {
    const token = source[i]!;
    if (!isWildcard(token) || token <= anyFirst) {
      tokens[length++] = token;
      i++;
      continue;
    }
    const starToken = isStar(token) ? token : token + 1;
    let star = false;
    for (; i < source.length && (source[i] === starToken || source[i] === starToken - 1); i++) {
      if (source[i] === starToken) star = true;
      else tokens[length++] = starToken - 1;
    }
    if (star) tokens[length++] = starToken;
  }
  return new TokenGlob(length === tokens.length ? tokens : new Int32Array(tokens.subarray(0, length)));
}

/** Made of tokens in that form. */
class TokenGlob implements Glob {
  readonly tokens: Tokens;
  readonly hasOne: boolean;
  readonly hasStar: boolean;
  readonly hasRestricted: boolean;
  readonly hasLetter: boolean;
  readonly hasCaseless: boolean;
  readonly isAligned: boolean;
  readonly lastField: number;
  readonly isAll: boolean;
  readonly wide: Glob | undefined;
  #generic: Word | undefined = undefined;

  constructor(tokens: Tokens) {
    let hasOne = false;
    let hasStar = false;
    let hasRestricted = false;
    let hasLetter = false;
    let hasCaseless = false;
    let colons = 0;
    let outOfLine = false;
    let lastField = -1;
    let runsPastColons = false;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (isWildcard(token)) {
        if (isStar(token)) hasStar = true;
        else hasOne = true;
        const restricted = token !== anyStar && token !== anyOne && token !== anyFirst;
        if (restricted) hasRestricted = true;
        if (restricted ? colons >= 5 : colons < 5) outOfLine = true;
        if (wildcardTakes(token, colon)) runsPastColons = true;
      } else {
        if (isLetter(token)) hasLetter = runsPastColons = true;
        if (token >= caseless) hasCaseless = true;
        if (token === colon && ++colons === 5 && !runsPastColons) lastField = i + 1;
      }
    }
    this.tokens = tokens;
    this.hasOne = hasOne;
    this.hasStar = hasStar;
    this.hasRestricted = hasRestricted;
    this.hasLetter = hasLetter;
    this.hasCaseless = hasCaseless;
    this.isAligned = colons >= 5 && !outOfLine;
    this.lastField = lastField;
    this.isAll = tokens.length === 1 && tokens[0] === anyStar;
    this.wide = hasLetter ? globOf(tokens.map((token) => (isLetter(token) ? anyStar : token))) : undefined;
  }

  /** Put together when it is first asked for: an array takes longer to make than its tokens to read, and few are asked. */
  get generic(): Word {
    this.#generic ??=
      this.hasStar || this.hasOne
        ? this.tokens.map((token) => (isWildcard(token) ? freshOf(token) : token))
        : this.tokens;
    return this.#generic;
  }
}

/** The glob of a text without wildcards or variables. */
export function literalGlob(text: string): Glob {
  const tokens = new Int32Array(text.length);
  for (let i = 0; i < text.length; i++) tokens[i] = text.charCodeAt(i);
  return new TokenGlob(tokens);
}

/** `*` and `?` as unrestricted wildcards, everything else literal. */
export function plainTokens(text: string): number[] {
  const out = new Array<number>(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    out[i] = code === 42 ? anyStar : code === 63 ? anyOne : code;
  }
  return out;
}

/** The pattern with `*` in place of every variable of unknown value. */
export function widened(glob: Glob): Glob {
  return glob.wide ?? glob;
}
