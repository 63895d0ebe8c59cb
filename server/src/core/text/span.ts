/** A half-open stretch of text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A zero-based place in a text: the line, and the UTF-16 code unit within it. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Replaces `span` of a text by `newText`. */
export interface TextChange {
  readonly span: Span;
  readonly newText: string;
}

export function spanContains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
