import type { JsonValue } from "../syntax/json.js";
import { isList } from "../syntax/values.js";
import type { DraftStatement } from "./draft.js";

/**
 * Merges statements with NotAction or NotResource that differ in one element only, where that is a list of what they
 * apply to: two NotAction lists say something else together than one list of both.
 */
export function mergeRest(statements: readonly DraftStatement[]): readonly DraftStatement[] {
  let merged = statements;
  for (const element of ["resources", "actions"] as const) {
    const other = element === "resources" ? "actions" : "resources";
    const groups = new Map<string, DraftStatement>();
    for (const [index, statement] of merged.entries()) {
      const { effect, conditionKey } = statement;
      const set = (list: DraftStatement["actions"]) => [list.negated, [...new Set(list.entries)].sort()];
      const key = JSON.stringify([effect, conditionKey, set(statement[other]), statement[element].negated && index]);
      const same = groups.get(key);
      groups.set(key, same === undefined ? statement : together(same, statement, element));
    }
    merged = [...groups.values()];
  }
  return merged;
}

function together(a: DraftStatement, b: DraftStatement, element: "resources" | "actions"): DraftStatement {
  const entries = [...new Set([...a[element].entries, ...b[element].entries])];
  return { ...a, ...merging(a, b), [element]: { negated: false, entries } };
}

/** No name is true of what two statements with different names have become. */
function merging(a: DraftStatement, b: DraftStatement): Pick<DraftStatement, "sid" | "origins"> {
  const origins = [...new Set([...a.origins, ...b.origins])].sort((x, y) => x - y);
  return { sid: a.sid === b.sid ? a.sid : undefined, origins };
}

/** Operators of which a list of values means "one of them" (C1), so that two lists may be joined. */
const anyOf =
  /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress|NumericEquals|DateEquals|BinaryEquals)(IfExists)?$/;

/**
 * Merges statements that agree in all but the values of one condition key, where an operator takes one of several
 * values. Whether that really says the same is for the engine to prove.
 */
export function mergeConditions(statements: readonly DraftStatement[]): readonly DraftStatement[] {
  const merged = [...statements];
  for (let i = 0; i < merged.length; i++) {
    for (let j = i + 1; j < merged.length; ) {
      const joined = joinedConditions(merged[i]!, merged[j]!);
      if (joined === undefined) j++;
      else {
        merged[i] = joined;
        merged.splice(j, 1);
      }
    }
  }
  return merged;
}

function joinedConditions(a: DraftStatement, b: DraftStatement): DraftStatement | undefined {
  if (a.effect !== b.effect || a.conditionKey === b.conditionKey) return undefined;
  if (a.condition === undefined || b.condition === undefined) return undefined;
  const lists = ({ actions, resources }: DraftStatement) =>
    JSON.stringify([
      actions.negated,
      [...new Set(actions.entries)].sort(),
      resources.negated,
      [...new Set(resources.entries)].sort(),
    ]);
  if (lists(a) !== lists(b)) return undefined;
  const [ours, theirs] = [membersOf(a.condition), membersOf(b.condition)];
  if (ours.length !== theirs.length) return undefined;
  const differing = ours.filter(([operator, keys], at) => {
    return operator !== theirs[at]![0] || JSON.stringify(keys) !== JSON.stringify(theirs[at]![1]);
  });
  const [only] = differing;
  if (differing.length !== 1 || only === undefined) return undefined;
  const [operator, keys] = only;
  const other = theirs.find(([name]) => name === operator)?.[1];
  const [[key, values] = [undefined, null], ...more] = membersOf(keys);
  const [[otherKey, otherValues] = [undefined, null], ...others] = membersOf(other ?? null);
  if (!anyOf.test(operator) || key === undefined || key !== otherKey || more.length + others.length > 0)
    return undefined;
  const all = [...listOf(values), ...listOf(otherValues)];
  if (listOf(values).length === 0 || listOf(otherValues).length === 0) return undefined;
  const distinct = [...new Map(all.map((value) => [JSON.stringify(value), value])).values()];
  const condition = Object.fromEntries(
    ours.map(([name, value]) => [name, name === operator ? { [key]: distinct } : value]),
  );
  return { ...a, ...merging(a, b), condition, conditionKey: `${a.conditionKey}\n| ${b.conditionKey}` };
}

function membersOf(value: JsonValue): readonly (readonly [string, JsonValue])[] {
  if (typeof value !== "object" || value === null || isList(value)) return [];
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return isList(value) ? value : [value];
}
