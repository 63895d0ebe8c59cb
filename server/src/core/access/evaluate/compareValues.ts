import { type Answer, answerOf, doubt, no, yes } from "./answer.js";
import { sixFields } from "./arnFields.js";
import { parseBinary } from "./binaryValue.js";
import type { BaseOperator, ConditionOperator } from "./conditionOperator.js";
import type { ContextFacts } from "./contextFacts.js";
import { parseDate } from "./dateValue.js";
import { type Glob, globMatches, splitAtColons } from "./globs.js";
import { parseIpAddress, parseIpRange } from "./ipRange.js";
import { parseNumber } from "./numberValue.js";
import { substitute, variablePattern } from "./policyVariables.js";

/** A value as a policy has it, with what its document says about variables (G6). */
export interface PolicyValue {
  readonly text: string;
  readonly substitutesVariables: boolean;
}

/** Whether one value of a policy matches one value of the request, negation apart (section 4). */
export function valuesMatch(
  operator: ConditionOperator,
  policy: PolicyValue,
  request: string,
  facts: ContextFacts,
): Answer {
  switch (operator.family) {
    case "string":
      return matchString(operator.base, policy, request, facts);
    case "arn":
      return matchArn(policy, request, facts);
    case "bool":
      return matchBool(policy, request, facts);
    case "numeric":
      return compare(operator.base, parseNumber(policy.text), parseNumber(request), policy.text, request, "number");
    case "date":
      return compare(operator.base, parseDate(policy.text), parseDate(request), policy.text, request, "date");
    case "binary":
      return compare(
        operator.base,
        parseBinary(policy.text),
        parseBinary(request),
        policy.text,
        request,
        "base64 text",
      );
    case "ip":
      return matchIp(policy.text, request);
    case "null":
      return no;
  }
}

/**
 * Whether a value cannot be evaluated at all. It leaves the whole test open, since it is not known whether AWS passes over
 * it (semantics section 12, D6).
 */
export function isMalformed(operator: ConditionOperator, policy: PolicyValue): boolean {
  switch (operator.family) {
    case "numeric":
      return parseNumber(policy.text) === undefined;
    case "date":
      return parseDate(policy.text) === undefined;
    case "binary":
      return parseBinary(policy.text) === undefined;
    case "ip":
      return parseIpRange(policy.text) === undefined;
    case "bool":
      return !(policy.substitutesVariables && policy.text.includes("${")) && parseBool(policy.text) === undefined;
    case "null":
      return parseBool(policy.text) === undefined;
    case "string":
    case "arn":
      return false;
  }
}

/** C3: `*` and `?` are wildcards for Like only. */
function matchString(base: BaseOperator, policy: PolicyValue, request: string, facts: ContextFacts): Answer {
  const ignoresCase = base === "StringEqualsIgnoreCase";
  const text = ignoresCase ? request.toLowerCase() : request;
  const fold = (glob: Glob) => (ignoresCase ? lowerCased(glob) : glob);
  const matches = (glob: Glob) => globMatches(fold(glob), text);
  return matchSubstituted(policy, base === "StringLike", facts, matches, (glob) => answerOf(matches(glob)));
}

function lowerCased(glob: Glob): Glob {
  return glob.flatMap((token) =>
    token < 0 ? [token] : [...String.fromCharCode(token).toLowerCase()].map((character) => character.charCodeAt(0)),
  );
}

/** C4: six fields apart, wildcards confined to theirs; ArnEquals is ArnLike. */
function matchArn(policy: PolicyValue, request: string, facts: ContextFacts): Answer {
  const fields = sixFields(request);
  if (fields === undefined) return doubt(`"${request}" is compared as an ARN but is none`, "C4");
  // A variable's value may hold colons: fields are told apart after it was put in.
  const mayMatch = (widest: Glob) => globMatches(widest, request);
  return matchSubstituted(policy, true, facts, mayMatch, (glob) => {
    const patterns = splitAtColons(glob, 5);
    const fieldsMatch = patterns.every((pattern, i) => globMatches(pattern, fields[i]!));
    if (patterns.length === 6) return answerOf(fieldsMatch);
    if (!fieldsMatch && !globMatches(glob, request)) return no;
    return doubt(`"${policy.text}" is compared with an ARN but has fewer than six fields`, "Q18");
  });
}

/** V1 names Bool among the operators whose values may have variables. */
function matchBool(policy: PolicyValue, request: string, facts: ContextFacts): Answer {
  const actual = parseBool(request);
  if (actual === undefined) return doubt(`"${request}" is compared as a Boolean but is none`, "C5");
  const mayMatch = (widest: Glob) => globMatches(widest, actual);
  return matchSubstituted(policy, false, facts, mayMatch, (glob) => {
    if (globMatches(glob, actual)) return yes;
    if (globMatches(glob, actual === "true" ? "false" : "true")) return no;
    return doubt(`"${policy.text}" is compared with a Boolean but is none`, "C5");
  });
}

function parseBool(text: string): "true" | "false" | undefined {
  return text === "true" || text === "false" ? text : undefined;
}

/** Substitutes, then matches by `match`; both readings of wildcards in a variable's value must agree (V3). */
function matchSubstituted(
  policy: PolicyValue,
  wildcards: boolean,
  facts: ContextFacts,
  mayMatch: (widest: Glob) => boolean,
  match: (glob: Glob) => Answer,
): Answer {
  const substituted = substitute(variablePattern(policy.text, policy.substitutesVariables, wildcards), facts);
  // Nothing equals a variable without value: positive operators fail, negated ones hold (V4, Q6).
  if (substituted.kind === "nothing") return no;
  if (substituted.kind === "open") return mayMatch(substituted.widest) ? substituted.because : no;
  const literal = match(substituted.glob);
  if (!wildcards || substituted.withLiveWildcards === undefined) return literal;
  const live = match(substituted.withLiveWildcards);
  return live.value === literal.value ? literal : doubt(`a variable's value in "${policy.text}" has a wildcard`, "V3");
}

type Comparable = number | string;

function compare(
  base: BaseOperator,
  policy: Comparable | undefined,
  request: Comparable | undefined,
  policyText: string,
  requestText: string,
  what: string,
): Answer {
  if (policy === undefined) return doubt(`"${policyText}" is no ${what} that is certain to be understood`, "C5");
  if (request === undefined) return doubt(`"${requestText}" is no ${what} that is certain to be understood`, "C5");
  if (base.endsWith("LessThan")) return answerOf(request < policy);
  if (base.endsWith("LessThanEquals")) return answerOf(request <= policy);
  if (base.endsWith("GreaterThan")) return answerOf(request > policy);
  if (base.endsWith("GreaterThanEquals")) return answerOf(request >= policy);
  return answerOf(request === policy);
}

function matchIp(policy: string, request: string): Answer {
  const range = parseIpRange(policy);
  const address = parseIpAddress(request);
  if (range === undefined)
    return doubt(`"${policy}" is no range of IP addresses that is certain to be understood`, "C5");
  if (address === undefined) return doubt(`"${request}" is no IP address that is certain to be understood`, "C5");
  const isInside = range.version === address.version && range.first <= address.value && address.value <= range.last;
  if (isInside && range.isBare && range.version === 6) {
    return doubt(`whether "${policy}" without prefix length means one address is not documented`, "C5");
  }
  return answerOf(isInside);
}
