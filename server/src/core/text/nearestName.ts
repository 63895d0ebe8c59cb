/** The known name that a misspelled one most likely means; undefined where none is near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  // A quarter of the letters may be wrong, at least one: "identityPolices", but not any three-letter word.
  const limit = name.length < 3 ? 0 : Math.max(1, Math.floor(name.length / 4));
  let nearest: string | undefined;
  let fewest = limit + 1;
  const lower = name.toLowerCase();
  const letters = lettersOf(lower);
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue;
    const other = candidate.toLowerCase();
    const others = lettersOf(other);
    // Each letter that the other one does not have takes an edit of its own.
    if (countBits(letters & ~others) >= fewest || countBits(others & ~letters) >= fewest) continue;
    const edits = editDistance(lower, other, fewest);
    if (edits < fewest) {
      fewest = edits;
      nearest = candidate;
    }
  }
  return nearest;
}

/** The letters that a text has, as bits; some share one, so that there may be more of them. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

/** Letters to insert, remove, replace, or swap with their neighbour; `enough` or more where there are as many. */
function editDistance(from: string, to: string, enough: number): number {
  const width = to.length + 1;
  let beforePrevious = new Uint16Array(width);
  let previous = new Uint16Array(width);
  let current = new Uint16Array(width);
  for (let column = 0; column < width; column++) previous[column] = column;
  let leastBefore = 0;
  for (let row = 1; row <= from.length; row++) {
    current[0] = row;
    let least = row;
    for (let column = 1; column < width; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current[column] = cost;
      if (cost < least) least = cost;
    }
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
    // What two rows have reached no later row comes below.
    if (least >= enough && leastBefore >= enough) return enough;
    leastBefore = least;
  }
  return previous[to.length]!;
}
