/*
 * What policies mean, once more and as plainly as can be: a third opinion beside `evaluate` and the engine of sets,
 * which shares no code with either. Only what is certain by docs/semantics.md is here; doubtful rules are a parameter.
 */

export interface LiteralPolicy {
  readonly Version?: string;
  readonly Statement: readonly LiteralStatement[];
}

export interface LiteralStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: LiteralCondition;
}

/** By operator, by key. */
export interface LiteralCondition {
  readonly [operator: string]: { readonly [key: string]: readonly string[] };
}

/** Values by key in the spelling of the tests; a key that is not there is absent. */
export type LiteralContext = ReadonlyMap<string, string | readonly string[]>;

/**
 * How a wildcard in the first five fields of an ARN is read (Q3): kept within its field, or running past colons. A
 * pattern of fewer fields matches nothing by field, and is filled up with stars when `padded` (Q18).
 */
export type LiteralReading = "byField" | "whole" | "padded";

/** Whether a union of documents lets something through: some Allow matches and no Deny does. */
export function documentsAllow(
  documents: readonly LiteralPolicy[],
  matches: (statement: LiteralStatement, document: LiteralPolicy) => boolean,
): boolean {
  const matching = documents.flatMap((document) => document.Statement.filter((each) => matches(each, document)));
  return matching.length > 0 && matching.every((each) => each.Effect === "Allow");
}

export function actionNamed({ Action, NotAction }: LiteralStatement, action: string): boolean {
  const named = (Action ?? NotAction ?? []).some((pattern) => {
    const regular = regularOf(pattern.toLowerCase());
    return pattern === "*" || (pattern.split(":").length === 2 && regular.test(action.toLowerCase()));
  });
  return named === (Action !== undefined);
}

export function resourceNamed(
  { Resource, NotResource }: LiteralStatement,
  version: string | undefined,
  resource: string,
  context: LiteralContext,
  reading: LiteralReading,
): boolean {
  const named = (Resource ?? NotResource ?? []).some((entry) => {
    const pattern = substituted(entry, version, context);
    return pattern !== undefined && resourceMatches(pattern, resource, reading);
  });
  return named === (Resource !== undefined);
}

function resourceMatches(pattern: string, resource: string, reading: LiteralReading): boolean {
  if (pattern === "*") return true;
  if (reading === "whole") return regularOf(pattern).test(resource);
  const fields = pattern.split(":");
  if (fields.length < 6 && reading === "byField") return false;
  while (fields.length < 6) fields.push("*");
  const early = fields.slice(0, 5).map((field) => sourceOf(field, "[^:]"));
  return new RegExp(`^${early.join(":")}:${sourceOf(fields.slice(5).join(":"), ".")}$`, "s").test(resource);
}

const kept = new Map<string, RegExp>();

function regularOf(pattern: string): RegExp {
  let regular = kept.get(pattern);
  if (regular === undefined) {
    regular = new RegExp(`^${sourceOf(pattern, ".")}$`, "s");
    kept.set(pattern, regular);
  }
  return regular;
}

/** Characters that were put in for `${…}` are in the private area and stand for themselves. */
function sourceOf(pattern: string, any: string): string {
  return Array.from(pattern, (character) => {
    if (character === "*") return `${any}*`;
    if (character === "?") return any;
    const code = character.charCodeAt(0);
    const meant = code >= 0xe000 && code < 0xf000 ? String.fromCharCode(code - 0xe000) : character;
    return meant.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }).join("");
}

/** With the values of variables; undefined where one has neither value nor default (V4). */
function substituted(text: string, version: string | undefined, context: LiteralContext): string | undefined {
  if (version !== "2012-10-17") return text;
  let missing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, inside: string) => {
    if (inside === "*" || inside === "?" || inside === "$") return literally(inside);
    const [, key, fallback] = /^([^,]*)(?:, '(.*)')?$/.exec(inside)!;
    const value = context.get(key!) ?? fallback;
    if (typeof value === "string") return literally(value);
    missing = true;
    return "";
  });
  return missing ? undefined : result;
}

function literally(text: string): string {
  return Array.from(text, (character) => String.fromCharCode(character.charCodeAt(0) + 0xe000)).join("");
}

/** All tests of a condition (C1). */
export function conditionHolds(
  condition: LiteralCondition | undefined,
  version: string | undefined,
  context: LiteralContext,
): boolean {
  return Object.entries(condition ?? {}).every(([operator, byKey]) =>
    Object.entries(byKey).every(([key, values]) => testHolds(operator, key, values, version, context)),
  );
}

export function testHolds(
  text: string,
  key: string,
  values: readonly string[],
  version: string | undefined,
  context: LiteralContext,
): boolean {
  const [, qualifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(text)!;
  const value = context.get(key);
  if (name === "Null") return values.includes(value === undefined ? "true" : "false");
  const negated = /Not/.test(name!);
  const base = name!.replace("Not", "");
  const one = (request: string) =>
    values.some((policy) => {
      const pattern = /^(String|Arn|Bool)/.test(base) ? substituted(policy, version, context) : policy;
      return pattern !== undefined && valueMatches(base, pattern, request);
    }) !== negated;
  if (qualifier === "ForAllValues") return value === undefined || [value].flat().every(one);
  if (qualifier === "ForAnyValue") return value !== undefined && [value].flat().some(one);
  if (value === undefined) return negated || ifExists !== undefined;
  return one(value as string);
}

function valueMatches(operator: string, pattern: string, request: string): boolean {
  const plain = Array.from(pattern, (c) => (c >= "\ue000" ? String.fromCharCode(c.charCodeAt(0) - 0xe000) : c)).join(
    "",
  );
  switch (operator) {
    case "StringEquals":
    case "Bool":
      return plain === request;
    case "StringEqualsIgnoreCase":
      return plain.toLowerCase() === request.toLowerCase();
    case "StringLike":
      return regularOf(pattern).test(request);
    case "ArnEquals":
    case "ArnLike":
      return resourceMatches(pattern, request, "byField");
    case "IpAddress":
      return addressIn(request, pattern);
  }
  const [, family, comparison] = /^(Numeric|Date)(.*)$/.exec(operator)!;
  const read = family === "Numeric" ? Number : Date.parse;
  const difference = read(request) - read(pattern);
  if (comparison === "Equals") return difference === 0;
  if (comparison === "LessThan") return difference < 0;
  if (comparison === "LessThanEquals") return difference <= 0;
  if (comparison === "GreaterThan") return difference > 0;
  if (comparison === "GreaterThanEquals") return difference >= 0;
  throw new Error(`the literal reading does not know ${operator}`);
}

/** IPv4 only: an address of version 6 is in no range. */
function addressIn(address: string, range: string): boolean {
  if (address.includes(":")) return false;
  const [start, bits = "32"] = range.split("/");
  const number = (text: string) => text.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - Number(bits));
  return Math.floor(number(address) / size) === Math.floor(number(start!) / size);
}
