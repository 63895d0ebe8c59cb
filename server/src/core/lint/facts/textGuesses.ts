import type { JsonString } from "../../syntax/json.js";

/**
 * Guesses what is known of strings by their hashes, nearly always right for those that were added. It is asked about the strings
 * of a list at once, and looks at one thing of all of them before it looks at the next: so a processor waits for the memory
 * of many at the same time, where a map makes it wait for one after the other, which is most of what a look-up takes.
 */
export class TextGuesses<T extends { readonly text: string }> {
  /** Two numbers for each of many slots: a hash, and the place in the list of what has it; 0 where a slot is free. */
  readonly #slots: Int32Array;
  readonly #shift: number;
  #known: (T | undefined)[] = [undefined];

  /** @param most how many are held */
  constructor(most: number) {
    const bits = Math.max(2, Math.min(20, Math.ceil(Math.log2(Math.max(1, 2 * most)))));
    this.#slots = new Int32Array(2 << bits);
    this.#shift = 32 - bits;
  }

  /**
   * What is known of each of the strings; undefined where it can't be guessed.
   * @param source the text that they stand in: V8 reads it in less time than a part of it
   */
  of(strings: readonly JsonString[], source: string): (T | undefined)[] {
    const known = this.#known;
    const guesses: (T | undefined)[] = [];
    for (let at = 0; at < strings.length; at++) {
      const { span } = strings[at]!;
      guesses.push(known[this.#slots[this.#slotOf(hashOf(source, span.start + 1, span.end - 1)) + 1]!]);
    }
    for (let at = 0; at < guesses.length; at++) {
      const guess = guesses[at];
      if (guess !== undefined && guess.text.length !== strings[at]!.value.length) guesses[at] = undefined;
    }
    for (let at = 0; at < guesses.length; at++) {
      const guess = guesses[at];
      if (guess !== undefined && guess.text !== strings[at]!.value) guesses[at] = undefined;
    }
    return guesses;
  }

  /** To be told of whatever could not be guessed: when there is no more room, all is forgotten. */
  add(known: T): void {
    const { text } = known;
    if (text.length > longest) return;
    const hash = hashOf(text, 0, text.length);
    if (this.#known[this.#slots[this.#slotOf(hash) + 1]!] === known) return;
    // A quarter of its numbers are a half of its slots.
    if (this.#known.length > this.#slots.length / 4) {
      this.#slots.fill(0);
      this.#known = [undefined];
    }
    const slot = this.#slotOf(hash);
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = this.#known.length;
    this.#known.push(known);
  }

  /** The slot that has a hash, or the free one where it belongs. */
  #slotOf(hash: number): number {
    const slots = this.#slots;
    let slot = (hash >>> this.#shift) << 1;
    while (slots[slot + 1] !== 0 && slots[slot] !== hash) slot = (slot + 2) & (slots.length - 1);
    return slot;
  }
}

/** Of a part of a text. */
function hashOf(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let at = Math.max(start, end - longest); at < end; at++) hash = Math.imul(hash, 31) + text.charCodeAt(at);
  return Math.imul(hash, 0x9e3779b1);
}

/** In UTF-16 units; nearly no action is longer. */
const longest = 64;
