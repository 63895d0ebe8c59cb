import type { RowCondition } from "../../core/access/effectiveAccess.js";
import { conditionWords } from "../../core/messages/conditionWords.js";
import { alternatives, listed } from "../../core/messages/lists.js";
import { onOneLine } from "../../core/messages/quoted.js";
import type { ConditionTest } from "../../core/policy/model.js";

/** A row's conditions in words. */
export interface ConditionPhrases {
  /** Each as a sentence's end: `aws:SourceIp is in 203.0.113.0/24`. */
  readonly required: readonly string[];
  /** What a Deny adds: `unless aws:SecureTransport is false`. */
  readonly unless: readonly string[];
}

export function conditionPhrases(conditions: readonly RowCondition[]): ConditionPhrases {
  const required = conditions.filter(({ unless }) => !unless).flatMap(({ tests }) => tests.map(testWords));
  const unless = conditions.filter((each) => each.unless).map(({ tests }) => `unless ${listed(tests.map(testWords))}`);
  return { required: [...new Set(required)], unless: [...new Set(unless)] };
}

/** Operators that have no plain words are named. */
function testWords(test: ConditionTest): string {
  const named = `${test.operator} ${test.key} ${alternatives(test.values.map(String), 2)}`;
  return conditionWords(test) ?? onOneLine(named.trim());
}
