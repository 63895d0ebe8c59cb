import type { PolicyPath } from "../../syntax/json.js";
import { type ArnShape, ComparedShapes } from "../arnShapes.js";
import { type Available, type ElementPlace, pathOf } from "./actionFacts.js";
import type { FittingFormats } from "./fittingFormats.js";

/** What an entry of Resource or NotResource says by its text, beside actions of some services. */
export interface ResourceText {
  readonly text: string;
  /** Undefined where the text does not begin with `arn:`, as `*` does not. */
  readonly arn: ArnParts | undefined;
  /** The catalog's formats that such an ARN can have; undefined where none of its service are known. */
  readonly formats: FittingFormats | undefined;
  /** Whether it may be an ARN that an action takes; true where it can't be told. */
  mayFit(shape: ArnShape, available: Available): boolean;
}

/** One entry of Resource or NotResource, taken apart. */
export interface ResourceFacts extends ResourceText {
  readonly path: PolicyPath;
  /** Whether it stands in NotResource. */
  readonly negated: boolean;
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

/** @param formatsOf looks the formats of an ARN up, and compares it with them */
export function readResourceText(
  text: string,
  formatsOf: (arn: ArnParts) => FittingFormats | undefined,
): ReadResourceText {
  return new ReadResourceText(text, formatsOf);
}

export class ReadResourceText implements ResourceText {
  readonly text: string;
  readonly arn: ArnParts | undefined;
  readonly formats: FittingFormats | undefined;
  readonly #shapes: ComparedShapes;

  constructor(text: string, formatsOf: (arn: ArnParts) => FittingFormats | undefined) {
    this.text = text;
    this.arn = arnParts(text);
    this.formats = this.arn === undefined ? undefined : formatsOf(this.arn);
    this.#shapes = new ComparedShapes(text);
  }

  mayFit(shape: ArnShape, available: Available): boolean {
    return this.#shapes.mayFit(shape, available);
  }
}

/**
 * An entry at its place.
 * @param index its place in its list, if it stands in one
 */
export function resourceFacts(
  about: ReadResourceText,
  element: ElementPlace,
  index: number | undefined,
): ResourceFacts {
  return new ReadResource(about, element, index);
}

class ReadResource implements ResourceFacts {
  readonly #about: ReadResourceText;
  readonly #element: ElementPlace;
  readonly #index: number | undefined;

  constructor(about: ReadResourceText, element: ElementPlace, index: number | undefined) {
    this.#about = about;
    this.#element = element;
    this.#index = index;
  }

  get text(): string {
    return this.#about.text;
  }

  get arn(): ArnParts | undefined {
    return this.#about.arn;
  }

  get formats(): FittingFormats | undefined {
    return this.#about.formats;
  }

  get negated(): boolean {
    return this.#element.negated;
  }

  get path(): PolicyPath {
    return pathOf(this.#element, this.#index);
  }

  mayFit(shape: ArnShape, available: Available): boolean {
    return this.#about.mayFit(shape, available);
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
