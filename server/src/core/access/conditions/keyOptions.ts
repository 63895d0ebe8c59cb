import type { Answer } from "../evaluate/answer.js";
import { isMalformed } from "../evaluate/compareValues.js";
import { type ConditionFamily, type ConditionOperator, parseOperator } from "../evaluate/conditionOperator.js";
import type { ContextFacts } from "../evaluate/contextFacts.js";
import { dateText, parseDate } from "../evaluate/dateValue.js";
import { parseIpRange } from "../evaluate/ipRange.js";
import type { KeyFact } from "../evaluate/keyFact.js";
import { testHolds } from "../evaluate/matchCondition.js";
import { parseNumber } from "../evaluate/numberValue.js";
import { variableKeys } from "../evaluate/policyVariables.js";
import type { ContextValues } from "../layers.js";
import { type Budget, BudgetSpent } from "../sets/budget.js";
import type { Letters } from "../sets/letters.js";
import { firstColons, holdInFields, tokensOf, withLiveWildcards } from "../sets/resourcePattern.js";
import { anyOne, anyStar, foldedToken, type Glob, globOf, isLetter, literalGlob, widened } from "../sets/tokens.js";
import type { Atom } from "./atoms.js";
import type { ConditionFacts } from "./conditionFacts.js";
import { givenAnswer } from "./guard.js";
import { addressCells, numberCells } from "./orderedCells.js";
import { principalShape } from "./principalValues.js";
import { arnShape, type TextTest, textCells } from "./textCells.js";
import { usualValues } from "./usualValues.js";

/** One way a key can be in a request, and what each of its atoms then says. */
export interface KeyOption {
  /** Undefined: absent. */
  readonly value: ContextValues[string] | undefined;
  /** By the atom's place in the list of the key's atoms. */
  readonly truth: readonly boolean[];
  /** Why a truth value is only one of two possible ones; undefined: it is certain. */
  readonly open: Answer | undefined;
}

/** All the ways a key can be, as far as its atoms tell them apart. Throws BudgetSpent. */
export function keyOptions(
  key: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
): readonly KeyOption[] {
  const tests = atoms.map(({ test, substitutesVariables, effect }) => [
    test.operator,
    test.values,
    substitutesVariables,
    effect,
  ]);
  const name = JSON.stringify([key, facts.typeOf(key), facts.isMultivalued(key), facts.presence(key), tests]);
  const known = budget.foundByText.get(name) as readonly KeyOption[] | undefined;
  budget.spend(8 + (name.length >> 4));
  if (known !== undefined) return known;
  const options = findOptions(key, atoms, facts, letters, budget);
  budget.foundByText.set(name, options);
  return options;
}

function findOptions(
  key: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
): readonly KeyOption[] {
  const options: KeyOption[] = [];
  const seen = new Set<string>();
  for (const { test } of atoms) for (const value of test.values) budget.spend(costOfReading(String(value)));
  for (const fact of possibleFacts(key, atoms, facts, letters, budget)) {
    budget.spend(atoms.reduce((sum, atom) => sum + costOf(atom), 0));
    const context = contextOf(key, fact, facts);
    const answers = atoms.map((atom) => answerTo(atom, context));
    for (const option of completions(shownValue(fact), atoms, answers, budget)) {
      const signature = `${option.truth.map(Number).join("")}${option.open === undefined ? "" : "?"}${option.value === undefined ? "-" : ""}`;
      if (seen.has(signature)) continue;
      seen.add(signature);
      options.push(option);
    }
  }
  return options;
}

/** What each of a key's atoms says of one value; undefined where that is open. */
export function truthOfValue(
  key: string,
  text: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
): readonly (boolean | undefined)[] {
  const context = contextOf(key, single(text), facts);
  return atoms.map((atom) => answerTo(atom, context).value);
}

/** One of the values that a key may have, where no test is about it. Throws BudgetSpent. */
export function sampleValue(key: string, facts: ConditionFacts, letters: Letters, budget: Budget): string {
  return sampleValues(key, [], facts, letters, budget)[0]!;
}

/** The keys with the values given, `undefined` being absent; all others only as far as they are fixed. */
export function factsOf(
  values: ReadonlyMap<string, ContextValues[string] | undefined>,
  facts: ConditionFacts,
): ContextFacts {
  return {
    of: (asked) => {
      const lower = asked.toLowerCase();
      if (!values.has(lower)) return fixedFact(lower, facts);
      const value = values.get(lower);
      if (value === undefined) return { state: "absent" };
      return typeof value === "object"
        ? { state: "present", values: value.map((text) => ({ text: String(text) })), isList: true }
        : single(String(value));
    },
  };
}

/** What a test says; a test of a statement of which it is not known whether it applies has its answer with it. */
export function answerTo({ test, substitutesVariables, effect }: Atom, context: ContextFacts): Answer {
  return givenAnswer(test) ?? testHolds(test, substitutesVariables, effect, context);
}

/** Units for taking a value apart, several times over; most of what that takes of a short one is in what is asked about it. */
function costOfReading({ length }: string): number {
  return length > 200 ? 16 * length : 8;
}

/** Units for asking one test about a value: each of its values is read anew, and an address range is dear to read. */
function costOf({ test }: Atom): number {
  return 16 + (test.operator.endsWith("IpAddress") ? 100 : 24) * test.values.length;
}

/**
 * Where an answer is open both truth values are possible: but for tests that compare the key with the same variable in
 * the same way they are the same, or opposite where one of the operators is negated (V4 too).
 */
function completions(
  value: KeyOption["value"],
  atoms: readonly Atom[],
  answers: readonly Answer[],
  budget: Budget,
): readonly KeyOption[] {
  const open = answers.find((answer) => answer.value === undefined);
  if (open === undefined) return [{ value, truth: answers.map((answer) => answer.value === true), open }];
  // Beside tests of texts it stands for other texts too, numbers among them.
  const isUnreadable = value === unreadable && !atoms.some(({ test }) => familyOf(test) === "string");
  const questions = atoms.map((atom, i) =>
    isUnreadable ? unreadableQuestion(atom, answers[i]!, i) : openQuestion(atom, answers[i]!, i),
  );
  const names = [...new Set(questions.flatMap((question) => question?.name ?? []))];
  if (names.length > 30) throw new BudgetSpent();
  budget.spend(2 ** names.length * atoms.length);
  return Array.from({ length: 2 ** names.length }, (_, bits): KeyOption => {
    const truth = answers.map((answer, i) => {
      const question = questions[i];
      if (question === undefined) return answer.value === true;
      return ((bits >> names.indexOf(question.name)) & 1) === (question.negated ? 1 : 0);
    });
    return { value, truth, open };
  });
}

function familyOf({ operator }: Atom["test"]): ConditionFamily | undefined {
  return parseOperator(operator)?.family;
}

interface OpenQuestion {
  readonly name: string;
  readonly negated: boolean;
}

/** What settles an open answer: the name is the same for tests that one thing settles. */
function openQuestion({ test, substitutesVariables }: Atom, answer: Answer, at: number): OpenQuestion | undefined {
  if (answer.value !== undefined) return undefined;
  const operator = parseOperator(test.operator);
  const hangsOnVariable = answer.keys.length > 0 && answer.rules.length === 0 && answer.doubts.length === 0;
  if (!hangsOnVariable || operator?.qualifier !== "none") return { name: String(at), negated: false };
  return { name: JSON.stringify([operator.base, test.values, substitutesVariables]), negated: operator.negated };
}

/**
 * The same of a value that a test cannot read. An Allow does not rest on it (D6), whatever it is compared with; where it
 * would deny, or a negated operator hold, that is so or not for all such tests.
 */
function unreadableQuestion(atom: Atom, answer: Answer, at: number): OpenQuestion | undefined {
  const { test, substitutesVariables, effect } = atom;
  const operator = parseOperator(test.operator);
  const isRead = operator?.qualifier !== "none";
  const values = test.values.map((each) => ({ text: String(each), substitutesVariables }));
  if (isRead || givenAnswer(test) !== undefined || values.some((each) => isMalformed(operator, each)))
    return openQuestion(atom, answer, at);
  if (answer.value !== undefined || (effect === "Allow" && !operator.negated)) return undefined;
  return { name: `${effect} ${operator.negated}`, negated: false };
}

function shownValue(fact: KeyFact): KeyOption["value"] {
  if (fact.state !== "present") return undefined;
  const texts = fact.values.map((value) => ("text" in value ? value.text : ""));
  return fact.isList ? texts : texts[0];
}

/** The key as chosen; all other keys only as far as they are fixed. */
function contextOf(key: string, fact: KeyFact, facts: ConditionFacts): ContextFacts {
  return {
    of: (asked) => {
      const lower = asked.toLowerCase();
      return lower === key ? fact : fixedFact(lower, facts);
    },
  };
}

function fixedFact(key: string, facts: ConditionFacts): KeyFact {
  const binding = facts.bindings(key);
  if (binding.state === "value") return single(binding.value);
  if (binding.state === "absent") return { state: "absent" };
  return { state: "open", mayBeAbsent: facts.presence(key) !== "always", shape: undefined, doubt: undefined };
}

function single(text: string): KeyFact {
  return { state: "present", values: [{ text }], isList: false };
}

function possibleFacts(
  key: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
): readonly KeyFact[] {
  const binding = facts.bindings(key);
  if (binding.state === "value") {
    return [{ state: "present", values: [{ text: binding.value }], isList: facts.isMultivalued(key) === true }];
  }
  if (binding.state === "absent") return [{ state: "absent" }];
  if (binding.state === "list") {
    const { values } = binding;
    const isList = values.length !== 1 || facts.isMultivalued(key) !== false;
    return [{ state: "present", values: values.map((text) => ({ text })), isList }];
  }
  const presence = facts.presence(key);
  const out: KeyFact[] = presence === "always" ? [] : [{ state: "absent" }];
  if (presence === "never") return out;
  const samples = sampleValues(key, atoms, facts, letters, budget);
  const isMultivalued = facts.isMultivalued(key);
  if (isMultivalued !== true) out.unshift(...samples.map(single));
  // A key that nobody knows may have several values where it is tested as one that has.
  const mayBeList = isMultivalued ?? atoms.some(({ test }) => test.operator.includes(":"));
  if (!mayBeList) return out;
  const values = toldApart(samples, key, atoms, facts, budget);
  for (const set of subsets(values, atoms.length, budget)) {
    out.push({ state: "present", values: set.map((text) => ({ text })), isList: true });
  }
  return out;
}

/** One of the values that all atoms treat alike, each alone in the request: a set is judged by its values one by one. */
function toldApart(
  values: readonly string[],
  key: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
  budget: Budget,
): readonly string[] {
  const kinds = new Map<string, string>();
  for (const text of values) {
    const context = contextOf(key, { state: "present", values: [{ text }], isList: true }, facts);
    const answers = atoms.map(({ test, substitutesVariables, effect }) => {
      budget.spend(8 + 16 * test.values.length);
      const { value, rules, keys } = testHolds(test, substitutesVariables, effect, context);
      return [value, rules, keys];
    });
    const kind = JSON.stringify(answers);
    if (!kinds.has(kind)) kinds.set(kind, text);
  }
  return [...kinds.values()];
}

/**
 * Sets of values to try for a key with several. Each atom that some value must satisfy, or some value must fail, needs
 * one such value, and one more is there to be harmless: larger sets show nothing new.
 */
function* subsets(values: readonly string[], atoms: number, budget: Budget): Generator<readonly string[]> {
  const limit = Math.min(values.length, atoms + 1);
  const visit = function* (from: number, chosen: readonly string[]): Generator<readonly string[]> {
    budget.spend(4);
    yield chosen;
    if (chosen.length === limit) return;
    for (let i = from; i < values.length; i++) yield* visit(i + 1, [...chosen, values[i]!]);
  };
  yield* visit(0, []);
}

function sampleValues(
  key: string,
  atoms: readonly Atom[],
  facts: ConditionFacts,
  letters: Letters,
  budget: Budget,
): readonly string[] {
  const parsed = atoms.flatMap((atom) => {
    const operator = parseOperator(atom.test.operator);
    return operator === undefined ? [] : [{ atom, operator }];
  });
  const values = (family: ConditionFamily) =>
    parsed.filter(({ operator }) => operator.family === family).flatMap(({ atom }) => atom.test.values.map(String));
  const families = domainOf(
    facts.typeOf(key),
    parsed.map(({ operator }) => operator.family),
  );
  const samples: string[] = [];
  if (families.has("bool")) samples.push("true", "false");
  if (families.has("numeric"))
    samples.push(...numberCells(values("numeric").flatMap((text) => parseNumber(text) ?? [])).map(String));
  if (families.has("date")) samples.push(...dateCells(values("date")));
  if (families.has("ip")) samples.push(...addressCells(values("ip").flatMap((text) => parseIpRange(text) ?? [])));
  if (families.has("binary")) samples.push(...values("binary"), "b3RoZXI=");
  if (families.has("string") || families.has("arn")) {
    const shape = principalShape(key, facts.bindings) ?? (families.has("string") ? undefined : arnShape);
    const tests = parsed.flatMap(({ atom, operator }) => textTests(atom, operator, facts, letters));
    samples.push(...usualValues(key, facts.bindings), ...textCells(tests, shape, textsIn(atoms, facts), budget));
  }
  if (samples.length > 0 && !families.has("string") && isAnyText(key, facts)) samples.push(unreadable);
  return [...new Set(samples.length === 0 ? ["x"] : samples)];
}

/** A text that is no number, no date, no address and no ARN: what a tag may be that is tested as one of these (C5). */
const unreadable = "x";

/** Whether a key may have any text for its value, as far as is known. */
export function isAnyText(key: string, facts: ConditionFacts): boolean {
  const type = facts.typeOf(key);
  const isText = type === undefined || type === "String" || type === "ArrayOfString";
  return isText && principalShape(key, facts.bindings) === undefined;
}

/** All that the policies say about the key, what their variables stand for included: no other text is like these. */
function textsIn(atoms: readonly Atom[], facts: ConditionFacts): readonly string[] {
  return atoms.flatMap(({ test, substitutesVariables }) =>
    test.values.flatMap((value) => {
      const text = String(value);
      const values = variableKeys(text, substitutesVariables).map((key) => facts.bindings(key.toLowerCase()));
      return [text, ...values.flatMap((binding) => (binding.state === "value" ? [binding.value] : []))];
    }),
  );
}

/**
 * What the values of a key look like: by its type where the catalog knows it, else by what it is tested as. A number or an
 * address that is compared as a string is any string that a test names.
 */
function domainOf(type: string | undefined, tested: readonly ConditionFamily[]): ReadonlySet<ConditionFamily> {
  const used = new Set(tested.filter((family) => family !== "null"));
  const plain = type?.replace(/^ArrayOf/, "");
  if (plain === "Bool") return new Set(["bool"]);
  if (plain === "Numeric" || plain === "Long") return new Set(["numeric", ...used]);
  if (plain === "IPAddress") return new Set(["ip", ...used]);
  if (plain === "ARN" && !used.has("string")) return new Set(["arn"]);
  if (used.size === 0) return new Set(["string"]);
  // A date is compared as a number too (aws:EpochTime), and any key as a string.
  return used;
}

function dateCells(texts: readonly string[]): readonly string[] {
  const moments = texts.flatMap((text) => parseDate(text) ?? []);
  const seconds = moments.map((moment) => moment / 1000);
  return numberCells(seconds).map((second) => dateText(second * 1000));
}

/**
 * The patterns of a string or ARN test, none for others: those that surely match, and apart from them what is left open
 * (a value with a variable of unknown value, a short ARN); elsewhere it surely does not match.
 */
function textTests(
  atom: Atom,
  operator: ConditionOperator,
  facts: ConditionFacts,
  letters: Letters,
): readonly TextTest[] {
  if (operator.family !== "string" && operator.family !== "arn") return [];
  const sure: Glob[] = [];
  const open: Glob[] = [];
  for (const value of atom.test.values) {
    const text = String(value);
    // There are thousands of these in some lists.
    if (operator.base === "StringEquals" && !(atom.substitutesVariables && text.includes("${"))) {
      sure.push(literalGlob(text));
      continue;
    }
    const reading = { substitutesVariables: atom.substitutesVariables, bindings: facts.bindings, letters };
    const read = tokensOf(text, reading);
    if (read.matchesNothing) continue;
    const isLike = operator.family === "arn" || operator.base === "StringLike";
    // Beside what the wildcards of a variable's value match as themselves, what they do as wildcards (V3).
    if (isLike && read.valueWildcards.length > 0) {
      const live = withLiveWildcards(read);
      if (operator.family === "arn") addArn(live, open, open);
      else open.push(widened(globOf(live)));
    }
    const { tokens } = read;
    if (operator.family === "arn") addArn(tokens, sure, open);
    else {
      // Without Like `*` and `?` are themselves (C3).
      if (!isLike) literalStars(tokens);
      const folded = operator.base === "StringEqualsIgnoreCase" ? tokens.map(foldedToken) : tokens;
      const glob = globOf(folded);
      (glob.hasLetter ? open : sure).push(widened(glob));
    }
  }
  return [sure, open].filter((globs) => globs.length > 0);
}

function literalStars(tokens: number[]): void {
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] === anyStar) tokens[at] = 42;
    else if (tokens[at] === anyOne) tokens[at] = 63;
  }
}

/**
 * What an Arn operator matches: field by field (C4); with fewer than six fields all that it may match is open (Q18). A
 * variable of unknown value may hold colons itself.
 */
function addArn(tokens: readonly number[], sure: Glob[], open: Glob[]): void {
  if (tokens.some(isLetter)) {
    open.push(widened(globOf(tokens)));
    return;
  }
  const byField = [...tokens];
  const end = firstColons(tokens, 5)[4];
  holdInFields(byField, end ?? tokens.length);
  if (end !== undefined) sure.push(globOf(byField));
  else open.push(globOf(tokens), globOf([...byField, colon, anyStar]));
}

const colon = 58;
