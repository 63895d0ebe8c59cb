import type { Letters } from "./letters.js";
import { anyOne, anyStar, type Glob, globOf, noColonOne, noColonStar } from "./tokens.js";
import type { Bindings } from "./variableBindings.js";

/**
 * One entry of Resource or NotResource. Two readings of its wildcards are kept apart where they differ (Q3): `byField`
 * holds a wildcard of the first five fields within its field, `whole` lets it run past colons. A pattern of fewer than
 * six fields that is not `*` (Q18), one whose service has a wildcard, which IAM refuses (Q4), and one with a variable
 * before its last field (V1) is doubtful: it may match nothing, or anything that begins with it.
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
  /** What it matches hangs on a variable of unknown value, or on how a short ARN is read. */
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

/** What is doubtful about an entry that is so: which rule, and the words for it. */
export function doubtAbout({ whole, hasEarlyVariable }: Pick<ResourcePattern, "whole" | "hasEarlyVariable">): {
  readonly detail: string;
  readonly rule: string;
} {
  if (hasEarlyVariable) return { detail: "a policy variable stands before the last field", rule: "V1" };
  const isArn = firstColons(whole.tokens, 5).length === 5;
  return isArn
    ? { detail: "IAM refuses a wildcard in the service field of an ARN", rule: "Q4" }
    : { detail: "AWS does not say what an ARN of fewer than six fields matches", rule: "Q18" };
}

/** Reads an entry (R1–R5, V1–V4). Never fails: what is no ARN is a pattern that fits none. */
export function resourcePattern(text: string, reading: ResourceReading): ResourcePattern {
  const { tokens, variables, hasEarlyVariable, matchesNothing, mayMatchNothing } = tokensOf(text, reading);
  const plain = globOf(tokens);
  const cuts = firstColons(tokens, 5);
  const isAll = plain.isAll && !hasEarlyVariable;
  const isArn = cuts.length === 5;
  const service = isArn ? literalField(tokens, cuts[1]! + 1, cuts[2]!)?.toLowerCase() : undefined;
  const partition = isArn ? literalField(tokens, cuts[0]! + 1, cuts[1]!) : undefined;
  // Some readers fill up a short ARN with stars: at its widest it is all that begins with it (Q18). What it surely
  // matches is nothing, as with a variable of unknown value.
  const isDoubtful = hasEarlyVariable || (!isAll && (!isArn || service === undefined));
  const whole = isDoubtful ? globOf([...tokens, reading.letters.letterOf("a short ARN")]) : plain;
  let readingsDiffer = false;
  let byField = whole;
  if (!isAll && isArn && service !== undefined) {
    const end = cuts[4]!;
    for (let i = 0; i < end; i++) {
      if (tokens[i] === anyStar || tokens[i] === anyOne) {
        tokens[i] = tokens[i] === anyStar ? noColonStar : noColonOne;
        readingsDiffer = true;
      }
    }
    if (readingsDiffer) byField = globOf(tokens);
  }
  return {
    text,
    byField,
    whole,
    plain,
    isOpen: isDoubtful || variables.length > 0,
    readingsDiffer,
    isDoubtful,
    hasEarlyVariable,
    variables,
    matchesNothing,
    mayMatchNothing,
    service,
    partition,
  };
}

function firstColons(tokens: ArrayLike<number>, count: number): number[] {
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
export function tokensOf(text: string, reading: ResourceReading): ReadTokens {
  const tokens: number[] = [];
  const variables: string[] = [];
  let colons = 0;
  let hasEarlyVariable = false;
  let matchesNothing = false;
  let mayMatchNothing = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 36 && text.charCodeAt(i + 1) === 123 && reading.substitutesVariables) {
      const end = text.indexOf("}", i + 2);
      if (end > 0) {
        const variable = readVariable(text.slice(i + 2, end));
        hasEarlyVariable ||= variable.literal === undefined && colons < 5;
        const binding = variable.literal === undefined ? reading.bindings(variable.key) : undefined;
        const value = variable.literal ?? (binding?.state === "value" ? binding.value : undefined);
        if (value !== undefined) pushLiteral(tokens, value);
        else if (binding?.state === "absent") {
          if (variable.fallback !== undefined) pushLiteral(tokens, variable.fallback);
          else matchesNothing = true;
        } else {
          variables.push(variable.name);
          mayMatchNothing ||= variable.fallback === undefined;
          tokens.push(reading.letters.letterOf(variable.letterName, variable.name));
        }
        i = end;
        continue;
      }
    }
    if (code === 58) colons++;
    tokens.push(code === 42 ? anyStar : code === 63 ? anyOne : code);
  }
  return { tokens, variables, hasEarlyVariable, matchesNothing, mayMatchNothing };
}

export interface ReadTokens
  extends Pick<ResourcePattern, "variables" | "hasEarlyVariable" | "matchesNothing" | "mayMatchNothing"> {
  /** The caller's own. */
  readonly tokens: number[];
}

function pushLiteral(tokens: number[], text: string): void {
  for (let i = 0; i < text.length; i++) tokens.push(text.charCodeAt(i));
}

interface Variable {
  readonly name: string;
  readonly key: string;
  readonly fallback: string | undefined;
  /** `${*}`, `${?}`, `${$}`: the character itself. */
  readonly literal: string | undefined;
  /** With its default, which makes it another letter. */
  readonly letterName: string;
}

/** Reads what stands between `${` and `}` (V2). */
export function readVariable(inside: string): Variable {
  if (inside === "*" || inside === "?" || inside === "$") {
    return { name: inside, key: inside, fallback: undefined, literal: inside, letterName: inside };
  }
  const withDefault = /^(.*?),\s*'(.*)'$/s.exec(inside);
  const name = (withDefault ? withDefault[1]! : inside).trim();
  const key = name.toLowerCase();
  const fallback = withDefault?.[2];
  return {
    name,
    key,
    fallback,
    literal: undefined,
    letterName: fallback === undefined ? key : `${key}, '${fallback}'`,
  };
}
