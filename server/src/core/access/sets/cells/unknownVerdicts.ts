import type { Unknown } from "../../verdict.js";
import { doubtAbout, type ResourcePattern } from "../resourcePattern.js";
import type { Rule } from "../rules.js";
import type { CellVerdict } from "./cellVerdict.js";

/** The units of the check are gone. */
export const spent: { readonly kind: "unknown" } & Unknown = {
  kind: "unknown",
  why: "budget",
  detail: "the policies are too intricate to be compared in the time there is",
  rules: [],
};

/** No excess is claimed without a request that shows it. */
export const unproved: CellVerdict = {
  kind: "unknown",
  why: "unreadable",
  detail: "no request could be found that shows it",
  rules: [],
};

export const disputedResource: CellVerdict = {
  kind: "unknown",
  why: "disputed-rule",
  detail: "AWS checks this action without a resource, and whether an ARN matches it is not documented",
  rules: ["M2", "Q5"],
};

export function unknown(why: Unknown["why"], detail: string, rules: readonly string[]): CellVerdict {
  return { kind: "unknown", why, detail, rules };
}

/** What one of the entries matches is not documented. */
export function doubtfulArn(resources: readonly ResourcePattern[]): { readonly kind: "unknown" } & Unknown {
  const doubtful = resources.find(({ isDisputed }) => isDisputed) ?? resources[0]!;
  const { detail, rule } = doubtAbout(doubtful);
  return { kind: "unknown", why: "disputed-rule", detail, rules: [rule] };
}

/** What the statement matches hangs on a variable of unknown value, or on a doubtful reading of an entry. */
export function unknownVariable(rule: Rule): CellVerdict {
  const name = rule.resources.flatMap((resource) => resource.variables)[0] ?? "";
  if (rule.doubtsAbsence) {
    return unknown("disputed-rule", `whether NotResource applies where \${${name}} has no value is not clear`, ["Q6"]);
  }
  if (name === "") return doubtfulArn(rule.resources);
  return unknown("variable", `\${${name}} isn't known`, ["V4"]);
}
