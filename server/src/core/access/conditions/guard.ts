import type { ConditionTest, Effect } from "../../policy/model.js";
import type { Answer } from "../evaluate/answer.js";

/** Stands beside a statement's conditions where it cannot be told whether it applies at all. */
export interface OpenTest extends ConditionTest {
  readonly answer: Answer;
}

/** An open answer as a test. */
export function openTest(answer: Answer): OpenTest {
  return { operator: "", key: answer.doubts.join(), values: [], path: [], answer };
}

/** The answer that was given beforehand, whatever the request is. */
export function givenAnswer(test: ConditionTest): Answer | undefined {
  return "answer" in test ? (test as OpenTest).answer : undefined;
}

/** The conditions of one statement, with what their meaning hangs on besides: all of them must hold (C1). */
export interface Guard {
  readonly tests: readonly ConditionTest[];
  /** Of the statement's document (G6). */
  readonly substitutesVariables: boolean;
  readonly effect: Effect;
  /** All that the tests say, but not where they stand; kept for those of a statement. */
  readonly text?: string;
}

/** All that some tests say, but not where they stand. */
export function textOfTests(tests: readonly ConditionTest[]): string {
  return tests.length === 0 ? "[]" : JSON.stringify(tests.map((test) => ({ ...test, path: [] })));
}

/** The conditions of a statement that is asked about again and again. */
export class StatementGuard implements Guard {
  readonly tests: readonly ConditionTest[];
  readonly substitutesVariables: boolean;
  readonly effect: Effect;
  #text: string | undefined = undefined;

  constructor(tests: readonly ConditionTest[], substitutesVariables: boolean, effect: Effect) {
    this.tests = tests;
    this.substitutesVariables = substitutesVariables;
    this.effect = effect;
  }

  get text(): string {
    this.#text ??= textOfTests(this.tests);
    return this.#text;
  }
}

/** What conditions say about one cell: resources and actions on which the same statements apply. */
export interface ConditionQuestion {
  /** The session statement's own. */
  readonly given: Guard;
  /** Of other statements that have to apply as well. */
  readonly also?: readonly Guard[];
  /** Of the session's Denies: requests that one of them takes away are not asked about (E5). */
  readonly without: readonly Guard[];
  /** The layer allows the cell whatever the context. */
  readonly alwaysAllowed: boolean;
  /** The layer denies the cell whatever the context. */
  readonly alwaysDenied: boolean;
  readonly allows: readonly Guard[];
  readonly denies: readonly Guard[];
}
