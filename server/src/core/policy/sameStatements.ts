import { UsedAgain } from "../text/usedAgain.js";
import type { Statement } from "./model.js";

/**
 * Statements by all that they hang on: their text, their place, the kind of policy. A keystroke changes one of them; the
 * others are the same objects again, and what later stages keep of a statement goes with the object.
 */
export class SameStatements {
  readonly #known = new UsedAgain<Statement>(keptText, (written) => written.length);

  find(written: string): Statement | undefined {
    return this.#known.find(written);
  }

  keep(written: string, statement: Statement): void {
    this.#known.keep(written, statement);
  }
}

/** In UTF-16 units: some dozens of open session policies. */
const keptText = 100_000;
