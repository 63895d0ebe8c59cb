import type { PatternList } from "../../policy/model.js";
import { type Answer, and, answerOf, doubt, no, not, or, yes } from "./answer.js";
import { sixFields } from "./arnFields.js";
import type { ContextFacts } from "./contextFacts.js";
import { anyText, type Glob, globMatches, matchesEverything, splitAtColons } from "./globs.js";
import { substitute, type VariablePattern, variablePattern } from "./policyVariables.js";
import { isWithoutResource, type RequestedResource } from "./requestedResource.js";

/** Whether Resource or NotResource applies to what is requested (R1–R7). */
export function resourceMatches(
  list: PatternList,
  substitutesVariables: boolean,
  resource: RequestedResource,
  facts: ContextFacts,
): Answer {
  const entries = list.entries.map(({ text }) => {
    const pattern = variablePattern(text, substitutesVariables, true);
    return isWithoutResource(resource)
      ? matchWithoutResource(pattern, text, resource, facts, list.negated)
      : entryMatches(pattern, text, resource, facts);
  });
  const listed = or(entries.map(({ answer }) => answer));
  if (!list.negated) return listed;
  // Whether a NotResource whose entry lacks its variable's value still excludes, or applies at all, is disputed.
  const valueless = entries.some(({ isValueless }) => isValueless) && listed.value !== true;
  return valueless
    ? and([not(listed), doubt("a NotResource entry has a policy variable without a value", "Q6")])
    : not(listed);
}

interface EntryAnswer {
  readonly answer: Answer;
  /** A variable in the entry has no value (V4). */
  readonly isValueless: boolean;
}

/**
 * M2: the request is evaluated with `*`. Some services are said to pass an ARN nevertheless, so entries that name ARNs
 * of the service are doubtful (Q5); those of a NotResource are not (R7), unless the very ARN is in the request.
 */
function matchWithoutResource(
  pattern: VariablePattern,
  text: string,
  resource: RequestedResource,
  facts: ContextFacts,
  negated: boolean,
): EntryAnswer {
  const settled = (answer: Answer) => ({ answer, isValueless: false });
  const glob = pattern.map((token) => (typeof token === "number" ? token : anyText));
  if (pattern.every((token) => typeof token === "number") && matchesEverything(glob)) return settled(yes);
  const isMeant = resource.text !== "*" && globMatches(glob, resource.text);
  if (!isMeant && (negated || !namesService(text, resource.service))) return settled(no);
  // Whatever the resource is: without its variable's value the entry matches nothing (V4).
  if (!negated && substitute(pattern, facts).kind === "nothing") return settled(no);
  if (sixFields(text) === undefined) return settled(tooShort(text));
  return resource.types?.length === 0
    ? settled(doubt(`"${text}" is an ARN, but the action is evaluated with the resource "*"`, "Q5"))
    : settled(doubt(`which resource "*" stands for is not known`, "M3"));
}

/** Whether an entry may be an ARN of the service; for a short one (Q18), whether what it lacks could make it one. */
function namesService(text: string, service: string): boolean {
  const field = text.split(":")[2];
  if (field !== undefined) return globMatches(field.toLowerCase(), service);
  return globMatches(text, `arn:aws:${service}:::`) || globMatches(`${text}:*`, `arn:aws:${service}:::`);
}

function entryMatches(
  pattern: VariablePattern,
  text: string,
  resource: RequestedResource,
  facts: ContextFacts,
): EntryAnswer {
  const substituted = substitute(pattern, facts);
  if (substituted.kind === "nothing") return { answer: no, isValueless: true };
  if (substituted.kind === "open") {
    const answer = globMatches(substituted.widest, resource.text) ? substituted.because : no;
    return { answer, isValueless: false };
  }
  let answer = globMatchesResource(substituted.glob, text, resource);
  if (substituted.withLiveWildcards !== undefined) {
    const live = globMatchesResource(substituted.withLiveWildcards, text, resource);
    if (live.value !== answer.value) answer = doubt(`a variable's value in "${text}" has a wildcard`, "V3");
  }
  if (answer.value !== false && hasEarlyVariable(pattern)) {
    answer = doubt(`"${text}" has a policy variable before its last field`, "V1");
  }
  return { answer, isValueless: false };
}

/** V1: variables are for the sixth field. */
function hasEarlyVariable(pattern: VariablePattern): boolean {
  let colons = 0;
  for (const token of pattern) {
    if (colons === 5) return false;
    if (typeof token !== "number") return true;
    if (token === 58) colons++;
  }
  return false;
}

/** Both readings of a wildcard in the first five fields (Q3): running past colons, and kept within its field. */
function globMatchesResource(glob: Glob, text: string, resource: RequestedResource): Answer {
  if (matchesEverything(glob)) return yes;
  const whole = globMatches(glob, resource.text);
  const patterns = splitAtColons(glob, 5);
  const { fields } = resource;
  if (fields === undefined) return whole ? doubt(`"${resource.text}" is no ARN of six fields`, "Q18") : no;
  const byField = patterns.every((pattern, i) => globMatches(pattern, fields[i]!));
  if (patterns.length < 6) return whole || byField ? tooShort(text) : no;
  if (whole !== byField) return doubt(`whether a wildcard in "${text}" may run past a colon is disputed`, "Q3");
  if (whole && patterns[2]!.some((token) => token < 0)) {
    return doubt(`"${text}" has a wildcard in its service field, which IAM refuses`, "Q4");
  }
  return answerOf(whole);
}

function tooShort(text: string): Answer {
  return doubt(`"${text}" is an ARN of fewer than six fields`, "Q18");
}
