import type { Catalog } from "../../catalog/catalog.js";
import type { Bits } from "./bits.js";
import type { Budget } from "./budget.js";

/** A set of one service's actions, a bit each, in the order of `catalog.actionNames(service)`. */
export type ActionSet = Bits;

export function emptyActionSet(catalog: Catalog, service: string): ActionSet {
  return new Uint32Array((catalog.actionNames(service).length + 31) >> 5);
}

export function fullActionSet(catalog: Catalog, service: string): ActionSet {
  const count = catalog.actionNames(service).length;
  const set = new Uint32Array((count + 31) >> 5).fill(0xffffffff);
  if (count & 31) set[set.length - 1] = (1 << (count & 31)) - 1;
  return set;
}

/** The service part of an action pattern where it is literal, lower-cased; undefined for `*` or a wildcard in it (A2). */
export function literalService(lowerPattern: string): string | undefined {
  const colon = lowerPattern.indexOf(":");
  if (colon < 0) return undefined;
  const service = lowerPattern.slice(0, colon);
  return service.includes("*") || service.includes("?") ? undefined : service;
}

/**
 * Whether a wildcard stands where the service has to be written out (A2): `s?:GetObject`, and `*Object`, which has no
 * colon and may match one all the same. `*` alone is every action.
 * @param lowerPattern in any letter case
 */
export function isRefusedPattern(lowerPattern: string): boolean {
  return lowerPattern !== "*" && /^[^:]*[*?]/.test(lowerPattern);
}

/**
 * Adds to `into` the actions of `service` that a pattern matches (A1, A2). `*` matches every action. A wildcard in the
 * service part, which IAM rejects, is taken at its word, and so is one that stands for the colon.
 */
export function addMatching(
  catalog: Catalog,
  service: string,
  lowerPattern: string,
  into: ActionSet,
  budget: Budget,
): void {
  if (lowerPattern === "*") {
    into.set(fullActionSet(catalog, service));
    return;
  }
  const colon = lowerPattern.indexOf(":");
  if (colon < 0) {
    addMatchingAcross(catalog, service, lowerPattern, into, budget);
    return;
  }
  if (lowerPattern.indexOf(":", colon + 1) >= 0) return;
  budget.spend(6 + (lowerPattern.length >> 4));
  const servicePart = lowerPattern.slice(0, colon);
  if (servicePart !== service) {
    if (!hasWildcard(servicePart)) return;
    if (!textMatches(service, servicePart, budget)) return;
  }
  addMatchingNames(catalog, service, lowerPattern.slice(colon + 1), into, budget);
}

/** The pattern says nothing of where the service ends. */
function addMatchingAcross(catalog: Catalog, service: string, pattern: string, into: ActionSet, budget: Budget): void {
  if (!hasWildcard(pattern)) return;
  catalog.lowerActionNames(service).forEach((name, i) => {
    if (textMatches(`${service}:${name}`, pattern, budget)) into[i >> 5]! |= 1 << (i & 31);
  });
}

function addMatchingNames(catalog: Catalog, service: string, name: string, into: ActionSet, budget: Budget): void {
  const names = catalog.lowerActionNames(service);
  const wildcard = name.search(/[*?]/);
  const prefix = wildcard < 0 ? name : name.slice(0, wildcard);
  const start = lowerBound(names, prefix);
  if (wildcard < 0) {
    if (names[start] === name) into[start >> 5]! |= 1 << (start & 31);
    return;
  }
  const onlyPrefix = wildcard === name.length - 1 && name.charCodeAt(wildcard) === 42;
  if (onlyPrefix) {
    let i = start;
    for (; i < names.length && names[i]!.startsWith(prefix); i++) into[i >> 5]! |= 1 << (i & 31);
    budget.spend((i - start) >> 1);
    return;
  }
  // What a name lacks is found out sooner for one piece of the pattern than for all of it.
  const piece = longestPiece(name.slice(wildcard));
  const least = leastLength(name);
  const match = (i: number) => {
    if (names[i]!.length >= least && textMatches(names[i]!, name, budget)) into[i >> 5]! |= 1 << (i & 31);
  };
  if (prefix === "" && piece.length > 1) {
    const { text, starts } = catalog.joinedActionNames(service);
    let looked = names.length >> 3;
    let i = 0;
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, starts[i]!)) {
      while (starts[i + 1]! <= at) i++;
      match(i++);
      looked++;
    }
    budget.spend(looked);
    return;
  }
  let looked = 0;
  for (let i = start; i < names.length && names[i]!.startsWith(prefix); i++) {
    looked++;
    if (names[i]!.includes(piece, prefix.length)) match(i);
  }
  budget.spend(looked);
}

/** How long a text is at least that a pattern matches. */
function leastLength(pattern: string): number {
  let length = 0;
  for (let i = 0; i < pattern.length; i++) if (pattern.charCodeAt(i) !== star) length++;
  return length;
}

/** The longest stretch of a pattern without wildcards. */
function longestPiece(pattern: string): string {
  let longest = "";
  for (const piece of pattern.split(/[*?]+/)) if (piece.length > longest.length) longest = piece;
  return longest;
}

function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** Whether a text matches a pattern of literals, `*` and `?` (A2). */
function textMatches(text: string, pattern: string, budget: Budget): boolean {
  let i = 0;
  let j = 0;
  let starAt = -1;
  let starFrom = 0;
  let steps = 1;
  while (i < text.length) {
    steps++;
    const token = j < pattern.length ? pattern.charCodeAt(j) : undefined;
    if (token === star) {
      starAt = j++;
      starFrom = i;
    } else if (token !== undefined && (token === one || token === text.charCodeAt(i))) {
      i++;
      j++;
    } else if (starAt >= 0) {
      i = ++starFrom;
      j = starAt + 1;
    } else break;
  }
  budget.spend(2 + (steps >> 2));
  if (i < text.length) return false;
  while (pattern.charCodeAt(j) === star) j++;
  return j >= pattern.length;
}

const star = 42;
const one = 63;

function lowerBound(sorted: readonly string[], value: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
