import { type ConditionOperator, parseOperator } from "../../access/evaluate/conditionOperator.js";
import { parseDate } from "../../access/evaluate/dateValue.js";
import { type IpRange, ipText, parseIpRange } from "../../access/evaluate/ipRange.js";
import { parseNumber } from "../../access/evaluate/numberValue.js";
import type { Catalog } from "../../catalog/catalog.js";
import { dateWords, durationWords } from "../../messages/dateWords.js";
import { code } from "../../messages/markdown.js";
import { counted, withThousands } from "../../messages/numbers.js";

/** A condition's value, read as its operator reads it. */
export function aboutValue(
  value: { readonly operator: string; readonly key: string; readonly text: string },
  catalog: Catalog,
): readonly string[] {
  const operator = parseOperator(value.operator);
  if (operator === undefined) return [];
  return [`**${code(value.text)}** · value of ${code(value.key)}`, meaningOf(value, operator, catalog)];
}

function meaningOf(
  { operator: name, key, text }: { readonly operator: string; readonly key: string; readonly text: string },
  operator: ConditionOperator,
  catalog: Catalog,
): string {
  switch (operator.family) {
    case "ip":
      return rangeWords(text, key, catalog);
    case "date":
      return momentWords(text);
    case "numeric":
      return numberWords(text, key);
    case "bool":
      return boolWords(text);
    case "null":
      return nullWords(text, key);
    case "binary":
      return "Bytes, written in base64.";
    case "arn":
      return arnWords(text);
    case "string":
      return textWords(text, operator, name);
  }
}

function rangeWords(text: string, key: string, catalog: Catalog): string {
  const range = parseIpRange(text);
  if (range === undefined) return "This is no address and no range of addresses, so no request matches it.";
  const size = range.last - range.first + 1n;
  const from = ipText({ version: range.version, value: range.first });
  const to = ipText({ version: range.version, value: range.last });
  const words = size === 1n ? "One address." : `${amountOf(size)} addresses, from ${code(from)} to ${code(to)}.`;
  const isPublicKey = key.toLowerCase() === "aws:sourceip";
  const isPrivate = catalog.conditionChecks.privateRanges.some((each) => isWithin(range, parseIpRange(each)));
  return isPublicKey && isPrivate
    ? `${words} They are private: \`aws:SourceIp\` is a public address, so no request matches. Within a VPC it is \`aws:VpcSourceIp\`.`
    : words;
}

function isWithin(inner: IpRange, outer: IpRange | undefined): boolean {
  return (
    outer !== undefined && inner.version === outer.version && outer.first <= inner.first && inner.last <= outer.last
  );
}

function amountOf(size: bigint): string {
  return size < 1_000_000_000n ? withThousands(Number(size)) : `2^${size.toString(2).length - 1}`;
}

function momentWords(text: string): string {
  const moment = parseDate(text);
  if (moment === undefined) return "This is no date that AWS documents: write `2027-01-31T00:00:00Z`.";
  return `${dateWords(moment)}.`;
}

function numberWords(text: string, key: string): string {
  const number = parseNumber(text);
  if (number === undefined) return "This is no number, so no request matches it.";
  if (key.toLowerCase() === "aws:multifactorauthage") return `${durationWords(number)} since MFA.`;
  if (key.toLowerCase() === "aws:epochtime") return `${dateWords(number * 1000)}.`;
  return Number.isInteger(number) ? `The number ${withThousands(number)}.` : `The number ${number}.`;
}

function boolWords(text: string): string {
  return /^(true|false)$/i.test(text)
    ? `The request's value must be ${code(text.toLowerCase())}.`
    : "Only `true` and `false` have a meaning here.";
}

function nullWords(text: string, key: string): string {
  if (/^true$/i.test(text)) return `Holds for requests **without** ${code(key)}.`;
  return /^false$/i.test(text)
    ? `Holds for requests **with** ${code(key)}, whatever its value.`
    : "Only `true` and `false` have a meaning here.";
}

function arnWords(text: string): string {
  const fields = text.split(":");
  if (text === "*") return "Any ARN.";
  if (fields[0] !== "arn" || fields.length < 6) return "An ARN has six parts, with `:` between them; this has fewer.";
  const stars = /[*?]/.test(text) ? " Here a `*` stays within its part of the ARN, unlike in Resource." : "";
  return `${[`Service ${code(fields[2] ?? "")}`, fields[3] === "" ? "no Region" : `Region ${code(fields[3] ?? "")}`, fields[4] === "" ? "no account" : `account ${code(fields[4] ?? "")}`, `resource ${code(fields.slice(5).join(":"))}`].join(", ")}.${stars}`;
}

function textWords(text: string, { base, negated }: ConditionOperator, name: string): string {
  const hasWildcards = /[*?]/.test(text.replace(/\$\{[^}]*\}/g, ""));
  if (base !== "StringLike") {
    return hasWildcards
      ? `With ${code(name)} \`*\` and \`?\` are plain characters; to match a pattern write \`String${negated ? "Not" : ""}Like\`.`
      : `Exactly this text of ${counted([...text].length, "character")}${base === "StringEqualsIgnoreCase" ? ", whatever its letter case" : ""}.`;
  }
  if (text === "*") return "Any text, also an empty one; the key must be there.";
  return hasWildcards
    ? "A pattern: `*` stands for any characters, `?` for one."
    : "Exactly this text: it has no `*` or `?`.";
}
