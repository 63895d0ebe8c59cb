import type { ConditionTest } from "../policy/model.js";
import { alternatives } from "./lists.js";
import { onOneLine } from "./quoted.js";

/** A test in words: `aws:SourceIp is in 203.0.113.0/24`. Undefined where plain words would say too little. */
export function conditionWords(test: ConditionTest): string | undefined {
  if (test.operator.includes(":") || test.values.length === 0) return undefined;
  const ifExists = /IfExists$/i.test(test.operator);
  const operator = test.operator.replace(/IfExists$/i, "").toLowerCase();
  const verb = verbs[operator];
  const values = test.values.map((value) => onOneLine(String(value)));
  if (operator === "null") {
    if (values.length !== 1) return undefined;
    return `${test.key} is ${values[0]!.toLowerCase() === "true" ? "absent" : "present"}`;
  }
  if (verb === undefined) return undefined;
  return `${test.key} ${verb} ${alternatives(values, 2)}${ifExists ? " or is absent" : ""}`;
}

const verbs: { readonly [operator: string]: string } = {
  stringequals: "is",
  stringequalsignorecase: "is",
  stringnotequals: "is not",
  stringnotequalsignorecase: "is not",
  stringlike: "is like",
  stringnotlike: "is not like",
  arnequals: "is like",
  arnlike: "is like",
  arnnotequals: "is not like",
  arnnotlike: "is not like",
  numericequals: "is",
  numericnotequals: "is not",
  numericlessthan: "is below",
  numericlessthanequals: "is at most",
  numericgreaterthan: "is above",
  numericgreaterthanequals: "is at least",
  dateequals: "is",
  datenotequals: "is not",
  datelessthan: "is before",
  datelessthanequals: "is at or before",
  dategreaterthan: "is after",
  dategreaterthanequals: "is at or after",
  bool: "is",
  binaryequals: "is",
  ipaddress: "is in",
  notipaddress: "is not in",
};
