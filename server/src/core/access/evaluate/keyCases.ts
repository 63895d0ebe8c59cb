import type { ConditionTest } from "../../policy/model.js";
import { sixFields } from "./arnFields.js";
import { isMalformed, type PolicyValue } from "./compareValues.js";
import { type ConditionOperator, parseOperator } from "./conditionOperator.js";
import { dateText, parseDate } from "./dateValue.js";
import { globMatches, globOf, globsMeet, hasWildcard, matchesEverything, surelyCovers } from "./globs.js";
import { ipText, parseIpRange } from "./ipRange.js";
import { type KeyFact, type RequestValue, testedValue } from "./keyFact.js";
import { parseNumber } from "./numberValue.js";

/** A test of a key, with what its document says about variables (G6). */
export interface PlacedTest {
  readonly test: ConditionTest;
  readonly substitutesVariables: boolean;
}

type OpenFact = Extract<KeyFact, { readonly state: "open" }>;

/** A policy value and the operator that compares with it. */
interface Atom {
  readonly operator: ConditionOperator;
  readonly value: PolicyValue;
  readonly name: string;
}

const maximumFreeAtoms = 6;
const maximumValues = 64;
const maximumListValues = 5;

/**
 * All that an open key can be, as far as these tests can tell: whatever the request has, some case gives each test the
 * same truth value. A case may be impossible, never is one missing; so what holds in all cases surely holds.
 * Undefined where there would be too many.
 * @param isMultivalued undefined where that is not known
 * @param isText whether values may be what no test but those of texts can read
 */
export function keyCases(
  fact: OpenFact,
  tests: readonly PlacedTest[],
  isMultivalued: boolean | undefined,
  isText: boolean,
): readonly KeyFact[] | undefined {
  if (fact.doubt !== undefined) return undefined;
  const { shape } = fact;
  const values = valueCases(tests, isText)?.filter(
    (value) => shape === undefined || !("text" in value) || globMatches(shape, value.text),
  );
  if (values === undefined || values.length > maximumValues) return undefined;
  const cases: KeyFact[] = fact.mayBeAbsent ? [{ state: "absent" }] : [];
  // Without a set operator a key that nobody knows is taken to have one value.
  const mayBeList = isMultivalued ?? tests.some(({ test }) => test.operator.includes(":"));
  if (isMultivalued !== true || shape !== undefined) {
    for (const value of values) cases.push({ state: "present", values: [value], isList: false });
  }
  if (mayBeList && shape === undefined) {
    if (values.length > maximumListValues) return undefined;
    for (let set = 0; set < 2 ** values.length; set++) {
      const members = values.filter((_, i) => (set & (2 ** i)) !== 0);
      cases.push({ state: "present", values: members, isList: true });
    }
  }
  return cases;
}

/** No number, no date, no address. */
const unreadable = "x";

function valueCases(tests: readonly PlacedTest[], isText: boolean): readonly RequestValue[] | undefined {
  const atoms = tests.flatMap(atomsOf);
  const families = new Set(atoms.map(({ operator }) => operator.family));
  const [family] = families;
  if (family === undefined) return [{ matches: new Map() }];
  if (families.size > 1) return otherValues(atoms, []);
  const mayBeEmpty = tests.some(({ test }) => test.operator.includes(":"));
  const others = isText ? [unreadable] : [];
  switch (family) {
    case "bool":
      return texts(["true", "false", ...others]);
    case "numeric":
      return texts([...around(atoms, parseNumber, 1).map(String), ...others]);
    case "date":
      return texts([...around(atoms, parseDate, 1000).map((time) => dateText(time)), ...others]);
    case "ip":
      return texts([...addressesAround(atoms), ...others]);
    default: {
      const literals = atoms.filter(isLiteral).map(({ value }) => value.text);
      // An empty value is special to set operators (Q7).
      const named = [...new Set(mayBeEmpty && family === "string" ? [...literals, ""] : literals)];
      const free = otherValues(atoms.filter(isFree), atoms);
      return free === undefined ? undefined : [...texts(named), ...free];
    }
  }
}

/** Tests that say nothing definite whatever the value is are left out. */
function atomsOf({ test, substitutesVariables }: PlacedTest): readonly Atom[] {
  const operator = parseOperator(test.operator);
  if (operator === undefined || operator.family === "null") return [];
  const atoms = new Map<string, Atom>();
  for (const written of test.values) {
    const value = { text: String(written), substitutesVariables };
    const name = testedValue(operator.base, value.text, substitutesVariables);
    const hasVariable = substitutesVariables && value.text.includes("${");
    if (!hasVariable && !isMalformed(operator, value)) atoms.set(name, { operator, value, name });
  }
  return [...atoms.values()];
}

function texts(values: readonly string[]): readonly RequestValue[] {
  return values.map((text) => ({ text }));
}

/** Matched by exactly one text, so that texts not named do not match it. */
function isLiteral({ operator, value }: Atom): boolean {
  if (operator.base === "StringEquals" || operator.base === "BinaryEquals") return true;
  return operator.base !== "StringEqualsIgnoreCase" && !hasWildcard(globOf(value.text));
}

function isFree(atom: Atom): boolean {
  return !isLiteral(atom);
}

/** Values that no test names: all ways in which they can match the free atoms. The others of `all` do not match. */
function otherValues(written: readonly Atom[], all: readonly Atom[]): readonly RequestValue[] | undefined {
  const free = [...new Map(written.map((atom) => [atom.name, atom])).values()];
  if (free.length > maximumFreeAtoms) return undefined;
  const values: RequestValue[] = [];
  for (let set = 0; set < 2 ** free.length; set++) {
    const isIn = (i: number) => (set & (2 ** i)) !== 0;
    if (!isPossible(free, isIn)) continue;
    const matches = new Map(all.map(({ name }) => [name, false]));
    for (const [i, { name }] of free.entries()) matches.set(name, isIn(i));
    values.push({ matches });
  }
  return values;
}

/** False only where no text matches exactly these. */
function isPossible(free: readonly Atom[], isIn: (i: number) => boolean): boolean {
  const isLike = ({ operator }: Atom) => operator.base === "StringLike";
  return free.every((atom, i) => {
    if (!isGlobbed(atom)) return true;
    const glob = globOf(atom.value.text);
    if (!isIn(i)) return !(isLike(atom) && matchesEverything(glob));
    return free.every((other, j) => {
      if (!isGlobbed(other)) return true;
      const otherGlob = globOf(other.value.text);
      // Fields confine an ARN's wildcards, so that one pattern may cover another as a whole and yet not field by field.
      if (!isIn(j)) return !(isLike(atom) && isLike(other) && surelyCovers(otherGlob, glob));
      return globsMeet(glob, otherGlob);
    });
  });
}

function isGlobbed({ operator, value }: Atom): boolean {
  if (operator.family === "arn") return sixFields(value.text) !== undefined;
  return operator.base === "StringLike";
}

/** The bounds themselves, one number between each two, and one on either side. */
function around(atoms: readonly Atom[], parse: (text: string) => number | undefined, step: number): readonly number[] {
  const parsed = atoms.map(({ value }) => parse(value.text)).filter((bound) => bound !== undefined);
  const bounds = [...new Set(parsed)].sort((a, b) => a - b);
  const between = bounds.slice(1).map((bound, i) => numberBetween(bounds[i]!, bound));
  return [bounds[0]! - step, ...bounds, ...between, bounds.at(-1)! + step];
}

/** One of few digits if possible, so that it can be written and read again. */
function numberBetween(low: number, high: number): number {
  const middle = (low + high) / 2;
  const rounded = Number(middle.toPrecision(14));
  return low < rounded && rounded < high ? rounded : middle;
}

/** Truth changes only where a range begins or ends: the addresses on both sides of every end stand for all. */
function addressesAround(atoms: readonly Atom[]): readonly string[] {
  const addresses = new Set<string>();
  for (const version of [4, 6] as const) {
    const size = 1n << (version === 4 ? 32n : 128n);
    addresses.add(ipText({ version, value: version === 4 ? 0n : 1n }));
    for (const { value } of atoms) {
      const range = parseIpRange(value.text);
      if (range?.version !== version) continue;
      for (const end of [range.first - 1n, range.first, range.last, range.last + 1n]) {
        if (end >= 0n && end < size) addresses.add(ipText({ version, value: end }));
      }
    }
  }
  return [...addresses];
}
