import type { PolicyCharacters } from "../analysis.js";
import { minifiedCharacters } from "../syntax/minify.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { countCharacters } from "../text/characters.js";

/** Sizes of a policy, counted when they are asked for. */
export class CountedCharacters implements PolicyCharacters {
  readonly limit: number | undefined;
  readonly managedPolicyArns?: number;
  readonly #text: string;
  readonly #parsed: ParsedPolicy;
  readonly #isSentMinified: boolean;
  #written: number | undefined;
  #minified: number | undefined;

  /** @param managedPolicyArns what those passed along take; 0 where there are none */
  constructor(
    text: string,
    parsed: ParsedPolicy,
    isSentMinified: boolean,
    limit: number | undefined,
    managedPolicyArns: number,
  ) {
    this.#text = text;
    this.#parsed = parsed;
    this.#isSentMinified = isSentMinified;
    this.limit = limit;
    if (managedPolicyArns > 0) this.managedPolicyArns = managedPolicyArns;
  }

  get sent(): number {
    return this.#isSentMinified ? this.minified : this.#counted;
  }

  /** Of text that can't be read in full, the size as it is written. */
  get minified(): number {
    this.#minified ??= minifiedCharacters(this.#parsed, this.#counted) ?? this.#counted;
    return this.#minified;
  }

  get #counted(): number {
    this.#written ??= countCharacters(this.#text);
    return this.#written;
  }
}
