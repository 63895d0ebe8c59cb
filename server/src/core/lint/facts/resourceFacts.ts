import type { ArnFormat } from "../../catalog/arnFormat.js";
import type { PolicyPath } from "../../syntax/json.js";
import { type ArnShape, ComparedShapes } from "../arnShapes.js";
import { noRules, type RuleSet } from "../ruleSet.js";
import { type Available, type ElementPlace, pathOf } from "./actionFacts.js";
import { type FittingFormats, fittingFormats } from "./fittingFormats.js";
import type { Looked } from "./looked.js";
import { quickHash } from "./repetitions.js";

/** What an entry of Resource or NotResource says by its text, beside actions of some services. */
export interface ResourceText {
  readonly text: string;
  /** What is before the first wildcard in its last field; of what is no ARN, nothing. */
  readonly beginning: string;
  /** Whether it has a wildcard. */
  readonly isPattern: boolean;
  /** A number that is the same for entries that say the same, and nearly always another one for others. */
  readonly sameness: number;
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

/** What was found out about an entry's text, beside actions of some services. */
export class ReadResourceText implements ResourceText, Looked {
  readonly text: string;
  readonly units: number;
  readonly concerned: RuleSet;
  readonly sameness: number;
  readonly isPattern: boolean;
  readonly arn: ArnParts | undefined;
  readonly formats: FittingFormats | undefined;
  readonly alone: RuleSet;
  readonly #shapes: ComparedShapes;
  #beginning: string | undefined = undefined;

  /**
   * Looks an ARN's formats up. Takes of the budget what comparing it with them takes.
   * @param known formats that an ARN of its service can have
   * @param judge finds the rules that an entry concerns
   */
  constructor(
    text: string,
    known: readonly ArnFormat[],
    available: Available,
    judge: (resource: ResourceText) => Pick<Looked, "concerned" | "alone">,
  ) {
    this.text = text;
    this.concerned = noRules;
    this.sameness = quickHash(text);
    this.isPattern = text.includes("*") || text.includes("?");
    this.arn = arnParts(text);
    this.#shapes = new ComparedShapes(text);
    const isComparable = this.arn !== undefined && known.length > 0;
    const spent = isComparable ? available.budget.used : 0;
    this.formats = isComparable ? fittingFormats(this.arn, known, available.budget) : undefined;
    this.units = isComparable ? available.budget.used - spent : 0;
    const { concerned, alone } = judge(this);
    this.concerned = concerned;
    this.alone = alone;
  }

  get beginning(): string {
    this.#beginning ??= beforeWildcards(this.arn?.resource.text ?? "");
    return this.#beginning;
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

  get beginning(): string {
    return this.#about.beginning;
  }

  get isPattern(): boolean {
    return this.#about.isPattern;
  }

  get sameness(): number {
    return this.#about.sameness;
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

function beforeWildcards(text: string): string {
  const at = text.search(/[*?]/);
  return at < 0 ? text : text.slice(0, at);
}

/** Whether a part of an ARN is more than literal text: it has a wildcard or a variable. */
export function isOpen(text: string): boolean {
  return text.includes("*") || text.includes("?") || text.includes("${");
}
