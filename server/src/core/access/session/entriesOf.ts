import type { ActionAccess, EntryAccess } from "../../analysis.js";
import type { Statement } from "../../policy/model.js";
import type { PolicyPath } from "../../syntax/json.js";
import { isRefusedPattern } from "../sets/actionSets.js";
import type { Universe } from "../sets/universe.js";
import { isLost, summarizeEntry } from "../summarizeEntry.js";
import { type JudgedGroup, type Outcome, refusedWildcard } from "./groupAccess.js";
import { JudgedAction } from "./judgedAction.js";
import { JudgedActions } from "./judgedActions.js";

/**
 * What each entry of a statement's Action element does, put together from what was found out about groups of actions.
 * @param groups undefined where the budget did not even last for parting the actions
 * @param isRefusedAbove whether a layer names an action in a way that IAM refuses
 */
export function entriesOf(
  statement: Statement,
  groups: readonly JudgedGroup[] | undefined,
  universe: Universe,
  isRefusedAbove?: (action: string) => boolean,
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
    const { actions, unfit } = actionsOf(index, negated ? undefined : text.toLowerCase(), written, isRefusedAbove);
    const result = summarizeEntry(effect, actions, unfit);
    // Of what it names all is lost, or nothing is known: it keeps nothing for certain.
    const isUnknown = result === "partly" && written.some(isRefusedPattern);
    return entryOf(path, text, actions, unfit, isUnknown ? "unknown" : result);
  });
}

/** IAM refuses a wildcard in the service: what it would let through, or take away, cannot be told (A2). */
function refused(access: Outcome): Outcome {
  if (isLost(access) || access.result === "removes-nothing") return access;
  return asRefused(access);
}

/** The same where it is a layer that has the wildcard: that was taken to allow nothing, and to deny what it names. */
function refusedAbove(access: Outcome): Outcome {
  return access.result === "allowed" || access.result === "removes" ? access : asRefused(access);
}

function asRefused(access: Outcome): Outcome {
  return { ...access, result: "unknown", unknown: refusedWildcard, allowedOn: undefined };
}

function eachOnce(change: (access: Outcome) => Outcome): (access: Outcome) => Outcome {
  const changed = new Map<Outcome, Outcome>();
  return (access) => {
    let known = changed.get(access);
    if (known === undefined) {
      known = change(access);
      changed.set(access, known);
    }
    return known;
  };
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
  isRefusedAbove: ((action: string) => boolean) | undefined,
): { actions: readonly ActionAccess[]; unfit: readonly string[] } {
  const actions: ActionAccess[] = [];
  const disputed: ActionAccess[] = [];
  const unfitNames: string[] = [];
  const isWildcard = pattern === undefined || /[*?]/.test(pattern);
  const isRefused = patterns.some(isRefusedPattern);
  // Thousands of actions have the same outcome, and a copy of one with other members is dear.
  const [ofOwn, ofAbove] = [eachOnce(refused), eachOnce(refusedAbove)];
  index.forEach(pattern ?? "*", (action, access) => {
    // What AWS may check in another way is told of an action that is named, not of each that a wildcard catches.
    // So is what no session of the kind can call (M6).
    const isPassedOver = access.disputed || access.access?.outside === "M6";
    if (access.access === undefined || (isPassedOver && isWildcard)) unfitNames.push(action);
    if (access.access === undefined) return;
    const own = isRefused ? ofOwn(access.access) : access.access;
    const outcome = isRefusedAbove?.(action) ? ofAbove(own) : own;
    const judged = new JudgedAction(action, outcome, access.exampleFor);
    if (!isPassedOver || !isWildcard) actions.push(judged);
    else if (access.disputed) disputed.push(judged);
  });
  // Where there are no others, nothing is known of the whole entry.
  if (actions.length > 0 || disputed.length === 0) return { actions, unfit: unfitNames };
  const named = new Set(disputed.map(({ action }) => action));
  return { actions: disputed, unfit: unfitNames.filter((action) => !named.has(action)) };
}
