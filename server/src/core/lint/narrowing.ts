import { foldActions } from "../access/foldActions.js";
import type { ActionAccess, EntryAccess } from "../analysis.js";
import { hasWildcard } from "../messages/actionNames.js";
import { principalWord } from "../messages/principalNames.js";
import type { PolicyPath } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { EntryInAll } from "./entriesInAll.js";
import type { Fix } from "./finding.js";
import type { PolicySubject, RuleInput } from "./rule.js";

/** `Narrow to what the role grants`, for a wildcard of which something is granted and something is not. */
export function narrowFix(entry: EntryAccess, input: RuleInput): Fix | undefined {
  if (!hasWildcard(entry.pattern) || entry.negated || input.session === undefined) return undefined;
  const inAll = input.inAll.of(entry);
  const gone = entry.actions.filter((action) => inAll.isLost(action));
  const kept = entry.actions.filter((action) => !inAll.isLost(action)).map(({ action }) => action);
  if (gone.length === 0 || kept.length === 0) return undefined;
  // What can't go together with the Resource does nothing there (M3), so a wildcard may take it in.
  const harmless = new Set(entry.unfit);
  const patterns = foldActions(kept, input.catalog, { harmless, within: entry.pattern });
  const siblings = siblingsOf(entry, input);
  const fresh = patterns.filter((pattern) => !siblings.includes(pattern.toLowerCase()));
  if (growsTooLong(input.characters, entry.pattern, fresh)) return undefined;
  return {
    id: "narrow-action",
    title: `Narrow to what the ${principalWord(input.session)} grants`,
    edits: replaceEntry(entry.path, fresh),
    access: accessWithout(gone, inAll),
    preferred: true,
  };
}

/**
 * `Remove what the role doesn't grant`, or `… the policy itself denies`, for an entry of which nothing is left: the entry, or its statement where it has
 * no other. Undefined where the policy would have no statement left.
 */
export function removeFix(entry: EntryAccess, input: RuleInput): Fix | undefined {
  if (entry.negated || input.session === undefined) return undefined;
  const inAll = input.inAll.of(entry);
  if (entry.actions.length === 0 || !entry.actions.every((action) => inAll.isLost(action))) return undefined;
  const path = removablePath(entry, input);
  if (path === undefined) return undefined;
  const access = accessWithout(entry.actions, inAll);
  return {
    id: "remove",
    title: entry.actions.every(({ isTakenAgain }) => isTakenAgain)
      ? "Remove what the policy itself denies"
      : `Remove what the ${principalWord(input.session)} doesn't grant`,
    edits: [{ kind: "remove", path }],
    access,
    ...(access === "same" && { preferred: true }),
  };
}

/** What can go with an entry: never the last entry of a statement that stays, never the last statement. */
export function removablePath(entry: EntryAccess, input: RuleInput): PolicyPath | undefined {
  const inList = typeof entry.path[entry.path.length - 1] === "number";
  const list = inList ? input.nodeAt(entry.path.slice(0, -1)) : undefined;
  if (list?.type === "array" && list.items.length > 1) return entry.path;
  const statements = input.nodeAt(["Statement"]);
  return statements?.type === "array" && statements.items.length > 1 ? ["Statement", entry.statement] : undefined;
}

/** E3: what a resource policy that is not stated could revive is not the same without it. */
function accessWithout(gone: readonly ActionAccess[], inAll: EntryInAll): "same" | "narrower" {
  return gone.some((action) => inAll.isRevivableSomewhere(action)) ? "narrower" : "same";
}

/** The other entries of the same list, in lower case (A1). */
function siblingsOf(entry: EntryAccess, input: RuleInput): readonly string[] {
  const list = input.nodeAt(entry.path.slice(0, -1));
  const own = entry.path[entry.path.length - 1];
  if (list?.type !== "array") return [];
  return list.items.flatMap((item, at) => (at !== own && item.type === "string" ? [item.value.toLowerCase()] : []));
}

function replaceEntry(path: PolicyPath, patterns: readonly string[]): readonly PolicyEdit[] {
  const last = path[path.length - 1];
  const [first, ...rest] = patterns;
  if (first === undefined) return [{ kind: "remove", path }];
  if (typeof last !== "number") return [{ kind: "replace", path, value: rest.length === 0 ? first : patterns }];
  const list = path.slice(0, -1);
  return [
    { kind: "replace", path, value: first },
    ...rest.map((value): PolicyEdit => ({ kind: "insert", path: list, index: last + 1, value })),
  ];
}

/** Whether even in one line the policy would no longer fit with these patterns in place of one, while now it does. */
export function growsTooLong(
  { minified, limit }: PolicySubject["characters"],
  pattern: string,
  patterns: readonly string[],
): boolean {
  if (limit === undefined || minified > limit) return false;
  const quotesAndComma = 3;
  const added = patterns.reduce((sum, each) => sum + each.length + quotesAndComma, 0);
  return minified + added - pattern.length - quotesAndComma > limit;
}
