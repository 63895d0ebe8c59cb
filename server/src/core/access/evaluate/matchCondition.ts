import type { ConditionTest, Effect } from "../../policy/model.js";
import { type Answer, and, answerOf, doubt, hangsOn, no, not, or, restingOn, yes } from "./answer.js";
import { isMalformed, type PolicyValue, valuesMatch } from "./compareValues.js";
import { type ConditionOperator, parseOperator } from "./conditionOperator.js";
import { type ContextFacts, openBecauseOf } from "./contextFacts.js";
import { type Glob, globsMeet, surelyCovers } from "./globs.js";
import { type KeyFact, type RequestValue, testedValue } from "./keyFact.js";
import { substitute, variablePattern } from "./policyVariables.js";

/** Whether all tests of a statement hold (C1). */
export function conditionsHold(
  tests: readonly ConditionTest[],
  substitutesVariables: boolean,
  effect: Effect,
  facts: ContextFacts,
): Answer {
  if (tests.length === 0) return yes;
  return and(tests.map((test) => testHolds(test, substitutesVariables, effect, facts)));
}

/** One row of section 4's table. */
export function testHolds(
  test: ConditionTest,
  substitutesVariables: boolean,
  effect: Effect,
  facts: ContextFacts,
): Answer {
  if (test.operator === "" || test.key === "" || test.values.length === 0) {
    return doubt("what an empty condition means is not documented", "Q15");
  }
  const operator = parseOperator(test.operator);
  if (operator === undefined) return doubt(`"${test.operator}" is no condition operator`);
  const values = test.values.map((value): PolicyValue => ({ text: String(value), substitutesVariables }));
  const malformed = values.find((value) => isMalformed(operator, value));
  if (malformed !== undefined) {
    return doubt(`"${malformed.text}" is no value for ${test.operator} that is certain to be understood`, "C5");
  }
  const fact = facts.of(test.key);
  if (operator.family === "null") return nullHolds(operator, values, test.key, fact);
  return keyHolds({ operator, values, key: test.key, effect, facts }, fact);
}

interface Tested {
  readonly operator: ConditionOperator;
  readonly values: readonly PolicyValue[];
  readonly key: string;
  readonly effect: Effect;
  readonly facts: ContextFacts;
}

function nullHolds(operator: ConditionOperator, values: readonly PolicyValue[], key: string, fact: KeyFact): Answer {
  // C6
  if (operator.qualifier !== "none") return answerOf(operator.qualifier === "ForAllValues");
  const ifAbsent = values.some(({ text }) => text === "true");
  const ifPresent = values.some(({ text }) => text === "false");
  if (ifAbsent === ifPresent || fact.state === "absent") return answerOf(ifAbsent);
  if (fact.state === "open") return fact.mayBeAbsent ? openBecauseOf(key, fact) : answerOf(ifPresent);
  const [value] = fact.values;
  if (/^[\w-]+:\w*tag\//i.test(key) && value !== undefined && "text" in value && value.text === "") {
    return doubt(`whether the empty tag value of "${key}" counts as null is not clear`, "Q7");
  }
  return answerOf(ifPresent);
}

function keyHolds(tested: Tested, fact: KeyFact): Answer {
  if (fact.state === "absent") return holdsWithoutKey(tested);
  if (fact.state === "present") return holdsFor(tested, fact.values, fact.isList);
  const present = holdsForSomeValue(tested, fact.shape);
  if (present.value !== undefined) {
    if (!fact.mayBeAbsent) return present;
    const absent = holdsWithoutKey(tested);
    if (absent.value === present.value || absent.value === undefined) return absent;
  }
  return and([present, openBecauseOf(tested.key, fact)].filter(({ value }) => value === undefined));
}

/** The column "Key absent". */
function holdsWithoutKey({ operator }: Tested): Answer {
  if (operator.qualifier === "ForAllValues") return yes;
  if (operator.qualifier === "ForAnyValue") {
    return operator.ifExists ? doubt("what ForAnyValue with IfExists means without the key is not documented") : no;
  }
  return answerOf(operator.ifExists || operator.negated);
}

/** What can be said of a key that has some value of this shape. */
function holdsForSomeValue(tested: Tested, shape: Glob | undefined): Answer {
  const { operator, key } = tested;
  const open = hangsOn(key);
  if (operator.base !== "StringLike" && operator.base !== "StringEquals") return open;
  // Without a shape there may be several values, or none (Q8, ForAllValues and ForAnyValue differ).
  if (shape === undefined) return open;
  const matched = or(
    tested.values.map((value) => {
      const pattern = variablePattern(value.text, value.substitutesVariables, operator.base === "StringLike");
      const substituted = substitute(pattern, tested.facts);
      if (substituted.kind === "nothing") return no;
      if (substituted.kind === "open") return substituted.because;
      if (substituted.withLiveWildcards !== undefined) return open;
      if (surelyCovers(substituted.glob, shape)) return yes;
      return globsMeet(substituted.glob, shape) ? open : no;
    }),
  );
  return operator.negated ? not(matched) : matched;
}

/** The column "Key present". */
function holdsFor(tested: Tested, values: readonly RequestValue[], isList: boolean): Answer {
  const { operator } = tested;
  if (operator.qualifier === "none") return isList ? holdsForList(tested, values) : holdsForValue(tested, values[0]!);
  const all = operator.qualifier === "ForAllValues";
  if (!all && operator.ifExists && values.length === 0) return holdsWithoutKey(tested);
  const combined = (some: readonly RequestValue[]) => {
    const answers = some.map((value) => holdsForValue(tested, value));
    return all ? and(answers) : or(answers);
  };
  const answer = combined(values);
  const nonEmpty = values.filter((value) => !("text" in value) || value.text !== "");
  if (nonEmpty.length === values.length || combined(nonEmpty).value === answer.value) return answer;
  return doubt(`whether an empty value of "${tested.key}" counts as a value is not clear`, "Q7");
}

/** Several values without a set operator (Q8). */
function holdsForList(tested: Tested, values: readonly RequestValue[]): Answer {
  const { operator, effect, key } = tested;
  const matched = or(values.map((value) => matchesValue(tested, value)));
  if (operator.negated) {
    if (values.length === 0) return yes;
    return doubt(`"${key}" may have several values, and what a negated operator makes of them is not documented`, "Q8");
  }
  if (matched.value === false) return no;
  // By the rule it does not match. It is left open where that could let something pass, or where there is one value only.
  if (effect === "Allow" && values.length > 1) return restingOn(no, "Q8");
  return doubt(`"${key}" may have several values and is tested without a set operator`, "Q8");
}

function holdsForValue(tested: Tested, value: RequestValue): Answer {
  const matched = matchesValue(tested, value);
  return tested.operator.negated ? not(matched) : matched;
}

/** Values of a key are alternatives (C1); negation comes after, so that negated operators are NOR. */
function matchesValue({ operator, values, key, facts }: Tested, value: RequestValue): Answer {
  return or(
    values.map((policy) => {
      if ("text" in value) return valuesMatch(operator, policy, value.text, facts);
      const known = value.matches.get(testedValue(operator.base, policy.text, policy.substitutesVariables));
      return known === undefined ? hangsOn(key) : answerOf(known);
    }),
  );
}
