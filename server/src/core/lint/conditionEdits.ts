import { membersByName } from "../syntax/navigate.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import { valueOfNode } from "../syntax/values.js";
import type { ConditionFacts } from "./facts/conditionFacts.js";
import type { StatementRuleInput } from "./rule.js";

/** Gives a test another operator. Undefined where that operator tests the key already: two tests don't make one. */
export function withOperator(
  condition: ConditionFacts,
  operator: string,
  input: StatementRuleInput,
): readonly PolicyEdit[] | undefined {
  const block = condition.operatorPath.slice(0, -1);
  const value = input.nodeAt(condition.path);
  if (value === undefined) return undefined;
  const target = input.nodeAt([...block, operator]);
  if (target !== undefined && target.type !== "object") return undefined;
  if (target?.type === "object" && hasKey(condition.lowerKey, [...membersByName(target).keys()])) return undefined;
  const set: PolicyEdit =
    target === undefined
      ? {
          kind: "set",
          path: block,
          key: operator,
          value: { [condition.key]: valueOfNode(value) },
          after: condition.operatorText,
        }
      : { kind: "set", path: [...block, operator], key: condition.key, value: valueOfNode(value) };
  return [set, removeFrom(condition, input)];
}

/** Gives a test another key. Undefined where the operator tests that key already. */
export function withKey(
  condition: ConditionFacts,
  key: string,
  input: StatementRuleInput,
): readonly PolicyEdit[] | undefined {
  const block = input.nodeAt(condition.operatorPath);
  const value = input.nodeAt(condition.path);
  if (block?.type !== "object" || value === undefined) return undefined;
  const others = [...membersByName(block).keys()].filter((name) => name !== condition.key);
  if (hasKey(key.toLowerCase(), others)) return undefined;
  return [
    { kind: "set", path: condition.operatorPath, key, value: valueOfNode(value), after: condition.key },
    { kind: "remove", path: condition.path },
  ];
}

/** Takes a test out, and with the last one of an operator or Condition that too. */
export function withoutTest(condition: ConditionFacts, input: StatementRuleInput): readonly PolicyEdit[] {
  const inOperator = membersAt(condition.operatorPath, input);
  const block = condition.operatorPath.slice(0, -1);
  if (inOperator > 1) return [{ kind: "remove", path: condition.path }];
  return [{ kind: "remove", path: membersAt(block, input) > 1 ? condition.operatorPath : block }];
}

/** A removal that leaves no operator without keys. The Condition keeps an operator, since one was put in. */
function removeFrom(condition: ConditionFacts, input: StatementRuleInput): PolicyEdit {
  return {
    kind: "remove",
    path: membersAt(condition.operatorPath, input) > 1 ? condition.path : condition.operatorPath,
  };
}

function membersAt(path: ConditionFacts["path"], input: StatementRuleInput): number {
  const node = input.nodeAt(path);
  return node?.type === "object" ? node.members.length : 0;
}

function hasKey(lowerKey: string, keys: readonly string[]): boolean {
  return keys.some((key) => key.toLowerCase() === lowerKey);
}
