import type { PolicyPath } from "../syntax/json.js";
import type { Span } from "../text/span.js";
import { UsedAgain } from "../text/usedAgain.js";
import type { PolicyKind, Statement } from "./model.js";

/** A statement as it is written, with all else that it hangs on: its place, the kind of policy. */
export interface WrittenStatement {
  readonly kind: PolicyKind;
  readonly path: PolicyPath;
  readonly index: number;
  /** The policy's. */
  readonly text: string;
  /** Where in it the statement stands. */
  readonly span: Span;
}

/**
 * Statements by all that they hang on: their text, their place, the kind of policy. A keystroke changes one of them; the
 * others are the same objects again, and what later stages keep of a statement goes with the object.
 */
export class SameStatements {
  /** By a hash: to find a long text in a map takes four times as long as to compare it with the one that it may be. */
  readonly #known = new UsedAgain<KnownStatement, number>(keptText, (_, { text }) => text.length);

  find(written: WrittenStatement): Statement | undefined {
    const known = this.#known.find(hashOf(written));
    return known !== undefined && isSame(known, written) ? known.statement : undefined;
  }

  keep(written: WrittenStatement, statement: Statement): void {
    const { kind, text, span } = written;
    // A part of a text keeps the whole of it in memory; what was joined and is cut again does not.
    const own = `${text.slice(span.start, span.end)} `.slice(0, -1);
    this.#known.keep(hashOf(written), { statement, kind, text: own });
  }
}

interface KnownStatement {
  readonly statement: Statement;
  readonly kind: PolicyKind;
  /** The statement's own. */
  readonly text: string;
}

function isSame({ statement, kind, text }: KnownStatement, written: WrittenStatement): boolean {
  const { start, end } = written.span;
  return (
    text.length === end - start &&
    kind === written.kind &&
    statement.index === written.index &&
    statement.path.length === written.path.length &&
    text === written.text.slice(start, end)
  );
}

/** Of the statement's place, its length and some thirty of its units. */
function hashOf({ index, text, span: { start, end } }: WrittenStatement): number {
  const length = end - start;
  let hash = Math.imul(index + 1, 0x9e3779b1) + length;
  const step = (length >> 5) + 1;
  for (let at = start; at < end; at += step) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  // A small integer on every platform.
  return hash & 0x3fffffff;
}

/** In UTF-16 units: some dozens of open session policies. */
const keptText = 100_000;
