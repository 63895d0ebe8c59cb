import type { EntryAccess } from "../analysis.js";
import type { CellVerdict } from "./sets/cells/cellVerdict.js";

/** What was found out about one statement of a session policy, and how many work units it took. */
export interface RememberedStatement {
  readonly entries: readonly Omit<EntryAccess, "span">[];
  readonly identityVerdict: CellVerdict;
  readonly cost: number;
}

/**
 * Statements that were judged lately, by all that their result hangs on: a keystroke changes one of them. Who takes a
 * result from here pays the units it took, so that the answer is the same as if it had been worked out again.
 */
export class StatementMemory {
  readonly #kept = new Map<string, RememberedStatement>();
  readonly #ids = new WeakMap<object, number>();
  #nextId = 0;

  /** A number that stands for an object, as long as it lives. */
  idOf(object: object): number {
    let id = this.#ids.get(object);
    if (id === undefined) {
      id = this.#nextId++;
      this.#ids.set(object, id);
    }
    return id;
  }

  get(key: string): RememberedStatement | undefined {
    return this.#kept.get(key);
  }

  set(key: string, statement: RememberedStatement): void {
    if (this.#kept.size >= capacity) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest!);
    }
    this.#kept.set(key, statement);
  }
}

/** Some dozens of open session policies. */
const capacity = 256;
