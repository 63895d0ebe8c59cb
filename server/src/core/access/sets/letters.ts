import { firstLetter } from "./tokens.js";

/**
 * Gives each policy variable whose value is not known a letter of its own. One table serves all the policies of a check,
 * so that the same variable (and the same default) in two of them is the same letter. A table made from another one
 * reads that one and adds only to itself, so that what is typed leaves nothing behind in what is kept.
 */
export class Letters {
  readonly #parent: Letters | undefined;
  readonly #first: number;
  readonly #byName = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(parent?: Letters) {
    this.#parent = parent;
    this.#first = parent === undefined ? firstLetter : parent.#first - 1_000_000;
  }

  /**
   * @param name equal for equal variables
   * @param shown the variable as it is written
   */
  letterOf(name: string, shown = name): number {
    let letter = this.#parent === undefined ? undefined : this.#parent.#byName.get(name);
    letter ??= this.#byName.get(name);
    if (letter === undefined) {
      letter = this.#first - this.#names.length;
      this.#byName.set(name, letter);
      this.#names.push(shown);
    }
    return letter;
  }

  /** The variable's text as it was first written: `aws:PrincipalTag/team`. */
  nameOf(letter: number): string {
    return this.#names[this.#first - letter] ?? this.#parent?.nameOf(letter) ?? "";
  }
}
