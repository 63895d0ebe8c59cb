import type { ContextFacts } from "../evaluate/contextFacts.js";
import { variableKeys } from "../evaluate/policyVariables.js";
import type { ContextValues } from "../layers.js";
import type { Budget } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import type { Atom, Atoms } from "./atoms.js";
import type { ConditionFacts } from "./conditionFacts.js";
import { arnField } from "./correlatedKeys.js";
import { answerTo, factsOf, isAnyText, type KeyOption, sampleValue } from "./keyOptions.js";

/** A value for each key, and what its tests then say. */
export type Choice = ReadonlyMap<string, KeyOption>;

/**
 * The choice with a value for each policy variable that it leaves open, and every test asked anew; the variables' keys
 * are in it as well. Some values are tried: one that is as good as another, and one that makes a tested key what it is;
 * undefined where none leaves all tests certain and is `wanted`. Throws BudgetSpent.
 */
export function concreteChoice(
  choice: Choice,
  atoms: Atoms,
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
  wanted: (choice: Choice) => boolean,
): Choice | undefined {
  const open = [...choice].filter(([, option]) => option.open !== undefined);
  if (open.some(([, option]) => option.open!.keys.length === 0)) return undefined;
  const variables = openVariables(atoms, facts);
  const samples = new Map<string, string>();
  for (const key of variables) {
    const sample = valueOfVariable(key, facts, letters, budget);
    if (sample === undefined) return undefined;
    samples.set(key, sample);
  }
  const solved = open.flatMap(([key, { value }]) => solutions(atoms.byKey.get(key)!, value, variables));
  const assignments = [
    samples,
    ...solved.slice(0, mostSolved).map(([key, text]) => new Map([...samples, [key, text]])),
  ];
  for (const assignment of assignments) {
    const found = withVariables(choice, assignment, atoms, facts, budget);
    if (found !== undefined && wanted(found)) return found;
  }
  return undefined;
}

const mostSolved = 8;

/** Keys of variables whose value is not known and that no test is about. */
function openVariables(atoms: Atoms, facts: ConditionFacts): readonly string[] {
  const keys = [...atoms.byKey.values()]
    .flat()
    .flatMap(({ test, substitutesVariables }) =>
      test.values.flatMap((value) => variableKeys(String(value), substitutesVariables)),
    );
  return [...new Set(keys.map((key) => key.toLowerCase()))].filter(
    (key) => !atoms.byKey.has(key) && facts.bindings(key).state === "unknown",
  );
}

/** Undefined: it hangs together with the resource, or is not certain to be a text. */
function valueOfVariable(key: string, facts: ConditionFacts, letters: Letters, budget: Budget): string | undefined {
  const type = facts.typeOf(key);
  const isText = type === undefined || type === "String" || type === "ARN";
  // What AWS Transfer Family puts in is in no context (V7).
  if (key.startsWith("transfer:")) return undefined;
  if (!isText || arnField(key) !== undefined || facts.presence(key) === "never" || facts.isMultivalued(key) === true) {
    return undefined;
  }
  return sampleValue(key, facts, letters, budget);
}

/** Values of variables under which a test's value is the very text that the key has. */
function solutions(
  tests: readonly Atom[],
  value: ContextValues[string] | undefined,
  variables: readonly string[],
): readonly (readonly [key: string, text: string])[] {
  if (typeof value !== "string") return [];
  return tests.flatMap(({ test, substitutesVariables }) =>
    test.values.flatMap((each): (readonly [string, string])[] => {
      const text = String(each);
      const [key, ...others] = variableKeys(text, substitutesVariables).map((name) => name.toLowerCase());
      if (key === undefined || others.length > 0 || !variables.includes(key)) return [];
      const before = text.slice(0, text.indexOf("${"));
      const after = text.slice(text.indexOf("}") + 1);
      if (!value.startsWith(before) || !value.endsWith(after)) return [];
      const solved = value.slice(before.length, value.length - after.length);
      return solved === "" ? [] : [[key, solved]];
    }),
  );
}

function withVariables(
  choice: Choice,
  assignment: ReadonlyMap<string, string>,
  atoms: Atoms,
  facts: ConditionFacts,
  budget: Budget,
): Choice | undefined {
  const values = new Map<string, ContextValues[string] | undefined>(assignment);
  for (const [key, { value }] of choice) values.set(key, value);
  const context = factsOf(values, facts);
  for (const [key, option] of choice) {
    if (option.open === undefined || facts.bindings(key).state !== "unknown") continue;
    const tests = atoms.byKey.get(key)!;
    const fitting = candidates(key, tests, option.value, values, facts).find((candidate) => {
      values.set(key, candidate);
      const truth = truthsOf(tests, context, budget);
      return truth?.every((each, i) => each === option.truth[i]);
    });
    values.set(key, fitting ?? option.value);
  }
  const found = new Map<string, KeyOption>();
  for (const [key, tests] of atoms.byKey) {
    const truth = truthsOf(tests, context, budget);
    if (truth === undefined) return undefined;
    found.set(key, { value: values.get(key), truth, open: undefined });
  }
  for (const [key, value] of assignment) found.set(key, { value, truth: [], open: undefined });
  return found;
}

/** The key's own value, and what its tests name with the variables' values in it, where it may be any text. */
function candidates(
  key: string,
  tests: readonly Atom[],
  value: ContextValues[string] | undefined,
  values: ReadonlyMap<string, ContextValues[string] | undefined>,
  facts: ConditionFacts,
): readonly (ContextValues[string] | undefined)[] {
  if (!isAnyText(key, facts)) return [value];
  const named = tests.flatMap(({ test }) => test.values.map((each) => filledIn(String(each), values)));
  const texts = [...new Set(named)].slice(0, mostSolved);
  return [value, ...texts.map((text) => (Array.isArray(value) ? [text] : text))];
}

function filledIn(text: string, values: ReadonlyMap<string, ContextValues[string] | undefined>): string {
  const filled = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === "*" || inside === "?" || inside === "$") return inside;
    const [, key = "", fallback = ""] = /^([^,]*)(?:, '(.*)')?$/.exec(inside) ?? [];
    const value = values.get(key.toLowerCase());
    return typeof value === "string" ? value : fallback;
  });
  return filled.replaceAll("*", "").replaceAll("?", "x");
}

/** What each test says; undefined where one of them is open. */
function truthsOf(tests: readonly Atom[], context: ContextFacts, budget: Budget): readonly boolean[] | undefined {
  const truth: boolean[] = [];
  for (const test of tests) {
    budget.spend(16 + 24 * test.test.values.length);
    const { value } = answerTo(test, context);
    if (value === undefined) return undefined;
    truth.push(value);
  }
  return truth;
}
