import { LatelyUsed } from "./latelyUsed.js";

/**
 * What was used lately, by a text that says all it hangs on, or by an object. What comes back stays for long; what has come but once soon
 * makes room. For what hangs on a text that somebody types: each text but the last is never seen again, and to keep many
 * of them costs more than to work them out.
 */
export class UsedAgain<T, Key = string> {
  readonly #newcomers: LatelyUsed<T, Key>;
  readonly #known: LatelyUsed<T, Key>;
  /** Since newcomers were last put aside. */
  #asked = 0;
  #came = 0;

  /**
   * @param capacity at most twice as much is kept, of newcomers once more
   * @param sizeOf how much of it a key takes with its value; 1 if not given
   */
  constructor(capacity: number, sizeOf: (key: Key, value: T) => number = () => 1) {
    this.#known = new LatelyUsed(capacity, sizeOf);
    this.#newcomers = new LatelyUsed(capacity / 2, sizeOf);
  }

  find(key: Key): T | undefined {
    // All that has come is asked for again before it is put aside, however much has come at once.
    if (++this.#asked > 2 * this.#came + patience) {
      this.#newcomers.age();
      this.#asked = 0;
      this.#came = 0;
    }
    const known = this.#known.find(key);
    if (known !== undefined) return known;
    const newcomer = this.#newcomers.take(key);
    if (newcomer !== undefined) this.#known.keep(key, newcomer);
    return newcomer;
  }

  keep(key: Key, value: T): void {
    if (this.#known.find(key) !== undefined) {
      this.#known.keep(key, value);
    } else {
      this.#came++;
      this.#newcomers.keep(key, value);
    }
  }
}

const patience = 64;
