import type { ContextValues } from "../layers.js";
import type { Budget } from "./budget.js";
import type { Letters } from "./letters.js";
import { isFresh, isLetter, type Word } from "./tokens.js";
import type { ResourceShape } from "./universe.js";

/** What the witness of a search says as a real ARN, and what its variables then stand for. */
export interface WitnessText {
  readonly resource: string;
  readonly variables: ContextValues;
}

/**
 * Turns a word into a text a person would believe: each run of free characters becomes what its place in the ARN format
 * usually holds (a Region, an account, a name made from the placeholder's own). `avoid` are the characters of the
 * patterns in sight: the one free character that is needed at least must be none of them, or the text could match what
 * the word does not; with a realistic run this is checked by the caller, who falls back on `plain`.
 */
export function witnessText(
  word: Word,
  shape: ResourceShape,
  letters: Letters,
  facts: WitnessFacts,
  budget: Budget,
): WitnessText {
  budget.spend(word.length);
  const variables: Record<string, string> = {};
  let resource = "";
  let field = 0;
  const fieldNames = namesByField(shape.format);
  for (let i = 0; i < word.length; i++) {
    const symbol = word[i]!;
    if (isLetter(symbol)) {
      const name = letters.nameOf(symbol);
      // The wildcard of a variable's value stands for itself at least (V3).
      if (name === "*" || name === "?") {
        resource += name;
        continue;
      }
      const value = fixedByPrincipal(name.toLowerCase(), facts.account) ?? (facts.plain ? "x" : "value");
      variables[name] = value;
      resource += value;
    } else if (isFresh(symbol)) {
      // A run of free characters in one place is one name.
      let length = 1;
      while (isFresh(word[i + 1] ?? 0)) {
        i++;
        length++;
      }
      const startsField = resource === "" || resource.endsWith(":");
      const whole = startsField && (word[i + 1] === undefined || word[i + 1] === 58);
      resource += facts.plain
        ? facts.character.repeat(length)
        : freeText(field, whole, length, fieldNames, resource, facts);
    } else {
      if (symbol === 58) field++;
      resource += String.fromCharCode(symbol);
    }
  }
  return { resource, variables };
}

/** Values that follow from who asks, and can be no others (V5). */
function fixedByPrincipal(key: string, account: string): string | undefined {
  if (key === "aws:principalaccount") return account;
  if (key === "aws:principalarn") return `arn:aws:iam::${account}:role/r`;
  return undefined;
}

export interface WitnessFacts {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Only the free character itself: for the fallback. */
  readonly plain: boolean;
  /** A character that stands in no pattern. */
  readonly character: string;
}

function freeText(
  field: number,
  whole: boolean,
  length: number,
  names: readonly string[],
  before: string,
  facts: WitnessFacts,
): string {
  if (whole && field === 3) return facts.region;
  if (whole && field === 4) return facts.account;
  if (field < 5) return facts.character.repeat(length);
  const index = countPlaceholders(before, names);
  const name = names[Math.min(index, names.length - 1)];
  const text = name === undefined ? facts.character : exampleName(name);
  return text.length >= length ? text : text + facts.character.repeat(length - text.length);
}

/** Placeholder names of the sixth field, in order. */
function namesByField(format: string): readonly string[] {
  const sixth = format.split(":").slice(5).join(":");
  return [...sixth.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1]!);
}

/** How many separators the text has after the fifth colon: a good guess at which placeholder comes next. */
function countPlaceholders(before: string, names: readonly string[]): number {
  const sixth = before.split(":").slice(5).join(":");
  const parts = sixth.split(/[/:]/).length - 1;
  return names.length <= 1 ? 0 : Math.min(parts, names.length - 1);
}

function exampleName(placeholder: string): string {
  const known: { readonly [name: string]: string } = { BucketName: "some-bucket", ObjectName: "some-key" };
  if (Object.hasOwn(known, placeholder)) return known[placeholder]!;
  const kebab = placeholder
    .replace(/WithPath$|Name$|Id$|Identifier$/, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "");
  return kebab === "" ? "example" : `some-${kebab}`;
}

/** A letter or digit that occurs in none of the texts; `#` where all do. */
export function unusedCharacter(texts: Iterable<string>): string {
  const used = new Uint8Array(128);
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < used.length) used[code] = 1;
    }
  }
  for (const candidate of "xyzwvutqkjh0123456789abcdefgilmnoprs_-~XYZ") {
    if (used[candidate.charCodeAt(0)] === 0) return candidate;
  }
  return "#";
}
