import type { PolicyModel } from "../policy/model.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { DraftStatement } from "./draft.js";
import { listValue, statementValue } from "./draftText.js";

/**
 * The edits that make a policy of these statements, each in the place of the first of those that went into it, or after it. What has
 * not changed is not touched. None where the policy says all of it already.
 */
export function fitEdits(model: PolicyModel, statements: readonly DraftStatement[]): readonly PolicyEdit[] {
  const [first] = model.statements;
  if (first !== undefined && first.path.length === 1) return singleStatementEdits(first.path, statements);
  const places = new Map<number, DraftStatement>();
  const others: DraftStatement[] = [];
  for (const statement of statements) {
    const [at] = statement.origins;
    if (at === undefined || places.has(at)) others.push(statement);
    else places.set(at, statement);
  }
  const edits: PolicyEdit[] = [];
  for (const { index, path } of model.statements) {
    const statement = places.get(index);
    if (statement === undefined) edits.push({ kind: "remove", path });
    else edits.push(...elementEdits(model, index, statement));
  }
  for (const statement of others) {
    edits.push({
      kind: "insert",
      path: ["Statement"],
      index: (statement.origins[0] ?? model.statements.length - 1) + 1,
      value: statementValue(statement),
    });
  }
  return edits;
}

function singleStatementEdits(path: PolicyEdit["path"], statements: readonly DraftStatement[]): readonly PolicyEdit[] {
  const values = statements.map(statementValue);
  return [{ kind: "replace", path, value: values.length === 1 ? values[0]! : values }];
}

/** What is different in one statement. */
function elementEdits(model: PolicyModel, index: number, now: DraftStatement): readonly PolicyEdit[] {
  const was = model.statements.find((statement) => statement.index === index)!;
  const edits: PolicyEdit[] = [];
  const value = statementValue(now) as { readonly [name: string]: ReturnType<typeof listValue> };
  if (was.sid !== undefined && now.sid === undefined) edits.push({ kind: "remove", path: [...was.path, "Sid"] });
  if (was.sid !== now.sid && now.sid !== undefined) set("Sid", now.sid);
  const actions = was.actions.entries.map(({ text }) => text);
  if (!isSameList(actions, now.actions.entries)) {
    set(now.actions.negated ? "NotAction" : "Action", listValue(now.actions));
  }
  const resources = (was.resources?.entries ?? []).map(({ text }) => text);
  if (!isSameList(resources, now.resources.entries)) {
    set(now.resources.negated ? "NotResource" : "Resource", listValue(now.resources));
  }
  if (now.origins.length > 1 && now.condition !== undefined) set("Condition", value["Condition"]!);
  return edits;

  function set(key: string, to: ReturnType<typeof listValue>): void {
    edits.push({ kind: "set", path: was.path, key, value: to });
  }
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, i) => entry === other[i]);
}
