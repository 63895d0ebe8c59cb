import { type Bits, count, difference, includes, intersection, isEmpty, numbersIn } from "../access/sets/bits.js";

/** Something that covers a part of what is to be covered, at a price. */
export interface Candidate {
  readonly text: string;
  readonly covers: Bits;
  readonly cost: number;
}

export interface Cover<C extends Candidate> {
  readonly chosen: readonly C[];
  readonly cost: number;
  /** Whether no cheaper choice exists among the candidates, for certain. */
  readonly isOptimal: boolean;
}

/**
 * The cheapest choice of candidates that together cover `wanted`: a greedy one, improved by branch and bound for as long
 * as `nodes` last. Work is counted and never timed, so the same question has the same answer. Undefined where the candidates
 * do not cover it.
 */
export function cheapestCover<C extends Candidate>(
  wanted: Bits,
  candidates: readonly C[],
  nodes: number,
): Cover<C> | undefined {
  const useful = undominated(wanted, candidates);
  const greedy = greedyCover(wanted, useful);
  if (greedy === undefined) return undefined;
  const search = new Search(useful, greedy, nodes);
  search.from(wanted, [], 0);
  const { best, isOptimal } = search;
  const cost = best.reduce((sum, each) => sum + each.cost, 0);
  return { chosen: best.map(({ candidate }) => candidate), cost, isOptimal };
}

interface Useful<C> {
  readonly candidate: C;
  /** What it covers of what is wanted. */
  readonly covers: Bits;
  readonly size: number;
  readonly cost: number;
}

/** Those that no other candidate makes needless: none covers as much for as little. */
function undominated<C extends Candidate>(wanted: Bits, candidates: readonly C[]): readonly Useful<C>[] {
  const cheapest = new Map<string, Useful<C>>();
  for (const candidate of candidates) {
    const covers = intersection(candidate.covers, wanted);
    const size = count(covers);
    if (size === 0) continue;
    const key = covers.join();
    const other = cheapest.get(key);
    if (other === undefined || isBefore(candidate, other)) {
      cheapest.set(key, { candidate, covers, size, cost: candidate.cost });
    }
  }
  const sorted = [...cheapest.values()].sort((a, b) => b.size - a.size || a.cost - b.cost || byText(a, b));
  const kept: Useful<C>[] = [];
  for (const each of sorted) {
    const isNeedless = kept.some((other) => other.cost <= each.cost && includes(other.covers, each.covers));
    if (!isNeedless) kept.push(each);
  }
  return kept;
}

function isBefore<C extends Candidate>(candidate: C, other: Useful<C>): boolean {
  if (candidate.cost !== other.cost) return candidate.cost < other.cost;
  return candidate.text < other.candidate.text;
}

function byText<C extends Candidate>(a: Useful<C>, b: Useful<C>): number {
  return a.candidate.text < b.candidate.text ? -1 : 1;
}

function greedyCover<C extends Candidate>(
  wanted: Bits,
  candidates: readonly Useful<C>[],
): readonly Useful<C>[] | undefined {
  let chosen: Useful<C>[] = [];
  let left = wanted;
  while (!isEmpty(left)) {
    let best: Useful<C> | undefined;
    let bestRatio = Number.POSITIVE_INFINITY;
    for (const each of candidates) {
      if (each.cost >= bestRatio * each.size) continue;
      const gain = count(intersection(each.covers, left));
      if (gain > 0 && each.cost / gain < bestRatio) {
        best = each;
        bestRatio = each.cost / gain;
      }
    }
    if (best === undefined) return undefined;
    chosen.push(best);
    left = difference(left, best.covers);
  }
  // What later choices have made needless goes, the dearest first.
  for (const each of [...chosen].sort((a, b) => b.cost - a.cost)) {
    const others = chosen.filter((other) => other !== each);
    if (isEmpty(others.reduce((rest, { covers }) => difference(rest, covers), wanted))) chosen = others;
  }
  return chosen;
}

class Search<C> {
  best: readonly Useful<C>[];
  isOptimal = true;
  #bestCost: number;
  #nodes: number;
  readonly #byElement = new Map<number, readonly Useful<C>[]>();
  readonly #candidates: readonly Useful<C>[];

  constructor(candidates: readonly Useful<C>[], greedy: readonly Useful<C>[], nodes: number) {
    this.#candidates = candidates;
    this.best = greedy;
    this.#bestCost = greedy.reduce((sum, { cost }) => sum + cost, 0);
    this.#nodes = nodes;
  }

  from(left: Bits, chosen: readonly Useful<C>[], cost: number): void {
    if (isEmpty(left)) {
      if (cost < this.#bestCost) {
        this.best = chosen;
        this.#bestCost = cost;
      }
      return;
    }
    if (--this.#nodes < 0) {
      this.isOptimal = false;
      return;
    }
    let bound = 0;
    let narrowest: readonly Useful<C>[] | undefined;
    for (const element of numbersIn(left)) {
      const of = this.#covering(element);
      let share = Number.POSITIVE_INFINITY;
      for (const each of of) {
        if (each.cost >= share * each.size) continue;
        share = Math.min(share, each.cost / count(intersection(each.covers, left)));
      }
      bound += share;
      if (narrowest === undefined || of.length < narrowest.length) narrowest = of;
    }
    // Costs are whole numbers; the sum of shares is not exact.
    if (narrowest === undefined || cost + Math.ceil(bound - 1e-6) >= this.#bestCost) return;
    for (const each of narrowest) {
      if (cost + each.cost < this.#bestCost) {
        this.from(difference(left, each.covers), [...chosen, each], cost + each.cost);
      }
    }
  }

  #covering(element: number): readonly Useful<C>[] {
    let found = this.#byElement.get(element);
    if (found === undefined) {
      found = this.#candidates.filter(({ covers }) => ((covers[element >> 5]! >>> (element & 31)) & 1) === 1);
      this.#byElement.set(element, found);
    }
    return found;
  }
}
