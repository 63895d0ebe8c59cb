import type { PatternList } from "../policy/model.js";
import { variablePattern } from "./evaluate/policyVariables.js";
import type { Bindings } from "./sets/variableBindings.js";

/**
 * The policy variable for want of whose value none of a statement's resources matches anything (V4): the first one's.
 * Undefined where a resource may match something, and for NotResource.
 */
export function valuelessVariable(resources: PatternList | undefined, bindings: Bindings): string | undefined {
  if (resources === undefined || resources.negated) return undefined;
  const missing = resources.entries.map(({ text }) =>
    variablePattern(text, true, true).find(
      (part) =>
        typeof part === "object" &&
        part.kind === "key" &&
        part.fallback === undefined &&
        bindings(part.key.toLowerCase()).state === "absent",
    ),
  );
  const [first] = missing;
  return typeof first === "object" && first.kind === "key" && !missing.includes(undefined) ? first.key : undefined;
}
