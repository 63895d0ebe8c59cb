import { createScanner, type JSONScanner } from "jsonc-parser";
import type { SyntaxProblem, SyntaxProblemKind } from "./parsedPolicy.js";

export type TokenKind =
  | "{"
  | "}"
  | "["
  | "]"
  | ":"
  | ","
  | "string"
  | "number"
  | "true"
  | "false"
  | "null"
  /** Anything that is no JSON, up to the next white space, quote or punctuation. */
  | "word"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of a string: its decoded value; of everything else: its source text. */
  readonly value: string;
}

export type ReportProblem = (kind: SyntaxProblemKind, start: number, end: number, detail: string) => void;

// jsonc-parser declares these as const enums, which a file compiled on its own cannot read.
const kindOfSyntax: Readonly<Record<number, TokenKind>> = {
  1: "{",
  2: "}",
  3: "[",
  4: "]",
  5: ",",
  6: ":",
  7: "null",
  8: "true",
  9: "false",
  10: "string",
  11: "number",
  16: "word",
  17: "end",
};
const lineComment = 12;
const blockComment = 13;

const detailOfScanError: Readonly<Record<number, string>> = {
  1: "this comment is not closed",
  2: "this string is not closed",
  3: "this number is not complete",
  4: "\\u must be followed by four hexadecimal digits",
  5: 'a backslash in a string may only stand before one of " \\ / b f n r t u',
  6: "a control character in a string must be written as an escape",
};

/** Space characters that JSON does not know, such as the no-break spaces that come with text copied from a page. */
const foreignSpace = /^[\s\u200B-\u200D\u2060\uFEFF]+/;

/**
 * Reads the tokens of a text one by one, without white space and comments; the last one is "end", at the end of the text,
 * and stays. Comments and what is wrong inside a token are reported when the token behind is read. A byte order mark at
 * the start is passed over.
 *
 * Brackets, colons, commas and strings without escapes, which is nearly all that a policy is made of, are read here, in
 * half the time; everything else by jsonc-parser's scanner. The token is this object's own state, since an object for each
 * takes half as long as scanning it.
 */
export class TokenReader implements Token {
  kind: TokenKind = "end";
  start = 0;
  end = 0;
  /** Of a string: its decoded value; of everything else: empty. */
  value = "";
  /** Whether all characters of the text are U+0020 to U+00FF: then strings are plain up to the next backslash. */
  readonly isOneLine: boolean;
  readonly #text: string;
  readonly #report: ReportProblem;
  /** Made when it is needed. */
  #scanner: JSONScanner | undefined;
  /** Where reading goes on. */
  #at = 0;
  /** Where the next backslash is, if it is behind this token. */
  #backslash = -1;
  /** The tokens behind this one that were read already. */
  readonly #ahead: readonly MutableToken[] = [newToken(), newToken(), newToken()];
  #countAhead = 0;

  constructor(text: string, report: ReportProblem) {
    this.#text = text;
    // Half the time of a search for any other character.
    this.isOneLine = /^[ -\u00ff]*$/.test(text);
    this.#report = report;
    if (text.startsWith("\uFEFF")) this.#at = 1;
    this.#scan();
  }

  /** Goes on to the next token. */
  next(): void {
    if (this.#countAhead === 0) {
      if (this.kind !== "end") this.#scan();
      return;
    }
    copyToken(this.#ahead[0]!, this);
    this.#countAhead--;
    for (let at = 0; at < this.#countAhead; at++) copyToken(this.#ahead[at + 1]!, this.#ahead[at]!);
  }

  /**
   * Goes on from a string to the next one of its list, past the comma, and says whether it did: only where that is a plain
   * string too, behind which a comma or the end of the list follows. So are nearly all strings of a policy.
   */
  nextInList(): boolean {
    if (this.#countAhead > 0) return false;
    const text = this.#text;
    const between = pastSpace(text, this.#at);
    if (text.charCodeAt(between) !== comma) return false;
    const start = pastSpace(text, between + 1);
    if (text.charCodeAt(start) !== quote) return false;
    const close = this.#plainEnd(start + 1);
    if (close === undefined) return false;
    const behind = text.charCodeAt(pastSpace(text, close + 1));
    if (behind !== comma && behind !== closingBracket) return false;
    this.#read("string", start, close + 1, text.slice(start + 1, close));
    return true;
  }

  /** The kind of the token so many places behind this one, at most three. */
  kindAhead(places: number): TokenKind {
    if (places === 1 && this.#countAhead === 0 && this.kind !== "end") {
      const text = this.#text;
      const kind = punctuation(text.charCodeAt(pastSpace(text, this.#at)));
      if (kind !== undefined) return kind;
    }
    if (this.#countAhead < places) this.#lookAhead(places);
    return this.#ahead[places - 1]!.kind;
  }

  #lookAhead(places: number): void {
    const { kind, start, end, value } = this;
    if (this.#countAhead > 0) copyToken(this.#ahead[this.#countAhead - 1]!, this);
    while (this.#countAhead < places) {
      if (this.kind !== "end") this.#scan();
      copyToken(this, this.#ahead[this.#countAhead++]!);
    }
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.value = value;
  }

  #scan(): void {
    const text = this.#text;
    const start = pastSpace(text, this.#at);
    const code = text.charCodeAt(start);
    if (code === quote) {
      const close = this.#plainEnd(start + 1);
      if (close !== undefined) {
        this.#read("string", start, close + 1, text.slice(start + 1, close));
        return;
      }
    } else {
      const kind = punctuation(code);
      if (kind !== undefined) {
        this.#read(kind, start, start + 1, "");
        return;
      }
    }
    if (start < text.length) this.#scanAnything(start);
    else this.#read("end", text.length, text.length, "");
  }

  /** Where a string's content that starts at `from` has its closing quote; undefined where there is more to it: escapes, mistakes. */
  #plainEnd(from: number): number | undefined {
    return this.isOneLine ? this.#nextQuote(from) : plainStringEnd(this.#text, from);
  }

  /** The same as `plainStringEnd`, in a text of one line: V8 finds a character many times faster than we look at each. */
  #nextQuote(from: number): number | undefined {
    const text = this.#text;
    if (this.#backslash < from) {
      const next = text.indexOf("\\", from);
      this.#backslash = next < 0 ? text.length : next;
    }
    const close = text.indexOf('"', from);
    return close < 0 || close > this.#backslash ? undefined : close;
  }

  #read(kind: TokenKind, start: number, end: number, value: string): void {
    this.kind = kind;
    this.start = start;
    this.end = end;
    this.value = value;
    this.#at = end;
  }

  /** Whatever stands at `from` or behind it. */
  #scanAnything(from: number): void {
    const text = this.#text;
    this.#scanner ??= createScanner(text, false);
    const scanner = this.#scanner;
    scanner.setPosition(from);
    for (;;) {
      const syntax: number = scanner.scan();
      const start = scanner.getTokenOffset();
      // The scanner steps past the end after an unclosed block comment.
      const end = Math.min(start + scanner.getTokenLength(), text.length);
      const error: number = scanner.getTokenError();
      if (error !== 0) this.#report("syntax", start, end, detailOfScanError[error]!);
      if (syntax === lineComment || syntax === blockComment) {
        this.#report("comment", start, end, text.slice(start, end));
        continue;
      }
      const kind = kindOfSyntax[syntax];
      if (kind === undefined) continue;
      if (kind === "word") {
        const space = foreignSpace.exec(text.slice(start, end))?.[0].length ?? 0;
        if (space > 0) {
          const name = codePointName(text.slice(start, end));
          this.#report("syntax", start, start + space, `the character ${name} is not allowed here`);
          scanner.setPosition(start + space);
          continue;
        }
      }
      this.#read(kind, start, end, kind === "string" ? scanner.getTokenValue() : "");
      return;
    }
  }
}

/** Where what follows white space begins. */
function pastSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
}

/** The token that one character is by itself. */
function punctuation(code: number): TokenKind | undefined {
  switch (code) {
    case 0x2c:
      return ",";
    case 0x3a:
      return ":";
    case 0x5b:
      return "[";
    case 0x5d:
      return "]";
    case 0x7b:
      return "{";
    case 0x7d:
      return "}";
    default:
      return undefined;
  }
}

const quote = 0x22;
const comma = 0x2c;
const closingBracket = 0x5d;
const backslash = 0x5c;

/** See `#plainEnd`. */
function plainStringEnd(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at;
    if (code === backslash || code < 0x20) return undefined;
  }
  return undefined;
}

type MutableToken = { -readonly [field in keyof Token]: Token[field] };

function newToken(): MutableToken {
  return { kind: "end", start: 0, end: 0, value: "" };
}

function copyToken(from: Token, to: MutableToken): void {
  to.kind = from.kind;
  to.start = from.start;
  to.end = from.end;
  to.value = from.value;
}

/** All tokens of a text; of what is no string, the value is its source. */
export function tokensOf(text: string, report: ReportProblem): readonly Token[] {
  const reader = new TokenReader(text, report);
  const tokens: Token[] = [];
  for (;;) {
    const { kind, start, end, value } = reader;
    tokens.push({ kind, start, end, value: kind === "string" ? value : text.slice(start, end) });
    if (kind === "end") return tokens;
    reader.next();
  }
}

function codePointName(text: string): string {
  return `U+${text.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

export interface ProblemList {
  readonly report: ReportProblem;
  readonly problems: readonly SyntaxProblem[];
}

/** Collects problems, at most `limit` of each kind, so that garbage stays cheap and no kind is missing. */
export function problemList(limit: number): ProblemList {
  const problems: SyntaxProblem[] = [];
  let counts: Map<SyntaxProblemKind, number> | undefined;
  return {
    problems,
    report(kind, start, end, detail) {
      counts ??= new Map();
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      if (count < limit) problems.push({ kind, span: { start, end }, detail });
    },
  };
}
