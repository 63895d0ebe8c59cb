/**
 * Keeps what was made from a text until the text changes or too many others came after it. Texts are compared, not
 * hashed: two texts never share a result.
 */
export class BoundedCache<T> {
  private readonly entries = new Map<string, { readonly text: string; readonly value: T }>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The text that the key was last asked with, if it is still known: for texts that never change. */
  textOf(key: string): string | undefined {
    return this.entries.get(key)?.text;
  }

  get(key: string, text: string, make: () => T): T {
    const known = this.entries.get(key);
    // Deleted and set again, an entry is the youngest of the map.
    this.entries.delete(key);
    const entry = known?.text === text ? known : { text, value: make() };
    this.entries.set(key, entry);
    if (this.entries.size > this.limit) {
      const oldest = this.entries.keys().next();
      if (oldest.done !== true) this.entries.delete(oldest.value);
    }
    return entry.value;
  }
}
