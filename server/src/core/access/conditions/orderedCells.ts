import { type IpRange, ipText } from "../evaluate/ipRange.js";

/** A number for each stretch that comparisons with these can tell apart: each of them, and one before, between, after. */
export function numberCells(bounds: readonly number[]): readonly number[] {
  const sorted = [...new Set(bounds)].sort((a, b) => a - b);
  const first = sorted[0];
  if (first === undefined) return [0];
  const cells: number[] = [first - 1];
  sorted.forEach((bound, i) => {
    cells.push(bound);
    const next = sorted[i + 1];
    if (next === undefined) cells.push(bound + 1);
    else cells.push(...between(bound, next));
  });
  return cells;
}

/** The number between two that is written with the fewest digits; none where there is none that policies can write. */
function between(low: number, high: number): readonly number[] {
  const middle = (low + high) / 2;
  for (let digits = 1; digits <= 15; digits++) {
    const short = Number(middle.toPrecision(digits));
    if (low < short && short < high) return [short];
  }
  return [];
}

/** An address for each stretch that the ranges can tell apart, of both versions: no range holds addresses of the other. */
export function addressCells(ranges: readonly IpRange[]): readonly string[] {
  const cells: string[] = [];
  for (const version of [4, 6] as const) {
    const bits = version === 4 ? 32n : 128n;
    const top = (1n << bits) - 1n;
    const starts = new Set<bigint>();
    for (const range of ranges) {
      if (range.version !== version) continue;
      starts.add(range.first);
      if (range.last < top) starts.add(range.last + 1n);
    }
    starts.add(0n);
    const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
    // The second address of a stretch looks more like a host than its first.
    sorted.forEach((start, i) => {
      const next = sorted[i + 1] ?? top + 1n;
      cells.push(ipText({ version, value: start + 1n < next ? start + 1n : start }));
    });
  }
  return cells;
}
