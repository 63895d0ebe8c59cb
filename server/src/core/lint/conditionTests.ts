import type { ConditionFacts } from "./facts/conditionFacts.js";
import type { StatementFacts } from "./facts/policyFacts.js";
import type { Flagged, StatementRuleInput } from "./rule.js";

/** One condition, with the statement it stands in. */
export interface ConditionAt {
  readonly statement: StatementFacts;
  readonly condition: ConditionFacts;
}

/** All conditions of the statements, in order. */
export function conditionsOf({ statements }: Pick<StatementRuleInput, "statements">): readonly ConditionAt[] {
  const found: ConditionAt[] = [];
  for (const statement of statements)
    for (const condition of statement.conditions) found.push({ statement, condition });
  return found;
}

/** A finding at the name of a condition's key. */
export function atKey<Data>(input: StatementRuleInput, { path }: ConditionFacts, data: Data): Flagged<Data> {
  return { path, span: input.keySpanOf(path), data };
}

/** A finding at the name of a condition's operator; its path is that of the condition. */
export function atOperator<Data>(input: StatementRuleInput, condition: ConditionFacts, data: Data): Flagged<Data> {
  return { path: condition.operatorPath, span: input.keySpanOf(condition.operatorPath), data };
}

/** Whether a value holds a policy variable, or what is meant to be one. */
export function hasVariable(text: string): boolean {
  return text.includes("${");
}

/** The same for the values of a condition. */
export function hasVariables({ values }: ConditionFacts): boolean {
  return values.some(({ text }) => hasVariable(text));
}

/** Whether a test can only hold when its key is in the request (table of section 4). */
export function needsKey({ operator, values }: ConditionFacts): boolean {
  if (operator === undefined || operator.ifExists || operator.qualifier === "ForAllValues") return false;
  if (operator.family === "null") return values.length > 0 && values.every(({ text }) => text === "false");
  return operator.qualifier === "ForAnyValue" || !operator.negated;
}

/** Whether another test of the statement sees to it that the key is in the request. */
export function isRequiredElsewhere(statement: StatementFacts, { lowerKey }: ConditionFacts): boolean {
  return statement.conditions.some((other) => other.lowerKey === lowerKey && needsKey(other));
}

/** Whether a statement has a test of one of these keys, in any letter case (C2). */
export function testsOneOf(statement: StatementFacts, keys: readonly string[]): boolean {
  const lower = keys.map((key) => key.toLowerCase());
  return statement.conditions.some(({ lowerKey }) => lower.includes(lowerKey));
}
