import { globMatches } from "../../access/evaluate/globs.js";

/** A wildcard and the actions it stands for, by their places among the service's actions. */
export interface WildcardCount {
  readonly pattern: string;
  readonly indexes: readonly number[];
}

/** No more wildcards than this are proposed at once. */
const most = 40;

/**
 * The wildcards for a service's actions that are worth writing: `*`, the first words of names that several share, and
 * below what is typed the next words too. A wildcard for the very actions that a shorter one stands for is not worth it.
 * @param names of the service's actions, in order of `lowerNames`, which are the same in lower case
 * @param typed what stands after the colon so far
 */
export function wildcardsOf(
  names: readonly string[],
  lowerNames: readonly string[],
  typed: string,
): readonly WildcardCount[] {
  const found: WildcardCount[] = [];
  const own = typedPattern(lowerNames, typed);
  if (own !== undefined) found.push(own);
  if (typed === "" || typed === "*") found.push({ pattern: "*", indexes: names.map((_, index) => index) });
  const stem = typed.replace(/[*?].*$/s, "");
  // Words are counted in what is typed, where its letters have AWS's case.
  const depth = Math.max(1, stem.match(/[A-Z][a-z0-9]*/g)?.length ?? 1);
  const shorter = new Map<string, number>();
  for (const level of stem === "" ? [1] : [depth, depth + 1]) {
    for (const [prefix, indexes] of beginnings(names, lowerNames, level, stem.toLowerCase())) {
      const isNew =
        indexes.length > 1 && !isSaidShorter(prefix, indexes.length, shorter) && `${prefix}*` !== own?.pattern;
      shorter.set(prefix, indexes.length);
      if (isNew && found.length < most) found.push({ pattern: `${prefix}*`, indexes });
    }
  }
  return found;
}

/** What is typed as it is, where it has a wildcard already. */
function typedPattern(lowerNames: readonly string[], typed: string): WildcardCount | undefined {
  if (!/[*?]/.test(typed) || typed === "*") return undefined;
  const pattern = typed.toLowerCase();
  const indexes = lowerNames.flatMap((name, index) => (globMatches(pattern, name) ? [index] : []));
  return { pattern: typed, indexes };
}

/** The first so many words of names: `Get`, `GetBucket`, `GetBucketAcl`; with all names that begin so. */
function beginnings(
  names: readonly string[],
  lowerNames: readonly string[],
  words: number,
  stem: string,
): ReadonlyMap<string, readonly number[]> {
  const beginning = new RegExp(`^(?:[A-Z0-9]+(?![a-z])|[A-Z]?[a-z0-9]+){${words}}`);
  const found = new Map<string, readonly number[]>();
  for (const [index, name] of names.entries()) {
    const lower = lowerNames[index]!;
    if (!lower.startsWith(stem)) continue;
    const prefix = beginning.exec(name)?.[0] ?? "";
    if (prefix === "" || found.has(prefix)) continue;
    const start = prefix.toLowerCase();
    if (!start.startsWith(stem)) continue;
    // In order of their lower-cased names, so those that begin alike stand together.
    let from = index;
    while (from > 0 && lowerNames[from - 1]!.startsWith(start)) from--;
    let end = index + 1;
    while (end < names.length && lowerNames[end]!.startsWith(start)) end++;
    found.set(
      prefix,
      Array.from({ length: end - from }, (_, i) => from + i),
    );
  }
  return found;
}

function isSaidShorter(prefix: string, count: number, shorter: ReadonlyMap<string, number>): boolean {
  for (let length = 1; length < prefix.length; length++) {
    if (shorter.get(prefix.slice(0, length)) === count) return true;
  }
  return false;
}
