import type { Counterexample } from "../access/verdict.js";
import { onOneLine } from "./quoted.js";

/** A request as findings show it, one fact a line, set in by four spaces. */
export function requestLines({ action, resource, context }: Counterexample): readonly string[] {
  const values = Object.entries(context).map(
    ([key, value]) => `    with ${onOneLine(key)} = ${onOneLine([value].flat().join(", "))}`,
  );
  return [`    ${action}`, `    on ${onOneLine(resource)}`, ...values];
}
