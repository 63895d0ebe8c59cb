/** What is kept by a text. */
export interface KeptByText {
  readonly text: string;
  /** `quickHash` of the text. */
  readonly hash: number;
}

/**
 * What was used lately, by its text, as `LatelyUsed` is. For texts that have just been cut out of a longer one: V8 takes
 * longer to hash and compare such a text as a key of a map than all else that is done with it here.
 *
 * Texts that were made to get in each other's way are not kept, and cost a few comparisons.
 */
export class LatelyUsedTexts<T extends KeptByText> {
  readonly #capacity: number;
  readonly #sizeOf: (kept: T) => number;
  /** What was used lately, and what was used before that: it goes when the first is full. */
  #young = new TableByText<T>();
  #old = new TableByText<T>();
  #size = 0;

  /**
   * @param capacity at most twice as much is kept
   * @param sizeOf how much of it something takes
   */
  constructor(capacity: number, sizeOf: (kept: T) => number) {
    this.#capacity = capacity;
    this.#sizeOf = sizeOf;
  }

  /** @param hash `quickHash` of the text */
  find(text: string, hash: number): T | undefined {
    const young = this.#young.find(text, hash);
    if (young !== undefined) return young;
    const old = this.#old.find(text, hash);
    if (old !== undefined) this.keep(old);
    return old;
  }

  /** In place of what was kept by the same text. */
  keep(kept: T): void {
    const size = this.#sizeOf(kept);
    if (size > this.#capacity) return;
    if (this.#size + size > this.#capacity) {
      this.#old = this.#young;
      this.#young = new TableByText();
      this.#size = 0;
    }
    if (this.#young.put(kept)) this.#size += size;
  }
}

/**
 * Tells texts apart by their length and some twenty of their units, the last ones among them: what is kept by it is compared
 * anyway.
 */
export function quickHash(text: string): number {
  const { length } = text;
  let hash = length;
  const rest = length - lastUnits;
  if (rest > spreadUnits)
    for (let at = 0; at < spreadUnits; at++) hash = Math.imul(hash, 31) + text.charCodeAt((at * rest) >> spreadShift);
  for (let at = rest > spreadUnits ? rest : 0; at < length; at++) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  // A small integer on every platform.
  return hash & 0x3fffffff;
}

const lastUnits = 8;
const spreadShift = 3;
const spreadUnits = 1 << spreadShift;

/** A table with open addressing, at most half full. */
class TableByText<T extends KeptByText> {
  #places: (T | undefined)[] = newPlaces(smallest);
  /** What is left of a hash, mixed, is a place. */
  #shift = 32 - smallest;
  #count = 0;

  find(text: string, hash: number): T | undefined {
    const places = this.#places;
    let place = Math.imul(hash, mixing) >>> this.#shift;
    for (let probes = 0; probes < mostProbes; probes++) {
      const kept = places[place];
      if (kept === undefined) return undefined;
      if (kept.hash === hash && kept.text === text) return kept;
      place = (place + 1) & (places.length - 1);
    }
    return undefined;
  }

  /** True where something was added, and nothing replaced. */
  put(kept: T): boolean {
    if (2 * this.#count >= this.#places.length) this.#grow();
    const places = this.#places;
    let place = Math.imul(kept.hash, mixing) >>> this.#shift;
    for (let probes = 0; probes < mostProbes; probes++) {
      const other = places[place];
      if (other === undefined || (other.hash === kept.hash && other.text === kept.text)) {
        places[place] = kept;
        if (other === undefined) this.#count++;
        return other === undefined;
      }
      place = (place + 1) & (places.length - 1);
    }
    return false;
  }

  #grow(): void {
    const before = this.#places;
    this.#shift--;
    this.#places = newPlaces(32 - this.#shift);
    this.#count = 0;
    for (const kept of before) if (kept !== undefined) this.put(kept);
  }
}

function newPlaces<T>(bits: number): (T | undefined)[] {
  return new Array<T | undefined>(1 << bits).fill(undefined);
}

/** 2 to the power of 32, divided by the golden ratio: it sends neighbors far from each other. */
const mixing = 0x9e3779b1;

const mostProbes = 32;

/** Places of an empty table, as a power of 2. */
const smallest = 6;
