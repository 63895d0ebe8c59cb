import { foldActions } from "../access/foldActions.js";
import { isLost } from "../access/summarizeEntry.js";
import type { ActionAccess, EntryAccess } from "../analysis.js";
import { hasWildcard } from "../messages/actionNames.js";
import { principalWord } from "../messages/principalNames.js";
import type { PolicyPath } from "../syntax/json.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { Fix } from "./finding.js";
import type { PolicySubject, RuleInput } from "./rule.js";

/**
 * Whether the base gives nothing of this action. What the policy's own Denies take away is no excess (E5), and no
 * reason to narrow either: it is deliberate.
 */
export function isLostToBase(action: ActionAccess): boolean {
  return isLost(action) && action.decidedBy !== "session";
}

/** The same entry in another session that uses the text. */
export function entryIn(subject: PolicySubject, path: PolicyPath): EntryAccess | undefined {
  return subject.entries.find((entry) => samePath(entry.path, path));
}

/** An entry's actions by name: a wildcard can have twenty thousand. */
export function actionsByName(entry: EntryAccess | undefined): ReadonlyMap<string, ActionAccess> {
  return new Map(entry?.actions.map((action) => [action.action, action]));
}

/** `Narrow to what the role grants`, for a wildcard of which something is granted and something is not. */
export function narrowFix(entry: EntryAccess, input: RuleInput): Fix | undefined {
  if (!hasWildcard(entry.pattern) || entry.negated || input.session === undefined) return undefined;
  const gone = actionsLostEverywhere(entry, input);
  const kept = entry.actions.filter(({ action }) => !gone.has(action)).map(({ action }) => action);
  if (gone.size === 0 || kept.length === 0) return undefined;
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
    access: accessWithout(gone),
    preferred: true,
  };
}

/**
 * `Remove what the role doesn't grant`, for an entry of which nothing is left: the entry, or its statement where it has
 * no other. Undefined where the policy would have no statement left.
 */
export function removeFix(entry: EntryAccess, input: RuleInput): Fix | undefined {
  if (entry.negated || input.session === undefined) return undefined;
  const gone = actionsLostEverywhere(entry, input);
  if (entry.actions.length === 0 || gone.size < entry.actions.length) return undefined;
  const path = removablePath(entry, input);
  if (path === undefined) return undefined;
  const access = accessWithout(gone);
  return {
    id: "remove",
    title: `Remove what the ${principalWord(input.session)} doesn't grant`,
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

/** By action, its results in all sessions of the text; an action that is of use in any of them is left out. */
function actionsLostEverywhere(entry: EntryAccess, input: RuleInput): ReadonlyMap<string, readonly ActionAccess[]> {
  const lost = new Map<string, readonly ActionAccess[]>();
  const elsewhere = input.others.map((other) => actionsByName(entryIn(other, entry.path)));
  for (const action of entry.actions) {
    const same = elsewhere.map((other) => other.get(action.action));
    const all = [action, ...same];
    if (all.every((each) => each !== undefined && isLostToBase(each)))
      lost.set(action.action, all as readonly ActionAccess[]);
  }
  return lost;
}

/** E3: what a resource policy that is not stated could revive is not the same without it. */
function accessWithout(gone: ReadonlyMap<string, readonly ActionAccess[]>): "same" | "narrower" {
  return [...gone.values()].every((all) => all.every(({ revivable }) => !revivable)) ? "same" : "narrower";
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

function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}
