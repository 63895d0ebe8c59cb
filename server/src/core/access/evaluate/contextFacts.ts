import type { ContextValues } from "../layers.js";
import { type Answer, doubt, hangsOn } from "./answer.js";
import type { ConditionKeys } from "./conditionKeys.js";
import { derivedContext, type PrincipalFacts } from "./derivedContext.js";
import { globMatches } from "./globs.js";
import { ImpossibleRequest } from "./impossibleRequest.js";
import type { KeyFact } from "./keyFact.js";

/** The context of one request: facts by key, in any letter case (C2). */
export interface ContextFacts {
  of(key: string): KeyFact;
}

/** Why something that leans on this open key is open. */
export function openBecauseOf(key: string, fact: KeyFact): Answer {
  return (fact.state === "open" ? fact.doubt : undefined) ?? hangsOn(key);
}

/**
 * The facts of a request: what is given, what follows from the principal and from the resource's account, and what is
 * open. Throws ImpossibleRequest where these contradict each other.
 */
export function contextFacts(
  given: ContextValues,
  isComplete: boolean,
  principal: PrincipalFacts,
  keys: ConditionKeys,
): ContextFacts {
  const facts = new Map<string, KeyFact>();
  for (const [key, value] of Object.entries(given)) {
    const lower = key.toLowerCase();
    if (facts.has(lower)) throw new ImpossibleRequest(`context.${key}`, `the key "${key}" is given twice`);
    facts.set(lower, presentFact(value, keys.isMultivalued(key)));
  }
  for (const [key, derived] of derivedContext(principal)) {
    const fact = facts.get(key);
    if (fact === undefined) {
      if (derived.fact.state !== "open" || !derived.fact.mayBeAbsent || !isComplete) facts.set(key, derived.fact);
    } else if (contradicts(fact, derived.fact)) {
      throw new ImpossibleRequest(
        `context.${derived.key}`,
        `the value of "${derived.key}" contradicts ${derived.source}`,
      );
    }
  }
  return { of: (key) => facts.get(key.toLowerCase()) ?? notGiven(key, isComplete, keys) };
}

/** The same facts but for one key. */
export function withFact(facts: ContextFacts, key: string, fact: KeyFact): ContextFacts {
  return { of: (asked) => (asked.toLowerCase() === key ? fact : facts.of(asked)) };
}

const absent: KeyFact = { state: "absent" };

function notGiven(key: string, isComplete: boolean, keys: ConditionKeys): KeyFact {
  // AWS Transfer Family puts these in before it calls STS, so they are never in a context (V7).
  if (key.toLowerCase().startsWith("transfer:")) {
    const filledIn = doubt(`"${key}" is put in by AWS Transfer Family`, "V7");
    return { state: "open", mayBeAbsent: true, shape: undefined, doubt: filledIn };
  }
  const presence = keys.presence(key);
  if (isComplete || presence === "never") return absent;
  return { state: "open", mayBeAbsent: presence !== "always", shape: undefined, doubt: undefined };
}

function presentFact(value: ContextValues[string], isMultivalued: boolean | undefined): KeyFact {
  const values = typeof value === "object" ? value : [value];
  return {
    state: "present",
    values: values.map((each) => ({ text: String(each) })),
    // One value in a list is only JSON's way to write it where AWS gives the key one value.
    isList: typeof value === "object" ? values.length !== 1 || isMultivalued !== false : isMultivalued === true,
  };
}

function contradicts(given: KeyFact, derived: KeyFact): boolean {
  if (given.state !== "present" || derived.state === "absent") return true;
  const [value, ...others] = given.values;
  if (value === undefined || others.length > 0 || !("text" in value)) return true;
  if (derived.state === "open") return derived.shape !== undefined && !globMatches(derived.shape, value.text);
  return derived.values.every((expected) => "text" in expected && expected.text !== value.text);
}
