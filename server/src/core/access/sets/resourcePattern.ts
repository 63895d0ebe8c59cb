import { type PolicyVariable, variablePattern } from "../evaluate/policyVariables.js";
import type { Letters } from "./letters.js";
import { anyOne, anyStar, type Glob, globOf, literalGlob, noColonOne, noColonStar, plainTokens } from "./tokens.js";
import type { Bindings } from "./variableBindings.js";

/**
 * One entry of Resource or NotResource. Two readings of its wildcards are kept apart where they differ (Q3): `byField`
 * holds a wildcard of the first five fields within its field, `whole` lets it run past colons. A pattern of fewer than
 * six fields that is not `*` (Q18), one whose service has a wildcard, which IAM refuses (Q4), and one with a variable
 * before its last field (V1) is doubtful: it may match nothing, or anything that begins with it. A wildcard in a
 * variable's value (V3) is as a variable of unknown value: it stands for itself, or for whatever a wildcard does.
 */
export interface ResourcePattern {
  readonly text: string;
  readonly byField: Glob;
  readonly whole: Glob;
  /** The text as it stands, its variables put in: what a condition's value is. */
  readonly plain: Glob;
  readonly readingsDiffer: boolean;
  /** An ARN of fewer than six fields, or one with a wildcard in its service field or a variable before the last. */
  readonly isDoubtful: boolean;
  readonly hasEarlyVariable: boolean;
  readonly hasValueWildcard: boolean;
  /** What it matches is not documented, for one of these reasons. */
  readonly isDisputed: boolean;
  /** What it matches hangs on a variable of unknown value, or on how a short ARN or a value's wildcard is read. */
  readonly isOpen: boolean;
  /** Variables of unknown value in it, by key. */
  readonly variables: readonly string[];
  /** A variable in it has no value and no default: the entry matches nothing (V4). */
  readonly matchesNothing: boolean;
  /** A variable of unknown value in it has no default: in some request it may have none. */
  readonly mayMatchNothing: boolean;
  /** The literal service field in lower case, or undefined where it has a wildcard or there is none. */
  readonly service: string | undefined;
  /** The literal partition field, or undefined. */
  readonly partition: string | undefined;
}

export interface ResourceReading {
  readonly substitutesVariables: boolean;
  readonly bindings: Bindings;
  readonly letters: Letters;
  /** Patterns of the resources that the policy hangs on, where its statements are about nothing else. */
  readonly within?: readonly string[];
  /** A session policy that something wanted is put to, as to the layers of the base: it must not be read too large. */
  readonly isLimit?: boolean;
}

type DoubtfulPattern = Pick<ResourcePattern, "whole" | "hasEarlyVariable" | "hasValueWildcard">;

/** What is doubtful about an entry that is so: which rule, and the words for it. */
export function doubtAbout({ whole, hasEarlyVariable, hasValueWildcard }: DoubtfulPattern): {
  readonly detail: string;
  readonly rule: string;
} {
  if (hasEarlyVariable) return { detail: "a policy variable stands before the last field", rule: "V1" };
  if (hasValueWildcard) return { detail: "whether a wildcard in a variable's value is one is not clear", rule: "V3" };
  const isArn = firstColons(whole.tokens, 5).length === 5;
  return isArn
    ? { detail: "IAM refuses a wildcard in the service field of an ARN", rule: "Q4" }
    : { detail: "AWS does not say what an ARN of fewer than six fields matches", rule: "Q18" };
}

/** Reads an entry (R1–R5, V1–V4). Never fails: what is no ARN is a pattern that fits none. */
export function resourcePattern(text: string, reading: ResourceReading): ResourcePattern {
  return usualPattern(text) ?? patternOf(text, reading);
}

/**
 * An ARN without a variable, and without a wildcard before its last field, as there are thousands in some policies: there
 * is one way to read it. Undefined for any other text.
 */
function usualPattern(text: string): ResourcePattern | undefined {
  if (text.includes("$")) return undefined;
  const cuts: number[] = [];
  for (let at = text.indexOf(":"); at >= 0 && cuts.length < 5; at = text.indexOf(":", at + 1)) cuts.push(at);
  const wildcard = text.search(/[*?]/);
  if (cuts.length < 5 || (wildcard >= 0 && wildcard < cuts[4]!)) return undefined;
  const glob = wildcard < 0 ? literalGlob(text) : globOf(plainTokens(text));
  return {
    text,
    byField: glob,
    whole: glob,
    plain: glob,
    isDisputed: false,
    isOpen: false,
    readingsDiffer: false,
    isDoubtful: false,
    hasEarlyVariable: false,
    hasValueWildcard: false,
    variables: withoutVariables.variables,
    matchesNothing: false,
    mayMatchNothing: false,
    service: text.slice(cuts[1]! + 1, cuts[2]).toLowerCase(),
    partition: text.slice(cuts[0]! + 1, cuts[1]),
  };
}

/** The same for any text. */
export function patternOf(text: string, reading: ResourceReading): ResourcePattern {
  const { tokens, variables, hasEarlyVariable, matchesNothing, mayMatchNothing, valueWildcards } = tokensOf(
    text,
    reading,
  );
  const plain = globOf(tokens);
  const hasValueWildcard = valueWildcards.length > 0;
  // As a variable of unknown value: whichever it is, it is the same for all values.
  for (const at of valueWildcards) {
    const character = String.fromCharCode(tokens[at]!);
    tokens[at] = reading.letters.letterOf(`${character} in a value`, character);
  }
  const cuts = firstColons(tokens, 5);
  const isAll = plain.isAll && !hasEarlyVariable;
  const isArn = cuts.length === 5;
  const service = isArn ? literalField(tokens, cuts[1]! + 1, cuts[2]!)?.toLowerCase() : undefined;
  const partition = isArn ? literalField(tokens, cuts[0]! + 1, cuts[1]!) : undefined;
  // Some readers fill up a short ARN with stars: at its widest it is all that begins with it (Q18). What it surely
  // matches is nothing, as with a variable of unknown value.
  const isDoubtful = hasEarlyVariable || (!isAll && (!isArn || service === undefined));
  const isDisputed = isDoubtful || hasValueWildcard;
  const whole = isDoubtful
    ? globOf([...tokens, reading.letters.letterOf("a short ARN")])
    : hasValueWildcard
      ? globOf(tokens)
      : plain;
  const readingsDiffer = !isAll && isArn && service !== undefined && holdInFields(tokens, cuts[4]!);
  const byField = readingsDiffer ? globOf(tokens) : whole;
  return {
    text,
    byField,
    whole,
    plain,
    isDisputed,
    isOpen: isDisputed || variables.length > 0,
    readingsDiffer,
    isDoubtful,
    hasEarlyVariable,
    hasValueWildcard,
    variables,
    matchesNothing,
    mayMatchNothing,
    service,
    partition,
  };
}

/** Makes the wildcards before `end` stay within their fields; false where there are none. */
export function holdInFields(tokens: number[], end: number): boolean {
  let isChanged = false;
  for (let i = 0; i < end; i++) {
    if (tokens[i] !== anyStar && tokens[i] !== anyOne) continue;
    tokens[i] = tokens[i] === anyStar ? noColonStar : noColonOne;
    isChanged = true;
  }
  return isChanged;
}

export function firstColons(tokens: ArrayLike<number>, count: number): number[] {
  const cuts: number[] = [];
  for (let i = 0; i < tokens.length && cuts.length < count; i++) if (tokens[i] === 58) cuts.push(i);
  return cuts;
}

function literalField(tokens: readonly number[], start: number, end: number): string | undefined {
  let text = "";
  for (let i = start; i < end; i++) {
    const token = tokens[i]!;
    if (token < 0) return undefined;
    text += String.fromCharCode(token);
  }
  return text;
}

/** Reads a text as policies are read, its variables put in (V1–V4), and what became of them. */
export function tokensOf(text: string, { substitutesVariables, bindings, letters }: ResourceReading): ReadTokens {
  if (!substitutesVariables || !text.includes("${")) return { ...withoutVariables, tokens: plainTokens(text) };
  const tokens: number[] = [];
  const variables: string[] = [];
  const valueWildcards: number[] = [];
  let colons = 0;
  let hasEarlyVariable = false;
  let matchesNothing = false;
  let mayMatchNothing = false;
  for (const part of variablePattern(text, true, true)) {
    if (typeof part === "number") {
      if (part === colon) colons++;
      tokens.push(part);
      continue;
    }
    hasEarlyVariable ||= colons < 5;
    const binding = part.kind === "key" ? bindings(part.key.toLowerCase()) : undefined;
    const fallback = part.kind === "key" ? part.fallback : undefined;
    const value = binding?.state === "value" ? binding.value : binding?.state === "absent" ? fallback : undefined;
    if (value !== undefined) {
      for (let i = 0; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code === star || code === one) valueWildcards.push(tokens.length);
        tokens.push(code);
      }
    } else if (binding?.state === "absent") matchesNothing = true;
    else {
      const name = nameOf(part);
      variables.push(name);
      mayMatchNothing ||= fallback === undefined;
      tokens.push(letters.letterOf(letterName(part), name));
    }
  }
  return { tokens, variables, hasEarlyVariable, matchesNothing, mayMatchNothing, valueWildcards };
}

export interface ReadTokens
  extends Pick<ResourcePattern, "variables" | "hasEarlyVariable" | "matchesNothing" | "mayMatchNothing"> {
  /** The caller's own. */
  readonly tokens: number[];
  /** Where in the tokens a `*` or `?` of a variable's value stands: literal there, which is disputed (V3). */
  readonly valueWildcards: readonly number[];
}

const withoutVariables: Omit<ReadTokens, "tokens"> = {
  variables: [],
  hasEarlyVariable: false,
  matchesNothing: false,
  mayMatchNothing: false,
  valueWildcards: [],
};

/** The same tokens with the wildcards of values as wildcards. */
export function withLiveWildcards({ tokens, valueWildcards }: ReadTokens): number[] {
  const live = [...tokens];
  for (const at of valueWildcards) live[at] = live[at] === star ? anyStar : anyOne;
  return live;
}

/** The variable as it is shown. */
function nameOf(variable: PolicyVariable): string {
  return variable.kind === "key" ? variable.key : variable.text.replace(/^\$\{|\}$/g, "");
}

/** With its default, which makes it another letter. */
function letterName(variable: PolicyVariable): string {
  if (variable.kind === "malformed") return variable.text;
  const key = variable.key.toLowerCase();
  return variable.fallback === undefined ? key : `${key}, '${variable.fallback}'`;
}

const [star, one, colon] = [42, 63, 58] as const;
