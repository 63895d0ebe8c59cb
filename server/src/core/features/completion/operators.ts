import { type ConditionFamily, parseOperator } from "../../access/evaluate/conditionOperator.js";
import { blank } from "../../regions/template.js";
import { memberNamed, nodeAt } from "../../syntax/navigate.js";
import type { Proposal, Proposals } from "./completion.js";
import { familyOfKey, keyTypeOf } from "./keyTypes.js";
import type { Place } from "./place.js";

const operators: readonly (readonly [string, string])[] = [
  ["StringEquals", "the very text"],
  ["StringNotEquals", "another text, or none"],
  ["StringLike", "a text that fits a pattern with * and ?"],
  ["StringNotLike", "a text that fits no such pattern, or none"],
  ["StringEqualsIgnoreCase", "the text in any letter case"],
  ["StringNotEqualsIgnoreCase", "another text in any letter case, or none"],
  ["ArnLike", "an ARN that fits a pattern, field by field"],
  ["ArnEquals", "the same as ArnLike"],
  ["ArnNotLike", "an ARN that fits no such pattern, or none"],
  ["ArnNotEquals", "the same as ArnNotLike"],
  ["Bool", "true or false"],
  ["IpAddress", "an address in a range"],
  ["NotIpAddress", "an address outside of a range, or none"],
  ["NumericEquals", "the number"],
  ["NumericNotEquals", "another number, or none"],
  ["NumericLessThan", "a smaller number"],
  ["NumericLessThanEquals", "the number or a smaller one"],
  ["NumericGreaterThan", "a larger number"],
  ["NumericGreaterThanEquals", "the number or a larger one"],
  ["DateEquals", "the moment"],
  ["DateNotEquals", "another moment, or none"],
  ["DateLessThan", "before a moment"],
  ["DateLessThanEquals", "until a moment"],
  ["DateGreaterThan", "after a moment"],
  ["DateGreaterThanEquals", "from a moment on"],
  ["BinaryEquals", "the very bytes, in Base64"],
  ["Null", "whether the key is missing"],
];

/** Operators of a Condition that are not there yet; those that fit the keys below come first. */
export function proposeOperators(place: Place): Proposals {
  const { slot } = place;
  const families = familiesBelow(place);
  const proposals = operators.flatMap(([name, note], at): readonly Proposal[] => {
    const { family } = parseOperator(name)!;
    const fits = families.size === 0 || family === "null" || families.has(family);
    const rank = at + (fits ? 0 : 1000);
    const variants: [string, string, number][] = [[name, note, rank]];
    if (name !== "Null") variants.push([`${name}IfExists`, `${note}; true without the key`, rank + 100]);
    if (family === "string" || family === "arn") {
      variants.push([`ForAnyValue:${name}`, `for one of several values: ${note}`, rank + 200]);
      variants.push([`ForAllValues:${name}`, `for each of several values: ${note}; true without the key`, rank + 300]);
    }
    return variants
      .filter(([label]) => !slot.others.includes(label))
      .map(([label, said, place]) => ({
        label,
        kind: "operator",
        note: said,
        filling: { kind: "member", name: label, value: { [blank(1)]: blank(2) } },
        rank: place,
        goesOn: true,
      }));
  });
  return { proposals };
}

/** The families of operators that the keys under the operator at the slot are compared with. */
function familiesBelow(place: Place): ReadonlySet<ConditionFamily> {
  const { slot, parsed, catalog } = place;
  const condition = nodeAt(parsed.root, slot.path);
  const operator = condition?.type === "object" ? memberNamed(condition, slot.before + slot.after)?.value : undefined;
  if (operator?.type !== "object") return new Set();
  return new Set(operator.members.flatMap(({ key }) => familyOfKey(keyTypeOf(key.value, catalog)) ?? []));
}
