import type { Budget } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import { LatelyUsed } from "../../text/latelyUsed.js";
import type { ArnShapes } from "../arnShapes.js";
import type { ConcernedRules, ConditionBlock, RulePlaces } from "../concerns.js";
import { type Available, type ReadActionText, readActionText } from "./actionFacts.js";
import { type FormatsBeside, fittingFormats, isRead } from "./fittingFormats.js";
import { arnParts, type ReadResourceText, readResourceText } from "./resourceFacts.js";

/** What an entry's text says, and which rules may have something to say about it. */
export interface Looked<Text> {
  readonly about: Text;
  readonly concerned: RulePlaces;
  /** The same where it stands alone in its element. */
  readonly alone: RulePlaces;
  /** The units that finding it out took. Who takes it from here pays them, as if nothing had been kept. */
  readonly units: number;
}

/**
 * What is known of entries by their text: the same few thousand stand in policy after policy. What is kept never changes
 * an answer, and nothing is kept that hangs on details of a service that have not been read yet.
 */
export class EntryTexts {
  readonly catalog: Catalog;
  readonly arnShapes: ArnShapes;
  readonly rules: ConcernedRules;
  readonly #actions: LatelyUsed<Looked<ReadActionText>>;
  readonly #resources: LatelyUsed<Looked<ReadResourceText>>;
  readonly #conditions: LatelyUsed<RulePlaces>;
  readonly #answers: LatelyUsed<{ readonly answer: unknown }>;

  /** @param characters how much text is kept; at most twice as much */
  constructor(catalog: Catalog, arnShapes: ArnShapes, rules: ConcernedRules, characters: number) {
    this.catalog = catalog;
    this.arnShapes = arnShapes;
    this.rules = rules;
    this.#actions = new LatelyUsed(characters / 2, sizeOf);
    this.#resources = new LatelyUsed(characters / 4, sizeOf);
    this.#conditions = new LatelyUsed(characters / 8, sizeOf);
    this.#answers = new LatelyUsed(characters / 8, sizeOf);
  }

  action(text: string, available: Available): Looked<ReadActionText> {
    const kept = this.#actions.find(text);
    if (kept !== undefined && (kept.units === 0 || takes(kept.units, available.budget))) return kept;
    const own = ownCopy(text);
    const before = hasWildcard(text) ? available.budget.used : 0;
    const about = readActionText(own, this.catalog, available);
    const units = hasWildcard(text) ? available.budget.used - before : 0;
    const looked = this.#looked(about, this.rules.byAction(about, this.catalog), units);
    const isSettled = about.found !== null && isRead(about.service, this.catalog);
    if (isSettled && text.length <= longestKept) this.#actions.keep(own, looked);
    return looked;
  }

  /** @param beside gives the formats of ARNs where it stands */
  resource(text: string, beside: FormatsBeside, available: Available): Looked<ReadResourceText> {
    const service = serviceOf(text);
    const known = service === undefined ? undefined : beside.of(service);
    const key = known === undefined || known.others === "" ? text : `${known.others}${text}`;
    const kept = this.#resources.find(key);
    if (kept !== undefined && (kept.units === 0 || takes(kept.units, available.budget))) return kept;
    let units = 0;
    const about = readResourceText(ownCopy(text), (arn) => {
      if (known === undefined || known.formats.length === 0) return undefined;
      const { budget } = available;
      const before = budget.used;
      const fitting = fittingFormats(arn, known.formats, budget);
      units = budget.used - before;
      return fitting;
    });
    const looked = this.#looked(about, this.rules.byResource(about, this.catalog), units);
    const isSettled = about.formats?.isCut !== true && known?.areAll !== false;
    if (isSettled && text.length <= longestKept) this.#resources.keep(ownCopy(key), looked);
    return looked;
  }

  #looked<Text>(about: Text, concerned: RulePlaces, units: number): Looked<Text> {
    return { about, concerned, alone: this.rules.alone(concerned), units };
  }

  /** @param source the element as it is written, where that says all of it */
  conditions(source: string | undefined, block: () => ConditionBlock): RulePlaces {
    const kept = source === undefined ? undefined : this.#conditions.find(source);
    if (kept !== undefined) return kept;
    const written = block();
    const concerned = this.rules.byConditions(written, this.catalog);
    const isSettled = written.conditions.every(({ keyPrefix }) => isRead(keyPrefix, this.catalog));
    if (source !== undefined && isSettled && source.length <= longestKept)
      this.#conditions.keep(ownCopy(source), concerned);
    return concerned;
  }

  /** The answer to a question about a text, which hangs on nothing but the catalog's names besides. */
  once<T>(question: string, text: string, answer: () => T): T {
    const key = `${question} ${text}`;
    const kept = this.#answers.find(key);
    if (kept !== undefined) return kept.answer as T;
    const found = answer();
    if (text.length <= longestKept) this.#answers.keep(key, { answer: found });
    return found;
  }
}

/** Takes units where there are as many. */
function takes(units: number, budget: Budget): boolean {
  if (units > budget.left) return false;
  budget.spend(units);
  return true;
}

function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}

/** What stands in the service field; undefined for what is no ARN. */
function serviceOf(text: string): string | undefined {
  if (!text.startsWith("arn:")) return undefined;
  if (text.includes("${")) return arnParts(text)?.service.text;
  const start = text.indexOf(":", 4) + 1;
  const end = start === 0 ? -1 : text.indexOf(":", start);
  return end < 0 ? undefined : text.slice(start, end);
}

/** A part of a text keeps the whole of it in memory: this one does not. */
function ownCopy(text: string): string {
  return ` ${text}`.slice(1);
}

/** An entry's text is the least of what is kept of it. */
function sizeOf(text: string): number {
  return text.length + 100;
}

/** In UTF-16 units. */
const longestKept = 1000;
