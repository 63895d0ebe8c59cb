import type { CatalogLoader } from "./catalog.js";
import { CatalogError } from "./catalogError.js";
import { readFile, readPart } from "./dataFile.js";

/**
 * A data file of lines whose lengths are known beforehand. With `lines` the file is read once, at the first need; its
 * bytes stay in memory outside of the heap, and a line is decoded when it is asked for. `line` reads one line of it.
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

  /** One line's bytes, read alone where the host can: nothing of the file is kept then. Rejects with a CatalogError. */
  async line(line: number): Promise<Uint8Array> {
    const { readRange } = this.#loader;
    if (readRange === undefined) return (await this.lines())(line);
    this.#starts ??= startsOf(this.#lengths);
    const [start, end] = [this.#starts[line]!, this.#starts[line + 1]!];
    const bytes = await readPart(this.name, () => readRange(this.name, start, end));
    if (bytes.length !== end - start || bytes.at(-1) !== lineFeed) {
      throw new CatalogError(this.name, `is damaged: line ${line + 1} is not where it is expected`);
    }
    return bytes.subarray(0, -1);
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

const lineFeed = 10;

function startsOf(lengths: readonly number[]): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) starts[i + 1] = (starts[i] ?? 0) + (lengths[i] ?? 0);
  return starts;
}
