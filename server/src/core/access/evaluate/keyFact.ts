import type { Answer } from "./answer.js";
import { type Glob, globOf } from "./globs.js";

/** A value of a key in the request. */
export type RequestValue =
  | { readonly text: string }
  /** Some value that no test names: it matches these policy values, by `testedValue`, and not those. */
  | { readonly matches: ReadonlyMap<string, boolean> };

/** What is known of one condition key in the request. */
export type KeyFact =
  | { readonly state: "absent" }
  | {
      readonly state: "present";
      readonly values: readonly RequestValue[];
      /** Given as a list, or a key that may have several values (Q8, C7). */
      readonly isList: boolean;
    }
  | {
      readonly state: "open";
      readonly mayBeAbsent: boolean;
      /** What a value must look like; undefined: anything, several values too. */
      readonly shape: Glob | undefined;
      /** Why no value of the context could settle it. */
      readonly doubt: Answer | undefined;
    };

/** A fact of which only the look of the value is known. */
export function shapedFact(pattern: string, mayBeAbsent: boolean): KeyFact {
  return { state: "open", mayBeAbsent, shape: globOf(pattern), doubt: undefined };
}

/** Names a policy value that an open key is tested with, for `RequestValue.matches`. */
export function testedValue(base: string, value: string, substitutesVariables: boolean): string {
  return `${base} ${substitutesVariables ? "2012" : "2008"} ${value}`;
}
