import { add, type Bits, has } from "../access/sets/bits.js";
import type { ActionPatterns, FoldEffort, PatternLibrary, WrittenPattern } from "./actionPatterns.js";

/** A run of numbers that stand for the actions of one service. */
interface Segment {
  readonly service: string;
  /** In words of 32. */
  readonly start: number;
  readonly words: number;
  readonly patterns: ActionPatterns;
}

/**
 * Numbers for what the action lists of some statements are made of: the catalog's actions, and, as they are written,
 * entries of which the catalog knows nothing (or all entries where nothing is to lean on the catalog).
 */
export class ActionAtoms {
  /** The length of all sets, in words of 32. */
  readonly words: number;
  /** Entries that are kept as they are written, one of each spelling that differs in more than letter case. */
  readonly kept: readonly string[];
  readonly segments: readonly Segment[];
  readonly #keptStart: number;
  readonly #keptIndex = new Map<string, number>();
  readonly #byEntry = new Map<string, Bits>();

  /** @param library without it all entries are kept as they are written */
  constructor(entries: readonly string[], library: PatternLibrary | undefined) {
    const kept: string[] = [];
    const matched = new Map<string, WrittenPattern[]>();
    for (const entry of entries) {
      const lower = entry.toLowerCase();
      if (this.#keptIndex.has(lower)) continue;
      const pattern = library?.matched(entry);
      if (pattern === undefined) {
        this.#keptIndex.set(lower, kept.length);
        kept.push(entry);
        continue;
      }
      const service = lower.slice(0, lower.indexOf(":"));
      const list = matched.get(service) ?? [];
      matched.set(service, list);
      list.push(pattern);
    }
    let start = 0;
    const segments: Segment[] = [];
    for (const [service, list] of matched) {
      const { length } = list[0]!.covers;
      segments.push({ service, start, words: length, patterns: library!.of(service) });
      start += length;
    }
    this.segments = segments;
    this.kept = kept;
    this.#keptStart = start;
    this.words = start + ((kept.length + 31) >> 5);
    for (const segment of segments) {
      for (const { text, covers } of matched.get(segment.service)!) {
        const bits = this.none();
        bits.set(covers, segment.start);
        this.#byEntry.set(text.toLowerCase(), bits);
      }
    }
  }

  none(): Bits {
    return new Uint32Array(this.words);
  }

  /** What an entry of the statements stands for. */
  of(entry: string): Bits {
    const lower = entry.toLowerCase();
    const known = this.#byEntry.get(lower);
    if (known !== undefined) return known;
    const bits = this.none();
    const kept = this.#keptIndex.get(lower);
    if (kept !== undefined) add(bits, this.keptNumber(kept));
    return bits;
  }

  keptNumber(index: number): number {
    return this.#keptStart * 32 + index;
  }

  /** Patterns that match all of `must` and nothing outside of `may`, sorted. */
  write(must: Bits, may: Bits, effort: FoldEffort): readonly string[] {
    const written: string[] = [];
    for (const { start, words, patterns } of this.segments) {
      const part = must.subarray(start, start + words);
      if (part.some((word) => word !== 0)) {
        written.push(...patterns.write(part.slice(), may.slice(start, start + words), effort));
      }
    }
    for (const [index, entry] of this.kept.entries()) if (has(must, this.keptNumber(index))) written.push(entry);
    return written.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  }
}
