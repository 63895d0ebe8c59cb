import type { BaseOperator, ConditionOperator } from "../access/evaluate/conditionOperator.js";

/** The page that these sentences are taken from, by docs/semantics.md section 4. */
export const operatorsPage =
  "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html";

/** What is compared, ending in what must be so of the request's value (C3, C4, C5). */
const compares: { readonly [base in BaseOperator]: string } = {
  StringEquals: "the same text, letter case included; `*` and `?` are plain characters here",
  StringEqualsIgnoreCase: "the same text, whatever its letter case; `*` and `?` are plain characters here",
  StringLike: "a text that matches, letter case included; `*` stands for any characters and `?` for one",
  ArnEquals: "an ARN that matches part by part; `*` and `?` stay within their part. The same as `ArnLike`",
  ArnLike: "an ARN that matches part by part; `*` and `?` stay within their part. The same as `ArnEquals`",
  NumericEquals: "the same number",
  NumericLessThan: "a number below",
  NumericLessThanEquals: "a number below, or the same",
  NumericGreaterThan: "a number above",
  NumericGreaterThanEquals: "a number above, or the same",
  DateEquals: "the same moment",
  DateLessThan: "an earlier moment",
  DateLessThanEquals: "an earlier moment, or the same",
  DateGreaterThan: "a later moment",
  DateGreaterThanEquals: "a later moment, or the same",
  Bool: "`true` or `false`",
  BinaryEquals: "the same bytes, written in base64",
  IpAddress: "an address in the range; one without `/` is a single address",
  Null: "whether the key is there at all: `true` holds where it is absent, `false` where it is present",
};

/** What an operator asks for. Markdown. */
export function operatorAsks({ base, negated, qualifier }: ConditionOperator): string {
  if (base === "Null") return `Tests ${compares.Null}.`;
  const what = compares[base];
  if (qualifier === "ForAllValues") {
    return `Holds if ${negated ? "none" : "each"} of the request's values is ${what}.`;
  }
  if (qualifier === "ForAnyValue") {
    return negated
      ? `Holds if at least one of the request's values is not ${what}.`
      : `Holds if at least one of the request's values is ${what}.`;
  }
  return negated ? `Holds if the request's value is **not** ${what}.` : `Holds if the request's value is ${what}.`;
}

/** What becomes of a request without the key (the table of section 4, C6). Markdown. */
export function whenAbsent(operator: ConditionOperator): string {
  if (operator.base === "Null") {
    if (operator.qualifier === "ForAllValues") return "With `ForAllValues` it always holds, which is no test at all.";
    return operator.qualifier === "ForAnyValue" ? "With `ForAnyValue` it never holds." : "";
  }
  if (operator.qualifier === "ForAllValues") {
    return "A request **without** the key passes: an empty set has no value that fails. Add `Null` with `false` to demand the key.";
  }
  if (operator.ifExists) return "A request **without** the key passes (`IfExists`).";
  if (operator.qualifier === "ForAnyValue") return "A request without the key does not pass.";
  return operator.negated
    ? "A request **without** the key passes: what isn't there is not equal."
    : "A request without the key does not pass.";
}
