import type { WordMemory } from "../messages/wordMemory.js";
import type { JsonNode, PolicyPath } from "../syntax/json.js";
import { childAt, keyNodeAt, nodeAt } from "../syntax/navigate.js";
import { spanInString } from "../syntax/stringSpans.js";
import type { Span } from "../text/span.js";
import type { EntriesInAll } from "./entriesInAll.js";
import type { EntryTexts } from "./facts/entryTexts.js";
import type { StatementFacts } from "./facts/policyFacts.js";
import type { PolicySubject, RuleInput, StatementRuleInput } from "./rule.js";

/**
 * Gives a policy to the rules, with its places by path.
 * @param statements all that it has
 */
export function ruleInput(
  subject: PolicySubject,
  others: readonly PolicySubject[],
  inAll: EntriesInAll,
  words: WordMemory,
  statements: readonly StatementFacts[],
  texts: EntryTexts,
): RuleInput {
  const { root, text } = subject.parsed;
  const count = Math.max(1, statements.length);

  function spanOf(path: PolicyPath): Span {
    // A path into text that is not there (a value still to be typed) is shown at what encloses it.
    let shown = root;
    let node = root;
    for (const step of path) {
      node = node && childAt(node, step);
      if (node === undefined) break;
      shown = node;
    }
    return shown === undefined ? subject.region.span : shownSpan(shown);
  }

  const { region, parsed, model, kind, session, ofRoles, characters, verdict, notGiven, entries, required } = subject;
  // Written out: what was made by spreading kept whole policies alive until a major garbage collection.
  return {
    region,
    parsed,
    model,
    kind,
    session,
    ofRoles,
    characters,
    verdict,
    notGiven,
    entries,
    required,
    catalog: texts.catalog,
    others,
    inAll,
    words,
    statements,
    arnShapes: texts.arnShapes,
    once: (question, about, answer) => texts.once(question, about, answer),
    shareOf: (units) => units / count,
    nodeAt: (path) => nodeAt(root, path),
    spanOf,
    keySpanOf: (path) => keyNodeAt(root, path)?.span ?? spanOf(path),
    spanIn(path, from, to, on = "value") {
      const node = on === "key" ? keyNodeAt(root, path) : nodeAt(root, path);
      return node?.type === "string" ? spanInString(text, node, from, to) : spanOf(path);
    },
  };
}

/** The same policy, as rules look at it that judge each statement by itself, with some of its statements. */
export function ofStatements(input: RuleInput, statements: readonly StatementFacts[]): StatementRuleInput {
  if (statements === input.statements) return input;
  const { kind, parsed, catalog, arnShapes, once, shareOf, spanOf, keySpanOf, spanIn } = input;
  const { nodeAt: nodeOf } = input;
  return { kind, parsed, catalog, statements, arnShapes, once, shareOf, nodeAt: nodeOf, spanOf, keySpanOf, spanIn };
}

/** An object or list is shown by its opening bracket, as VS Code shows that a property is missing: not as a block of squiggles. */
function shownSpan(node: JsonNode): Span {
  if (node.type !== "object" && node.type !== "array") return node.span;
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}
