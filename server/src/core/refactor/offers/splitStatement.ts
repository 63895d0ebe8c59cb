import type { JsonValue } from "../../syntax/json.js";
import { nodeAt } from "../../syntax/navigate.js";
import type { PolicyEdit } from "../../syntax/policyEdit.js";
import { valueOfNode } from "../../syntax/values.js";
import { fittingActions } from "../fittingActions.js";
import type { Draft, RefactorPlace } from "../refactoring.js";
import { isInList, oneOrList } from "../statementEdits.js";

/**
 * Several statements in place of one whose actions do not all go with all of its resources (M3): each action with the
 * resources that it can be called on.
 */
export function splitStatement({ policies, statement, engine }: RefactorPlace): readonly Draft[] {
  const { actions, resources, path } = statement;
  if (!isInList(statement) || actions.negated || resources === undefined || resources.negated) return [];
  const { length } = resources.entries;
  if (actions.entries.length < 2 || length < 2 || length > mostEntries || actions.entries.length > mostEntries)
    return [];
  const fitting = resources.entries.map(({ text }) => fittingActions(statement, text, engine));
  const groups = new Map<string, { readonly actions: string[]; readonly resources: readonly string[] }>();
  for (const [at, { text }] of actions.entries.entries()) {
    const own = resources.entries.filter((_, i) => fitting[i]!.has(at)).map((entry) => entry.text);
    // What fits nowhere stays with everything, so that nothing is claimed about it.
    const kept = own.length === 0 ? resources.entries.map((entry) => entry.text) : own;
    const key = JSON.stringify(kept);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { actions: [text], resources: kept });
    else group.actions.push(text);
  }
  const [first, ...others] = [...groups.values()];
  const node = nodeAt(policies[0]!.parsed.root, path);
  if (first === undefined || others.length === 0 || node?.type !== "object") return [];
  const { Sid: _, ...rest } = valueOfNode(node) as { readonly [key: string]: JsonValue };
  const list = path.slice(0, -1);
  const next = (path[path.length - 1] as number) + 1;
  const edits: PolicyEdit[] = [
    { kind: "set", path, key: "Action", value: oneOrList(first.actions) },
    { kind: "set", path, key: "Resource", value: oneOrList(first.resources) },
    ...others.map((group): PolicyEdit => {
      const value = { ...rest, Action: oneOrList(group.actions), Resource: oneOrList(group.resources) };
      return { kind: "insert", path: list, index: next, value };
    }),
  ];
  const title = `Split into ${groups.size} statements, each action with the resources it fits`;
  return [{ id: "split-statement", title, edits, wanted: ["same", "same-today"] }];
}

const mostEntries = 50;
