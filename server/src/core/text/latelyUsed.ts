/** What was used lately, by a text that says all it hangs on, or by an object. */
export class LatelyUsed<T, Key = string> {
  readonly #capacity: number;
  readonly #sizeOf: (key: Key, value: T) => number;
  /** What was used lately, and what was used before that: it goes when the first is full. */
  #young = new Map<Key, T>();
  #old = new Map<Key, T>();
  #size = 0;

  /**
   * @param capacity at most twice as much is kept
   * @param sizeOf how much of it a key takes with its value; 1 if not given
   */
  constructor(capacity: number, sizeOf: (key: Key, value: T) => number = () => 1) {
    this.#capacity = capacity;
    this.#sizeOf = sizeOf;
  }

  find(key: Key): T | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.keep(key, old);
    return old;
  }

  /** The same, and it is no longer here. */
  take(key: Key): T | undefined {
    const found = this.#young.get(key) ?? this.#old.get(key);
    if (this.#young.delete(key)) this.#size -= this.#sizeOf(key, found!);
    this.#old.delete(key);
    return found;
  }

  keep(key: Key, value: T): void {
    const size = this.#young.has(key) ? 0 : this.#sizeOf(key, value);
    if (this.#size + size > this.#capacity) this.age();
    this.#young.set(key, value);
    this.#size += size;
  }

  /** What is not used from now on goes the next time. */
  age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#size = 0;
  }
}
