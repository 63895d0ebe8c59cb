/** A half-open stretch of text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A span of which there are thousands: V8 may take what a literal makes for long-lived, and what an object of a class is not. */
export class OwnSpan implements Span {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
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

/** Whether two spans have something in common, be it only an end. */
export function spansTouch(one: Span, other: Span): boolean {
  return one.start <= other.end && other.start <= one.end;
}

export function spanContains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
