import type { Catalog } from "../catalog/catalog.js";

export interface FoldOptions {
  /** Actions that a wildcard may take in although they are not in the list, because they do no harm there. */
  readonly harmless?: ReadonlySet<string>;
  /** An action pattern that must go on matching everything, actions AWS may add later included. */
  readonly within?: string;
}

/**
 * Writes a list of actions (`s3:GetObject`, in the catalog's casing) with few patterns: `s3:Get*` stands for its
 * actions only where it matches exactly actions of the list (or harmless ones) among those of its service. A prefix
 * ends where a word of the name ends. The order is that of each pattern's first action.
 */
export function foldActions(
  actions: readonly string[],
  catalog: Catalog,
  options: FoldOptions = {},
): readonly string[] {
  const listed = new Set(actions.map((action) => action.toLowerCase()));
  const mayMatch = new Set([...listed, ...[...(options.harmless ?? [])].map((action) => action.toLowerCase())]);
  const covered = new Set<string>();
  const patterns: string[] = [];
  for (const action of actions) {
    if (covered.has(action.toLowerCase())) continue;
    const pattern = widestPattern(action);
    patterns.push(pattern.text);
    for (const each of pattern.matched) covered.add(each);
  }
  return patterns;

  function widestPattern(action: string): { readonly text: string; readonly matched: readonly string[] } {
    const colon = action.indexOf(":");
    const service = action.slice(0, colon);
    const name = action.slice(colon + 1);
    for (const prefix of wordPrefixes(name)) {
      const text = `${service}:${prefix}*`;
      if (options.within !== undefined && !coversPrefix(options.within, `${service}:${prefix}`)) continue;
      const matched = namesWithPrefix(catalog.lowerActionNames(service.toLowerCase()), prefix.toLowerCase()).map(
        (each) => `${service.toLowerCase()}:${each}`,
      );
      const worthIt = matched.filter((each) => listed.has(each)).length > 1;
      if (worthIt && matched.every((each) => mayMatch.has(each))) return { text, matched };
    }
    return { text: action, matched: [action.toLowerCase()] };
  }
}

/** `""`, `Get`, `GetObject`: the shortest first. */
function wordPrefixes(name: string): readonly string[] {
  const prefixes = [""];
  for (let at = 1; at < name.length; at++) {
    if (/[a-z0-9]/.test(name[at - 1]!) && /[A-Z]/.test(name[at]!)) prefixes.push(name.slice(0, at));
  }
  if (name !== "") prefixes.push(name);
  return prefixes;
}

/** The stretch of a sorted list that starts with `prefix`. */
function namesWithPrefix(sorted: readonly string[], prefix: string): readonly string[] {
  const start = firstIndex(sorted, (name) => name >= prefix);
  let end = start;
  while (end < sorted.length && sorted[end]!.startsWith(prefix)) end++;
  return sorted.slice(start, end);
}

function firstIndex(sorted: readonly string[], reached: (name: string) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Whether `pattern` matches every text that starts with `prefix`. A character that no pattern contains stands for the
 * open end; `?` must not take it, since the end may also be empty.
 */
function coversPrefix(pattern: string, prefix: string): boolean {
  const open = "\u{ffff}";
  const text = prefix.toLowerCase() + open;
  const glob = pattern.toLowerCase();
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let starFrom = 0;
  while (at < text.length) {
    if (glob[inGlob] === "*") {
      star = inGlob++;
      starFrom = at;
    } else if (glob[inGlob] === text[at] || (glob[inGlob] === "?" && text[at] !== open)) {
      inGlob++;
      at++;
    } else if (star >= 0) {
      inGlob = star + 1;
      at = ++starFrom;
    } else return false;
  }
  while (glob[inGlob] === "*") inGlob++;
  return inGlob === glob.length;
}
