/** Tells at little cost that none of some texts is there twice: it looks at their hashes, and compares nothing. */
export class Repetitions {
  /** By a part of the hash, the last question that had one with it. */
  #asked: Int32Array | undefined;
  #question = 0;

  /** False only where all of them differ. */
  areLikely(entries: readonly { readonly sameness: number }[]): boolean {
    if (entries.length < 2) return false;
    this.#asked ??= new Int32Array(1 << bits);
    const asked = this.#asked;
    if (this.#question === mostQuestions) {
      asked.fill(0);
      this.#question = 0;
    }
    const question = ++this.#question;
    let isLikely = false;
    for (const { sameness } of entries) {
      const place = Math.imul(sameness, 0x9e3779b1) >>> (32 - bits);
      if (asked[place] === question) isLikely = true;
      asked[place] = question;
    }
    return isLikely;
  }
}

/** With fifty entries, one list in four is compared for nothing. */
const bits = 12;

const mostQuestions = 0x7fffffff;
