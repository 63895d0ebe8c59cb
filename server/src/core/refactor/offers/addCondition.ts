import type { StatementRef } from "../../access/layers.js";
import { referredStatement } from "../../access/referredStatement.js";
import { principalWord } from "../../messages/principalNames.js";
import type { ConditionTest, Statement } from "../../policy/model.js";
import type { JsonValue } from "../../syntax/json.js";
import type { PolicyEdit } from "../../syntax/policyEdit.js";
import type { Draft, RefactorPlace } from "../refactoring.js";

/** The condition under which the base grants what the statement allows: so that it says what really takes effect. */
export function addCondition({ policies, statement }: RefactorPlace): readonly Draft[] {
  const [policy] = policies;
  const { session } = policy!;
  if (policies.length !== 1 || session === undefined || statement.effect !== "Allow") return [];
  const granting = new Map<string, StatementRef>();
  for (const entry of policy!.entries) {
    if (entry.statement !== statement.index) continue;
    for (const { result, statements } of entry.actions) {
      if (result !== "depends") continue;
      for (const ref of statements) if (ref.layer === "identity") granting.set(JSON.stringify(ref), ref);
    }
  }
  const [ref] = granting.values();
  if (granting.size !== 1 || ref?.effect !== "Allow") return [];
  const conditions = referredStatement(ref, session)?.statement?.conditions ?? [];
  const edits = conditionEdits(statement, conditions);
  if (edits === undefined) return [];
  return [
    {
      id: "add-condition",
      title: `Add the condition under which the ${principalWord(session)} grants it`,
      edits,
      wanted: ["narrower", "same"],
      onlyWithoutEffect: true,
    },
  ];
}

/** Undefined where the statement tests one of the keys by the same operator already. */
function conditionEdits(
  { path, conditions: own }: Statement,
  conditions: readonly ConditionTest[],
): readonly PolicyEdit[] | undefined {
  if (conditions.length === 0 || conditions.some(({ operator, key }) => operator === "" || key === ""))
    return undefined;
  const byOperator = new Map<string, [string, JsonValue][]>();
  for (const { operator, key, values } of conditions) {
    const clash = own.some((test) => test.operator === operator && test.key.toLowerCase() === key.toLowerCase());
    if (clash || values.length === 0) return undefined;
    const value = values.length === 1 ? values[0]! : values;
    byOperator.set(operator, [...(byOperator.get(operator) ?? []), [key, value]]);
  }
  const blocks = [...byOperator].map(([operator, keys]) => [operator, Object.fromEntries(keys)] as const);
  if (own.length === 0) return [{ kind: "set", path, key: "Condition", value: Object.fromEntries(blocks) }];
  return [...byOperator].flatMap(([operator, keys]): PolicyEdit[] => {
    const block = [...path, "Condition"];
    if (!own.some((test) => test.operator === operator))
      return [{ kind: "set", path: block, key: operator, value: Object.fromEntries(keys) }];
    return keys.map(([key, value]) => ({ kind: "set", path: [...block, operator], key, value }));
  });
}
