import type { RuleNumber } from "../layers.js";

/**
 * A truth value of Kleene's logic (semantics section 9) that remembers its reasons. `undefined` is "cannot be told":
 * because condition keys are not known (`keys`), or because of anything else (`doubts`).
 */
export interface Answer {
  readonly value: boolean | undefined;
  /** Doubtful rules that a definite value rests on, or that leave it open. */
  readonly rules: readonly RuleNumber[];
  /** Condition keys, in lower case, that would settle it. Only where the value is open. */
  readonly keys: readonly string[];
  /** Why it cannot be told whatever the keys' values are: sentences without final period. Only for an open value. */
  readonly doubts: readonly string[];
}

export const yes: Answer = { value: true, rules: [], keys: [], doubts: [] };
export const no: Answer = { value: false, rules: [], keys: [], doubts: [] };

export function answerOf(value: boolean): Answer {
  return value ? yes : no;
}

/** Cannot be told, whatever the context is. */
export function doubt(why: string, ...rules: readonly RuleNumber[]): Answer {
  return { value: undefined, rules, keys: [], doubts: [why] };
}

/** Cannot be told before the value of this condition key is known. */
export function hangsOn(key: string): Answer {
  return { value: undefined, rules: [], keys: [key.toLowerCase()], doubts: [] };
}

/** The same answer, resting on a doubtful rule as well. */
export function restingOn(answer: Answer, ...rules: readonly RuleNumber[]): Answer {
  return rules.length === 0 ? answer : { ...answer, rules: union([answer.rules, rules]) };
}

export function not(answer: Answer): Answer {
  return answer.value === undefined ? answer : { ...answer, value: !answer.value };
}

export function and(answers: readonly Answer[]): Answer {
  return combine(answers, false);
}

export function or(answers: readonly Answer[]): Answer {
  return combine(answers, true);
}

/**
 * One operand with the `decisive` value decides; the one that rests on the fewest doubtful rules is taken. Otherwise
 * what is open stays open.
 */
function combine(answers: readonly Answer[], decisive: boolean): Answer {
  let decided: Answer | undefined;
  const others: Answer[] = [];
  const rules: Answer[] = [];
  for (const answer of answers) {
    if (answer.value === decisive) {
      if (decided === undefined || answer.rules.length < decided.rules.length) decided = answer;
    } else if (answer.value === undefined) others.push(answer);
    else if (answer.rules.length > 0) rules.push(answer);
  }
  if (decided !== undefined) return decided;
  if (others.length > 0) return open(others);
  return restingOn(answerOf(!decisive), ...union(rules.map((answer) => answer.rules)));
}

function open(answers: readonly Answer[]): Answer {
  if (answers.length === 1) return answers[0]!;
  return {
    value: undefined,
    rules: union(answers.map((answer) => answer.rules)),
    keys: union(answers.map((answer) => answer.keys)),
    doubts: union(answers.map((answer) => answer.doubts)),
  };
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())];
}
