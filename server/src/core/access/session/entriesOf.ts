import type { ActionAccess, EntryAccess } from "../../analysis.js";
import type { Statement } from "../../policy/model.js";
import type { PolicyPath } from "../../syntax/json.js";
import type { Universe } from "../sets/universe.js";
import { isLost, summarizeEntry } from "../summarizeEntry.js";
import { type JudgedGroup, type Outcome, refusedWildcard } from "./groupAccess.js";
import { JudgedAction } from "./judgedAction.js";
import { JudgedActions } from "./judgedActions.js";

/**
 * What each entry of a statement's Action element does, put together from what was found out about groups of actions.
 * @param groups undefined where the budget did not even last for parting the actions
 */
export function entriesOf(
  statement: Statement,
  groups: readonly JudgedGroup[] | undefined,
  universe: Universe,
): EntryAccess[] {
  const { negated, entries } = statement.actions;
  const { effect } = statement;
  const entryOf = (
    path: PolicyPath,
    pattern: string,
    actions: readonly ActionAccess[],
    unfit: readonly string[],
    result: EntryAccess["result"],
  ): EntryAccess => ({
    statement: statement.index,
    effect,
    negated,
    path,
    pattern,
    actions,
    unfit,
    result,
  });
  const patterns = negated
    ? [
        {
          path: [...statement.path, "NotAction"],
          text: entries.map(({ text }) => text).join(", "),
        },
      ]
    : entries;
  if (groups === undefined)
    return patterns.map(({ path, text }) => ({ ...entryOf(path, text, [], [], "unknown"), isUnjudged: true }));
  const index = new JudgedActions(groups, universe);
  return patterns.map(({ path, text }) => {
    const written = negated ? entries.map((entry) => entry.text) : [text];
    const { actions, unfit } = actionsOf(index, negated ? undefined : text.toLowerCase(), written);
    return entryOf(path, text, actions, unfit, summarizeEntry(effect, actions, unfit));
  });
}

/** IAM refuses a wildcard in the service: what it would let through, or take away, cannot be told (A2). */
function refused(access: Outcome): Outcome {
  if (isLost(access) || access.result === "removes-nothing") return access;
  return { ...access, result: "unknown", unknown: refusedWildcard, allowedOn: undefined };
}

/**
 * Both sorted.
 * @param pattern lower-cased; undefined: all actions
 * @param patterns as they are written
 */
function actionsOf(
  index: JudgedActions,
  pattern: string | undefined,
  patterns: readonly string[],
): { actions: readonly ActionAccess[]; unfit: readonly string[] } {
  const actions: ActionAccess[] = [];
  const disputed: ActionAccess[] = [];
  const unfitNames: string[] = [];
  const isWildcard = pattern === undefined || /[*?]/.test(pattern);
  const isRefused = patterns.some((each) => each !== "*" && /^[^:]*[*?]/.test(each));
  index.forEach(pattern ?? "*", (action, access) => {
    // What AWS may check in another way is told of an action that is named, not of each that a wildcard catches.
    // So is what no session of the kind can call (M6).
    const isPassedOver = access.disputed || access.access?.outside === "M6";
    if (access.access === undefined || (isPassedOver && isWildcard)) unfitNames.push(action);
    if (access.access === undefined) return;
    const judged = new JudgedAction(action, isRefused ? refused(access.access) : access.access, access.exampleFor);
    if (!isPassedOver || !isWildcard) actions.push(judged);
    else if (access.disputed) disputed.push(judged);
  });
  // Where there are no others, nothing is known of the whole entry.
  if (actions.length > 0 || disputed.length === 0) return { actions, unfit: unfitNames };
  const named = new Set(disputed.map(({ action }) => action));
  return { actions: disputed, unfit: unfitNames.filter((action) => !named.has(action)) };
}
