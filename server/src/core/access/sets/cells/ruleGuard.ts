import type { Guard } from "../../conditions/guard.js";
import type { Rule } from "../rules.js";

/** A statement's conditions, as a question about conditions takes them. */
export function guardOf(rule: Rule): Guard {
  return rule.guard;
}
