import type { Effect, PatternList, PolicyModel, Statement } from "../policy/model.js";
import type { JsonValue } from "../syntax/json.js";
import { memberNamed, nodeAt } from "../syntax/navigate.js";
import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import { isList, valueOfNode } from "../syntax/values.js";

/** A statement that is being made shorter. */
export interface DraftStatement {
  /** Indexes of the statements of the document that went into it, ascending. */
  readonly origins: readonly number[];
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly actions: DraftList;
  readonly resources: DraftList;
  readonly condition: JsonValue | undefined;
  /** Equal for conditions that hold in the same requests because they say the same, whatever their order and case. */
  readonly conditionKey: string;
}

/** Action or NotAction, Resource or NotResource. */
export interface DraftList {
  readonly negated: boolean;
  readonly entries: readonly string[];
}

/** A policy that is being made shorter. What stands beside its statements stays. */
export interface Draft {
  readonly version: string | undefined;
  readonly id: JsonValue | undefined;
  readonly statements: readonly DraftStatement[];
}

/**
 * The policy as a draft; undefined where something in it is not as it should be: then nothing but white space may go,
 * since nobody knows what it means.
 */
export function draftOf(parsed: ParsedPolicy, model: PolicyModel): Draft | undefined {
  const { root } = parsed;
  if (root?.type !== "object" || !model.complete || model.problems.length > 0) return undefined;
  if (parsed.problems.some(({ kind }) => kind !== "comment" && kind !== "trailing-comma")) return undefined;
  const statements: DraftStatement[] = [];
  for (const statement of model.statements) {
    if (statement.resources === undefined || statement.principals !== undefined) return undefined;
    const node = nodeAt(root, statement.path);
    const condition = node?.type === "object" ? memberNamed(node, "Condition")?.value : undefined;
    statements.push({
      origins: [statement.index],
      sid: statement.sid,
      effect: statement.effect,
      actions: listOf(statement.actions),
      resources: listOf(statement.resources),
      condition: condition && valueOfNode(condition),
      conditionKey: conditionKeyOf(statement),
    });
  }
  const id = memberNamed(root, "Id")?.value;
  return { version: model.version, id: id && valueOfNode(id), statements };
}

function listOf({ negated, entries }: PatternList): DraftList {
  return { negated, entries: entries.map(({ text }) => text) };
}

/** Tests are joined by "and", their values by "or" (C1), key names ignore case (C2): their order says nothing. */
function conditionKeyOf({ conditions }: Statement): string {
  const tests = conditions.map(({ operator, key, values }) => {
    const texts = values.map((value) => JSON.stringify(value));
    return JSON.stringify([operator, key.toLowerCase(), [...new Set(texts)].sort()]);
  });
  return tests.length === 0 ? "" : tests.sort().join("\n");
}

/** The same condition with each value once, and a single value without its list. An empty list stays one. */
export function plainCondition(condition: JsonValue): JsonValue {
  if (!isObject(condition)) return condition;
  return mapMembers(condition, (keys) => (isObject(keys) ? mapMembers(keys, withoutRepeats) : keys));
}

function withoutRepeats(value: JsonValue): JsonValue {
  if (!isList(value)) return value;
  const distinct = [...new Map(value.map((each) => [JSON.stringify(each), each])).values()];
  return distinct.length === 1 ? distinct[0]! : distinct;
}

function mapMembers(object: { readonly [key: string]: JsonValue }, change: (value: JsonValue) => JsonValue): JsonValue {
  // Not by assignment, which would take `__proto__` for the prototype.
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !isList(value);
}
