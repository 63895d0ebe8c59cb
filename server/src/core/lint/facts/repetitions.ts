/** Tells at little cost which of some texts may be there twice: it compares their hashes, and makes nothing for that. */
export class Repetitions {
  /** A table of the entries' hashes, and the last question for which a place of it was taken. */
  #hashes: Int32Array | undefined;
  #takenFor: Int32Array | undefined;
  #question = 0;

  /**
   * Whether an entry may say what one before it says, and which: the others surely don't.
   * @param entries with a hash each, of at least 30 bits
   * @returns their places; all places where there are too many to tell
   */
  likelyIn(entries: readonly { readonly sameness: number }[]): readonly number[] {
    if (entries.length < 2) return none;
    if (entries.length > mostEntries) return entries.map((_, at) => at);
    this.#hashes ??= new Int32Array(1 << bits);
    this.#takenFor ??= new Int32Array(1 << bits);
    const hashes = this.#hashes;
    const takenFor = this.#takenFor;
    if (this.#question === mostQuestions) {
      takenFor.fill(0);
      this.#question = 0;
    }
    const question = ++this.#question;
    let found: number[] | undefined;
    for (let at = 0; at < entries.length; at++) {
      const { sameness } = entries[at]!;
      let place = Math.imul(sameness, 0x9e3779b1) >>> (32 - bits);
      while (takenFor[place] === question && hashes[place] !== sameness) place = (place + 1) & (hashes.length - 1);
      if (takenFor[place] === question) {
        found ??= [];
        found.push(at);
      }
      takenFor[place] = question;
      hashes[place] = sameness;
    }
    return found ?? none;
  }
}

const none: readonly number[] = [];

const bits = 13;

/** Half of the table. */
const mostEntries = 1 << (bits - 1);

const mostQuestions = 0x7fffffff;

/**
 * For equal texts the same, and nearly always another one for others: made of their length and some twenty of their
 * units, the last ones among them.
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
