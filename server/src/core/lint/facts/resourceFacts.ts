import type { PolicyPath } from "../../syntax/json.js";
import { type ElementPlace, pathOf } from "./actionFacts.js";
import type { KnownFormats } from "./fittingFormats.js";

/** One entry of Resource or NotResource, taken apart. */
export interface ResourceFacts {
  readonly text: string;
  readonly path: PolicyPath;
  /** Whether it stands in NotResource. */
  readonly negated: boolean;
  /** Undefined where the text does not begin with `arn:`, as `*` does not. */
  readonly arn: ArnParts | undefined;
  /** The catalog's formats for such ARNs; undefined where none of its service are known. */
  readonly formats: KnownFormats | undefined;
}

/** An ARN as it is written: colons inside `${…}` do not separate its fields. */
export interface ArnParts {
  /** How many of the six fields there are, the word `arn` included; the resource keeps its own colons (R1). */
  readonly count: number;
  readonly partition: ArnField;
  readonly service: ArnField;
  readonly region: ArnField;
  readonly account: ArnField;
  readonly resource: ArnField;
}

/** A field and where it stands in the ARN, in UTF-16 units. What is not there is empty and stands at the end. */
export interface ArnField {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * @param index the entry's place in its list, if it stands in one
 * @param formatsOf looks the formats of an ARN up
 */
export function resourceFacts(
  text: string,
  element: ElementPlace,
  index: number | undefined,
  formatsOf: (arn: ArnParts) => KnownFormats | undefined,
): ResourceFacts {
  return new ReadResource(text, element, index, formatsOf);
}

/** What is asked for is worked out then. */
class ReadResource implements ResourceFacts {
  readonly text: string;
  readonly arn: ArnParts | undefined;
  readonly #element: ElementPlace;
  readonly #index: number | undefined;
  readonly #formatsOf: (arn: ArnParts) => KnownFormats | undefined;
  #path: PolicyPath | undefined;
  #formats: KnownFormats | undefined;
  #sought = false;

  constructor(
    text: string,
    element: ElementPlace,
    index: number | undefined,
    formatsOf: (arn: ArnParts) => KnownFormats | undefined,
  ) {
    this.text = text;
    this.arn = arnParts(text);
    this.#element = element;
    this.#index = index;
    this.#formatsOf = formatsOf;
  }

  get negated(): boolean {
    return this.#element.negated;
  }

  get path(): PolicyPath {
    this.#path ??= pathOf(this.#element, this.#index);
    return this.#path;
  }

  get formats(): KnownFormats | undefined {
    if (!this.#sought && this.arn !== undefined) this.#formats = this.#formatsOf(this.arn);
    this.#sought = true;
    return this.#formats;
  }
}

/** Takes an ARN apart; undefined where the text does not begin with `arn:`. */
export function arnParts(text: string): ArnParts | undefined {
  if (!text.startsWith("arn:")) return undefined;
  const fields = fieldsOf(text);
  const field = (at: number): ArnField => fields[at] ?? { text: "", start: text.length, end: text.length };
  return {
    count: fields.length,
    partition: field(1),
    service: field(2),
    region: field(3),
    account: field(4),
    resource: field(5),
  };
}

function fieldsOf(text: string): readonly ArnField[] {
  const fields: ArnField[] = [];
  let start = 0;
  for (let from = 0; fields.length < 5; ) {
    const colon = text.indexOf(":", from);
    if (colon < 0) break;
    const variable = text.indexOf("${", from);
    if (variable >= 0 && variable < colon) {
      const end = text.indexOf("}", variable);
      from = end < 0 ? variable + 2 : end + 1;
      continue;
    }
    fields.push({ text: text.slice(start, colon), start, end: colon });
    start = colon + 1;
    from = start;
  }
  fields.push({ text: text.slice(start), start, end: text.length });
  return fields;
}

/** Whether a part of an ARN is more than literal text: it has a wildcard or a variable. */
export function isOpen(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("${");
}
