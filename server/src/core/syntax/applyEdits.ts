import { type Plan, planEdits } from "./editPlan.js";
import type { JsonNode, JsonValue } from "./json.js";
import type { PolicyEdit } from "./policyEdit.js";
import { nodeFromValue, valueOfNode } from "./values.js";

/**
 * The value of a policy after `edits`, which all speak of the policy before the first of them; the same rules as for
 * `Region.write` (see `planEdits`). `undefined` if any of the edits can't be carried out.
 */
export function applyEdits(value: JsonValue, edits: readonly PolicyEdit[]): JsonValue | undefined {
  const root = nodeFromValue(value);
  const plan = planEdits(root, edits);
  return plan === undefined ? undefined : valueAfter(root, plan);
}

/** `undefined` for a value that is removed. */
function valueAfter(node: JsonNode, plan: Plan): JsonValue | undefined {
  switch (plan.kind) {
    case "keep":
      return valueOfNode(node);
    case "remove":
      return undefined;
    case "replace":
      return plan.value;
    case "list": {
      const items: JsonValue[] = [];
      for (const [index, item] of plan.node.items.entries()) {
        items.push(...(plan.inserts.get(index) ?? []));
        const itemPlan = plan.items.get(index);
        const after = itemPlan === undefined ? valueOfNode(item) : valueAfter(item, itemPlan);
        if (after !== undefined) items.push(after);
      }
      return [...items, ...(plan.inserts.get(plan.node.items.length) ?? [])];
    }
    case "object": {
      const entries: [string, JsonValue][] = [];
      for (const [index, inserts] of plan.inserts.entries()) {
        for (const { key, value } of inserts) entries.push([key, value]);
        const member = plan.node.members[index];
        const after = member?.value && valueAfter(member.value, plan.members[index]!);
        if (member !== undefined && after !== undefined) entries.push([member.key.value, after]);
      }
      return Object.fromEntries(entries);
    }
  }
}
