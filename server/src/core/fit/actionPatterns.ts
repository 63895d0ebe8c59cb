import { addMatching, emptyActionSet, literalService } from "../access/sets/actionSets.js";
import { add, type Bits, includes, intersection, keyOf, meets, numbersIn } from "../access/sets/bits.js";
import { Budget } from "../access/sets/budget.js";
import type { Catalog } from "../catalog/catalog.js";
import { type Candidate, cheapestCover } from "./setCover.js";

/** The shortest wildcards, or only those that stand where a word of an action's name begins or ends. */
export type FoldStyle = "shortest" | "words";

/** How hard a list of actions is looked at: while statements are still moved about, or at the end. */
export type FoldEffort = "quick" | "thorough";

const searchNodes = { quick: 0, thorough: 3000 } as const;

/** So many names of a service at the most are taken apart; the others are matched by the policy's own patterns. */
const mostNames = 250;
const namesOfWildcard = 4;

/** A pattern of the policy, and which actions of its service it matches, by their index in the catalog. */
export interface WrittenPattern {
  readonly text: string;
  readonly covers: Bits;
}

/**
 * Writes actions of one service with as few characters as it can. Candidates are made of the names: the name, its
 * beginning, end or middle with `*` for the rest, and beginning and end with `*` between them.
 */
export class ActionPatterns {
  readonly service: string;
  readonly #names: readonly string[];
  readonly #lower: readonly string[];
  readonly #words: number;
  readonly #style: FoldStyle;
  readonly #written: readonly Candidate[];
  readonly #found = new Map<string, readonly Candidate[]>();
  #candidates: readonly Candidate[] = [];
  /** Names that have this many characters at the least. */
  readonly #longerThan: Bits[] = [];
  #beginnings: ReadonlyMap<string, Bits> | undefined;
  #ends: ReadonlyMap<string, Bits> | undefined;

  /** @param written patterns of the policy itself, with what they match: they are always candidates */
  constructor(catalog: Catalog, service: string, style: FoldStyle, written: readonly WrittenPattern[]) {
    this.service = service;
    this.#names = catalog.actionNames(service);
    this.#lower = catalog.lowerActionNames(service);
    this.#words = (this.#names.length + 31) >> 5;
    this.#style = style;
    this.#written = written.map(({ text, covers }) => ({ text, covers, cost: text.length + 3 }));
    this.#takeApart(written);
  }

  /**
   * The patterns, each with its service; together they match all of `must`, and nothing outside of `may`.
   * @param must and `may`: by the action's index in the catalog's list of the service
   */
  write(must: Bits, may: Bits, effort: FoldEffort): readonly string[] {
    const key = `${effort} ${keyOf(must)} ${keyOf(may)}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      const usable = [...this.#candidates, ...this.#written].filter(
        ({ covers }) => meets(covers, must) && includes(may, covers),
      );
      found = cheapestCover(must, usable, searchNodes[effort])?.chosen ?? [];
      this.#found.set(key, found);
    }
    return found.map(({ text }) => text).sort();
  }

  /** Makes candidates of the names of these actions: of many patterns that match the same, the shortest. */
  #takeApart(written: readonly WrittenPattern[]): void {
    // What shortens a wildcard shortens it for any of the names it stands for: a few of them do.
    const found = written.flatMap(({ covers }) => numbersIn(covers).slice(0, namesOfWildcard));
    const names = [...new Set(found)].slice(0, mostNames);
    const cheapest = new Map<string, Candidate>();
    const keep = (text: string, covers: Bits) => {
      const key = keyOf(covers);
      const other = cheapest.get(key);
      const cost = this.service.length + text.length + 4;
      if (other === undefined || cost < other.cost) cheapest.set(key, this.#candidate(text, covers));
    };
    keep("*", this.#all());
    const middles = this.#matchingMiddles(names);
    const beginnings = this.#allBeginnings();
    const ends = this.#allEnds();
    for (const i of names) {
      const name = this.#names[i]!;
      const lower = this.#lower[i]!;
      const cuts = this.#cutsOf(name);
      keep(name, this.#one(i));
      for (const [at, start] of cuts.entries()) {
        if (start > 0) keep(`${name.slice(0, start)}*`, beginnings.get(lower.slice(0, start))!);
        if (start < name.length) keep(`*${name.slice(start)}`, ends.get(lower.slice(start))!);
        for (const end of cuts.slice(at + 1)) {
          if (start > 0 && end < name.length) {
            keep(`*${name.slice(start, end)}*`, middles.get(lower.slice(start, end))!);
            const both = intersection(beginnings.get(lower.slice(0, start))!, ends.get(lower.slice(end))!);
            keep(
              `${name.slice(0, start)}*${name.slice(end)}`,
              intersection(both, this.#atLeast(start + name.length - end)),
            );
          }
        }
      }
    }
    this.#candidates = [...cheapest.values()];
  }

  #candidate(name: string, covers: Bits): Candidate {
    const text = `${this.service}:${name}`;
    return { text, covers, cost: text.length + 3 };
  }

  /** Where a name may be cut: anywhere, or where a word begins. Its ends are among the cuts. */
  #cutsOf(name: string): readonly number[] {
    const cuts = [0];
    for (let at = 1; at < name.length; at++) {
      if (this.#style === "shortest" || (/[a-z0-9]/.test(name[at - 1]!) && /[A-Z]/.test(name[at]!))) cuts.push(at);
    }
    return [...cuts, name.length];
  }

  #allBeginnings(): ReadonlyMap<string, Bits> {
    this.#beginnings ??= this.#index((name, put) => {
      for (let end = 0; end <= name.length; end++) put(name.slice(0, end));
    });
    return this.#beginnings;
  }

  #allEnds(): ReadonlyMap<string, Bits> {
    this.#ends ??= this.#index((name, put) => {
      for (let start = 0; start <= name.length; start++) put(name.slice(start));
    });
    return this.#ends;
  }

  /** The names in which each middle part of these names stands, at whatever place. */
  #matchingMiddles(names: readonly number[]): ReadonlyMap<string, Bits> {
    const wanted = new Set<string>();
    for (const i of names) {
      const cuts = this.#cutsOf(this.#names[i]!);
      for (const start of cuts) for (const end of cuts) if (start < end) wanted.add(this.#lower[i]!.slice(start, end));
    }
    return this.#index((name, put) => {
      for (let start = 0; start < name.length; start++) {
        for (let end = start + 1; end <= name.length; end++) {
          const part = name.slice(start, end);
          if (wanted.has(part)) put(part);
        }
      }
    });
  }

  #index(parts: (name: string, put: (part: string) => void) => void): ReadonlyMap<string, Bits> {
    const index = new Map<string, Bits>();
    this.#lower.forEach((name, i) => {
      parts(name, (part) => {
        let bits = index.get(part);
        if (bits === undefined) {
          bits = new Uint32Array(this.#words);
          index.set(part, bits);
        }
        add(bits, i);
      });
    });
    return index;
  }

  #atLeast(length: number): Bits {
    let bits = this.#longerThan[length];
    if (bits === undefined) {
      bits = new Uint32Array(this.#words);
      for (const [i, name] of this.#lower.entries()) if (name.length >= length) add(bits, i);
      this.#longerThan[length] = bits;
    }
    return bits;
  }

  #one(index: number): Bits {
    const bits = new Uint32Array(this.#words);
    add(bits, index);
    return bits;
  }

  #all(): Bits {
    const bits = new Uint32Array(this.#words);
    for (let i = 0; i < this.#names.length; i++) add(bits, i);
    return bits;
  }
}

/** The patterns of all services that a policy names, made once. */
export class PatternLibrary {
  readonly #catalog: Catalog;
  readonly #style: FoldStyle;
  readonly #written = new Map<string, WrittenPattern[]>();
  readonly #services = new Map<string, ActionPatterns>();

  /** @param entries all action entries of the policy */
  constructor(catalog: Catalog, style: FoldStyle, entries: readonly string[]) {
    this.#catalog = catalog;
    this.#style = style;
    for (const entry of new Map(entries.map((text) => [text.toLowerCase(), text])).values()) {
      const pattern = this.matched(entry);
      if (pattern === undefined) continue;
      const service = serviceOf(entry);
      const list = this.#written.get(service);
      if (list === undefined) this.#written.set(service, [pattern]);
      else list.push(pattern);
    }
  }

  /** What an entry matches in its service; undefined where it names no service, or nothing in it. */
  matched(entry: string): WrittenPattern | undefined {
    const lower = entry.toLowerCase();
    const service = literalService(lower);
    if (service === undefined) return undefined;
    const covers = emptyActionSet(this.#catalog, service);
    addMatching(this.#catalog, service, lower, covers, new Budget(Number.POSITIVE_INFINITY));
    return covers.some((word) => word !== 0) ? { text: entry, covers } : undefined;
  }

  of(service: string): ActionPatterns {
    let patterns = this.#services.get(service);
    if (patterns === undefined) {
      patterns = new ActionPatterns(this.#catalog, service, this.#style, this.#written.get(service) ?? []);
      this.#services.set(service, patterns);
    }
    return patterns;
  }
}

function serviceOf(entry: string): string {
  return entry.slice(0, entry.indexOf(":")).toLowerCase();
}
