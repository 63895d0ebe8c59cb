import type { CatalogLoader } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { readFile } from "./dataFile.js";

/**
 * A data file of lines whose lengths are known beforehand. The file is read once, at the first need; its bytes stay in
 * memory outside of the heap, and a line is decoded when it is asked for.
 */
export class LineFile {
  readonly name: string;
  readonly #loader: CatalogLoader;
  readonly #lengths: readonly number[];
  #bytes: Promise<Uint8Array> | undefined;
  #starts: Uint32Array | undefined;

  /** @param lengths of the lines in bytes, line feed included */
  constructor(loader: CatalogLoader, name: string, lengths: readonly number[]) {
    this.#loader = loader;
    this.name = name;
    this.#lengths = lengths;
  }

  /** A function that gives the bytes of a line, by its number from 0. Rejects with a CatalogError. */
  async lines(): Promise<(line: number) => Uint8Array> {
    this.#bytes ??= this.#read();
    const bytes = await this.#bytes;
    this.#starts ??= startsOf(this.#lengths);
    const starts = this.#starts;
    return (line) => bytes.subarray(starts[line], (starts[line + 1] ?? bytes.length) - 1);
  }

  async #read(): Promise<Uint8Array> {
    try {
      const bytes = await readFile(this.#loader, this.name);
      const expected = this.#lengths.reduce((sum, length) => sum + length, 0);
      if (bytes.length !== expected) {
        throw new CatalogError(this.name, `is damaged: it has ${bytes.length} bytes where ${expected} are expected`);
      }
      return bytes;
    } catch (error) {
      this.#bytes = undefined; // A later need may find the file again.
      throw error;
    }
  }
}

function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) starts[i + 1] = (starts[i] ?? 0) + (lengths[i] ?? 0);
  return starts;
}
