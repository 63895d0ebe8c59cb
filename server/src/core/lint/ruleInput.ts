import type { Catalog } from "../catalog/catalog.js";
import type { JsonNode } from "../syntax/json.js";
import { keyNodeAt, nodeAt } from "../syntax/navigate.js";
import { spanInString } from "../syntax/stringSpans.js";
import type { Span } from "../text/span.js";
import { type ConditionAt, policyFacts, type StatementFacts } from "./facts/policyFacts.js";
import type { PolicySubject, RuleInput } from "./rule.js";

/** Gives a policy to the rules, with its places by path. */
export function ruleInput(subject: PolicySubject, catalog: Catalog, others: readonly PolicySubject[]): RuleInput {
  const { root } = subject.parsed;
  const whole = root === undefined ? subject.region.span : shownSpan(root);
  let statements: readonly StatementFacts[] | undefined;
  let conditions: readonly ConditionAt[] | undefined;
  return {
    ...subject,
    catalog,
    others,
    get statements() {
      statements ??= policyFacts(root, subject.model, catalog);
      return statements;
    },
    get conditions() {
      conditions ??= this.statements.flatMap((statement) =>
        statement.conditions.map((condition) => ({ statement, condition })),
      );
      return conditions;
    },
    nodeAt: (path) => nodeAt(root, path),
    spanOf(path) {
      // A path into text that is not there (a value still to be typed) is shown at what encloses it.
      for (let length = path.length; length >= 0; length--) {
        const node = nodeAt(root, path.slice(0, length));
        if (node !== undefined) return shownSpan(node);
      }
      return whole;
    },
    keySpanOf(path) {
      return keyNodeAt(root, path)?.span ?? this.spanOf(path);
    },
    spanIn(path, from, to, on = "value") {
      const node = on === "key" ? keyNodeAt(root, path) : nodeAt(root, path);
      return node?.type === "string" ? spanInString(subject.parsed.text, node, from, to) : this.spanOf(path);
    },
  };
}

/** An object or list is shown by its opening bracket, as VS Code shows that a property is missing: not as a block of squiggles. */
function shownSpan(node: JsonNode): Span {
  if (node.type !== "object" && node.type !== "array") return node.span;
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}
