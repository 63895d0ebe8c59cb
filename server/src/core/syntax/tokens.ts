import { createScanner } from "jsonc-parser";
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
 * The tokens of `text` without white space and comments; the last one is "end", at the end of the text. Comments and
 * what is wrong inside a token are reported. A byte order mark at the start is passed over.
 */
export function tokensOf(text: string, report: ReportProblem): readonly Token[] {
  const scanner = createScanner(text, false);
  if (text.startsWith("\uFEFF")) scanner.setPosition(1);
  const tokens: Token[] = [];
  for (;;) {
    const syntax: number = scanner.scan();
    const start = scanner.getTokenOffset();
    // The scanner steps past the end after an unclosed block comment.
    const end = Math.min(start + scanner.getTokenLength(), text.length);
    const error = detailOfScanError[scanner.getTokenError()];
    if (error !== undefined) report("syntax", start, end, error);
    if (syntax === lineComment || syntax === blockComment) {
      report("comment", start, end, text.slice(start, end));
      continue;
    }
    const kind = kindOfSyntax[syntax];
    if (kind === undefined) continue;
    const source = kind === "string" ? scanner.getTokenValue() : text.slice(start, end);
    if (kind === "word") {
      const space = foreignSpace.exec(source)?.[0].length ?? 0;
      if (space > 0) {
        report("syntax", start, start + space, `the character ${codePointName(source)} is not allowed here`);
        scanner.setPosition(start + space);
        continue;
      }
    }
    tokens.push({ kind, start, end, value: source });
    if (kind === "end") return tokens;
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
  const counts = new Map<SyntaxProblemKind, number>();
  return {
    problems,
    report(kind, start, end, detail) {
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      if (count < limit) problems.push({ kind, span: { start, end }, detail });
    },
  };
}
