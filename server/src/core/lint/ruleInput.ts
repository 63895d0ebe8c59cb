import type { Catalog } from "../catalog/catalog.js";
import type { JsonNode, PolicyPath } from "../syntax/json.js";
import { keyNodeAt, nodeAt } from "../syntax/navigate.js";
import { spanInString } from "../syntax/stringSpans.js";
import type { Span } from "../text/span.js";
import type { ConditionAt, StatementFacts } from "./facts/policyFacts.js";
import type { ArnShapes } from "./resourceFit.js";
import type { PolicySubject, RuleInput } from "./rule.js";

/**
 * Gives a policy to the rules, with its places by path.
 * @param statements those that are to be looked at
 * @param count how many the policy has
 */
export function ruleInput(
  subject: PolicySubject,
  catalog: Catalog,
  others: readonly PolicySubject[],
  statements: readonly StatementFacts[],
  count: number,
  arnShapes: ArnShapes,
): RuleInput {
  const { root, text } = subject.parsed;
  const whole = root === undefined ? subject.region.span : shownSpan(root);
  let conditions: readonly ConditionAt[] | undefined;

  function spanOf(path: PolicyPath): Span {
    // A path into text that is not there (a value still to be typed) is shown at what encloses it.
    let shown = root;
    let node = root;
    for (const step of path) {
      node = node === undefined ? undefined : nodeAt(node, [step]);
      if (node === undefined) break;
      shown = node;
    }
    return shown === undefined ? whole : shownSpan(shown);
  }

  return {
    ...subject,
    catalog,
    others,
    statements,
    get conditions() {
      conditions ??= conditionsIn(statements);
      return conditions;
    },
    arnShapes,
    shareOf: (units) => units / Math.max(1, count),
    nodeAt: (path) => nodeAt(root, path),
    spanOf,
    keySpanOf: (path) => keyNodeAt(root, path)?.span ?? spanOf(path),
    spanIn(path, from, to, on = "value") {
      const node = on === "key" ? keyNodeAt(root, path) : nodeAt(root, path);
      return node?.type === "string" ? spanInString(text, node, from, to) : spanOf(path);
    },
  };
}

function conditionsIn(statements: readonly StatementFacts[]): readonly ConditionAt[] {
  const found: ConditionAt[] = [];
  for (const statement of statements)
    for (const condition of statement.conditions) found.push({ statement, condition });
  return found;
}

/** An object or list is shown by its opening bracket, as VS Code shows that a property is missing: not as a block of squiggles. */
function shownSpan(node: JsonNode): Span {
  if (node.type !== "object" && node.type !== "array") return node.span;
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}
