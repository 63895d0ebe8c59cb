import type { JsonValue } from "../syntax/json.js";
import { isList } from "../syntax/values.js";

/**
 * A value with blanks, which a person fills in after it was inserted. A blank is written into a string or a name by
 * `blank`, as characters that no policy has, so that a template is a JSON value like any other.
 */
export type Template = JsonValue;

const open = "\uE000";
const close = "\uE001";
const divider = "\uE002";

/**
 * A blank, to stand in a string of a template.
 * @param number its turn: blanks are filled in the order of their numbers, and those of one number together
 * @param texts what stands there until then; several are a choice, the first of them the usual one
 */
export function blank(number: number, ...texts: readonly string[]): string {
  return `${open}${[String(number), ...texts.map(literal)].join(divider)}${close}`;
}

/** Text of somebody else's as part of a template: nothing in it is taken for a blank. */
export function literal(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, "");
}

/** Somebody else's value as part of a template. */
export function literalValue(value: JsonValue): Template {
  if (typeof value === "string") return literal(value);
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map(literalValue);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [literal(key), literalValue(each)]));
}

export interface Blank {
  readonly number: number;
  readonly texts: readonly string[];
}

/** The text between a template's blanks, and the blanks, in order. */
export function templateParts(text: string): readonly (string | Blank)[] {
  return text.split(/(\uE000[^\uE001]*\uE001)/).flatMap((part): readonly (string | Blank)[] => {
    if (!part.startsWith(open)) return part === "" ? [] : [part];
    const [number, ...texts] = part.slice(1, -1).split(divider);
    return [{ number: Number(number), texts }];
  });
}

/** A text without blanks: what stands in them at first. */
export function filledIn(text: string): string {
  if (!hasBlanks(text)) return text;
  return templateParts(text)
    .map((part) => (typeof part === "string" ? part : (part.texts[0] ?? "")))
    .join("");
}

export function hasBlanks(text: string): boolean {
  return text.includes(open);
}
