import { type Answer, and, doubt } from "./answer.js";
import { type ContextFacts, openBecauseOf } from "./contextFacts.js";
import { anyText, type Glob, globOf, literalGlob } from "./globs.js";

/** A policy's text taken apart: characters and wildcards as in a glob, and variables. */
export type VariablePattern = readonly (number | PolicyVariable)[];

export type PolicyVariable =
  | { readonly kind: "key"; readonly key: string; readonly fallback: string | undefined }
  /** Begins like a variable but is none that AWS documents. */
  | { readonly kind: "malformed"; readonly text: string };

/**
 * Takes a text apart (V2). Where variables are not substituted `${…}` is plain text (G6).
 * @param wildcards whether `*` and `?` are wildcards here; `${*}` never is one
 */
export function variablePattern(text: string, substitutes: boolean, wildcards: boolean): VariablePattern {
  const plain = wildcards ? globOf : literalGlob;
  if (!substitutes || !text.includes("${")) return plain(text);
  const parts: (number | PolicyVariable)[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf("${", from);
    if (start < 0) break;
    const end = text.indexOf("}", start);
    parts.push(...plain(text.slice(from, start)));
    from = end < 0 ? text.length : end + 1;
    parts.push(...readVariable(text.slice(start, from)));
  }
  parts.push(...plain(text.slice(from)));
  return parts;
}

/** Keys of the variables in a text, as spelled. */
export function variableKeys(text: string, substitutes: boolean): readonly string[] {
  if (!substitutes || !text.includes("${")) return [];
  return variablePattern(text, substitutes, true).flatMap((part) =>
    typeof part === "object" && part.kind === "key" ? [part.key] : [],
  );
}

const keyForm = /^[\w./-]+:[^\s'"${}*?,][^'"${}*?,]*$/;

function readVariable(text: string): readonly (number | PolicyVariable)[] {
  const inside = text.slice(2, -1);
  if (text.endsWith("}")) {
    if (inside === "*" || inside === "?" || inside === "$") return literalGlob(inside);
    const withDefault = /^([^,]*), '([^']*)'$/.exec(inside);
    const key = withDefault?.[1] ?? inside;
    if (keyForm.test(key)) return [{ kind: "key", key, fallback: withDefault?.[2] }];
  }
  return [{ kind: "malformed", text }];
}

/** A pattern whose variables were given their values. */
export type Substituted =
  | {
      readonly kind: "glob";
      readonly glob: Glob;
      /** Where a value has wildcard characters: the pattern in which they are wildcards. V3 has them literal. */
      readonly withLiveWildcards: Glob | undefined;
    }
  /** A variable has no value and no default (V4). */
  | { readonly kind: "nothing" }
  /** A variable's value is not known: no text outside of `widest` is matched. */
  | { readonly kind: "open"; readonly widest: Glob; readonly because: Answer };

export function substitute(pattern: VariablePattern, facts: ContextFacts): Substituted {
  if (isPlain(pattern)) return { kind: "glob", glob: pattern, withLiveWildcards: undefined };
  const glob: number[] = [];
  const live: number[] = [];
  const open: Answer[] = [];
  let valueless = false;
  let differs = false;
  for (const part of pattern) {
    if (typeof part === "number") {
      glob.push(part);
      live.push(part);
      continue;
    }
    const value = valueOfVariable(part, facts);
    if (value.state === "absent") valueless = true;
    if (value.state === "open") {
      open.push(value.because);
      glob.push(...value.widest);
      live.push(...value.widest);
    }
    if (value.state === "text") {
      glob.push(...literalGlob(value.text));
      live.push(...globOf(value.text));
      differs ||= /[*?]/.test(value.text);
    }
  }
  if (valueless) return { kind: "nothing" };
  if (open.length > 0) return { kind: "open", widest: live, because: and(open) };
  return { kind: "glob", glob, withLiveWildcards: differs ? live : undefined };
}

function isPlain(pattern: VariablePattern): pattern is Glob {
  return pattern.every((part) => typeof part === "number");
}

type VariableValue =
  | { readonly state: "text"; readonly text: string }
  | { readonly state: "absent" }
  | { readonly state: "open"; readonly widest: Glob; readonly because: Answer };

const anything: Glob = [anyText];

function valueOfVariable(variable: PolicyVariable, facts: ContextFacts): VariableValue {
  if (variable.kind === "malformed") {
    return { state: "open", widest: anything, because: doubt(`"${variable.text}" is no policy variable`, "V2") };
  }
  const fact = facts.of(variable.key);
  if (fact.state === "absent") {
    return variable.fallback === undefined ? fact : { state: "text", text: variable.fallback };
  }
  if (fact.state === "open") {
    const widest = variable.fallback === undefined ? (fact.shape ?? anything) : anything;
    return { state: "open", widest, because: openBecauseOf(variable.key, fact) };
  }
  const [value] = fact.values;
  if (fact.isList || value === undefined) {
    const why = `"${variable.key}" may have several values, and a policy variable stands for one`;
    return { state: "open", widest: anything, because: doubt(why, "V2") };
  }
  if ("text" in value) return { state: "text", text: value.text };
  return { state: "open", widest: anything, because: openBecauseOf(variable.key, fact) };
}
