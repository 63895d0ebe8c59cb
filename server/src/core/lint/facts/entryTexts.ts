import type { Catalog } from "../../catalog/catalog.js";
import type { JsonString } from "../../syntax/json.js";
import { LatelyUsed } from "../../text/latelyUsed.js";
import type { ArnShapes } from "../arnShapes.js";
import type { ConcernedRules, ConditionBlock, RulePlaces } from "../concerns.js";
import { type RuleSet, RuleSets } from "../ruleSet.js";
import { type ActionReading, type ActionText, type Available, ReadActionText } from "./actionFacts.js";
import { FormatsBeside, isRead, type KnownFormats, KnownFormatsBeside } from "./fittingFormats.js";
import type { Looked } from "./looked.js";
import { Repetitions } from "./repetitions.js";
import { arnParts, ReadResourceText, type ResourceText } from "./resourceFacts.js";
import { TextGuesses } from "./textGuesses.js";

/**
 * What is known of entries by their text: the same few thousand stand in policy after policy. What is kept never changes
 * an answer, and nothing is kept that hangs on details of a service that have not been read yet.
 */
export class EntryTexts {
  readonly catalog: Catalog;
  readonly arnShapes: ArnShapes;
  readonly rules: ConcernedRules;
  readonly sets = new RuleSets();
  readonly repetitions = new Repetitions();
  readonly repeatedAction: RuleSet;
  readonly repeatedResource: RuleSet;
  readonly notAction: RuleSet;
  readonly emptySid: RuleSet;
  readonly #actions: LatelyUsed<ReadActionText>;
  readonly #actionGuesses: TextGuesses<ReadActionText>;
  readonly #resources: LatelyUsed<KeptResource>;
  readonly #conditions: LatelyUsed<RuleSet>;
  readonly #answers: LatelyUsed<{ readonly answer: unknown }>;
  readonly #formats: KnownFormatsBeside;
  /** Of services that were met, each by itself: so all entries of a service have the same text for it. */
  readonly #prefixes = new Map<string, string>();
  readonly #actionReading: ActionReading;
  readonly #judgeResource: (resource: ResourceText) => Pick<Looked, "concerned" | "alone">;

  /** @param characters how much text is kept; at most twice as much */
  constructor(catalog: Catalog, arnShapes: ArnShapes, rules: ConcernedRules, characters: number) {
    this.catalog = catalog;
    this.arnShapes = arnShapes;
    this.rules = rules;
    this.repeatedAction = this.sets.of(rules.repeatedAction);
    this.repeatedResource = this.sets.of(rules.repeatedResource);
    this.notAction = this.sets.of(rules.notAction);
    this.emptySid = this.sets.of(rules.emptySid);
    this.#actions = new LatelyUsed(characters / 2, sizeOf);
    this.#actionGuesses = new TextGuesses(characters / sizeOfAction);
    this.#resources = new LatelyUsed(characters / 4, sizeOf);
    this.#conditions = new LatelyUsed(characters / 8, sizeOf);
    this.#answers = new LatelyUsed(characters / 8, sizeOf);
    this.#formats = new KnownFormatsBeside(arnShapes);
    const judge = (action: ActionText) => this.#judged(rules.byAction(action, catalog));
    this.#actionReading = { catalog, arnShapes, judge, prefixOf: (text) => this.#prefixOf(text) };
    this.#judgeResource = (resource) => this.#judged(rules.byResource(resource, catalog));
  }

  /**
   * The actions of a list, in order.
   * @param source the policy's text, where each part of it says all of what it stands for
   */
  actions(list: readonly JsonString[], source: string | undefined, available: Available): readonly ReadActionText[] {
    if (source === undefined) return list.map(({ value }) => this.action(value, available));
    const actions = this.#actionGuesses.of(list, source);
    for (let at = 0; at < list.length; at++) {
      const guess = actions[at];
      if (guess === undefined || !isPaid(guess, available)) actions[at] = this.action(list[at]!.value, available);
    }
    return actions as ReadActionText[];
  }

  action(text: string, available: Available): ReadActionText {
    const kept = this.#actions.find(text);
    if (kept !== undefined && isPaid(kept, available)) {
      this.#actionGuesses.add(kept);
      return kept;
    }
    const read = new ReadActionText(ownCopy(text), available, this.#actionReading);
    const isSettled = read.found !== null && isRead(read.service, this.catalog);
    if (isSettled && text.length <= longestKept) {
      this.#actions.keep(read.text, read);
      this.#actionGuesses.add(read);
    }
    return read;
  }

  /** @param beside gives the formats of ARNs where it stands */
  resource(text: string, beside: FormatsBeside, available: Available): ReadResourceText {
    const entry = this.#resources.find(text);
    const service = entry === undefined ? serviceOf(text) : entry.service;
    const known = service === undefined ? undefined : beside.of(service);
    const kept = entry?.find(known);
    if (kept !== undefined && isPaid(kept, available)) return kept;
    const own = ownCopy(text);
    const read = new ReadResourceText(own, known?.formats ?? [], available, this.#judgeResource);
    const isSettled = read.formats?.isCut !== true && known?.areAll !== false;
    if (!isSettled || text.length > longestKept) return read;
    const keeping = entry ?? new KeptResource(service && this.#prefixOf(service));
    keeping.keep(known, read);
    if (entry === undefined) this.#resources.keep(own, keeping);
    return read;
  }

  /** @param services gives prefixes of the services beside an ARN, in lower case, each once */
  formatsBeside(services: () => readonly string[]): FormatsBeside {
    return new FormatsBeside(services, this.#formats);
  }

  /** @param source the element as it is written, where that says all of it */
  conditions(source: string | undefined, block: () => ConditionBlock): RuleSet {
    const kept = source === undefined ? undefined : this.#conditions.find(source);
    if (kept !== undefined) return kept;
    const written = block();
    const concerned = this.sets.of(this.rules.byConditions(written, this.catalog));
    const isSettled = written.conditions.every(({ keyPrefix }) => isRead(keyPrefix, this.catalog));
    if (source !== undefined && isSettled && source.length <= longestKept)
      this.#conditions.keep(ownCopy(source), concerned);
    return concerned;
  }

  #judged(concerned: RulePlaces): Pick<Looked, "concerned" | "alone"> {
    const among = this.sets.of(concerned);
    const alone = this.rules.alone(concerned);
    return { concerned: among, alone: alone === concerned ? among : this.sets.of(alone) };
  }

  #prefixOf(text: string): string {
    const known = this.#prefixes.get(text);
    if (known !== undefined) return known;
    const own = ownCopy(text);
    if (this.catalog.hasService(own)) this.#prefixes.set(own, own);
    return own;
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

/** A resource, which says something else beside actions of services that have formats for it. */
class KeptResource {
  /** What stands in its service field; undefined for what is no ARN. */
  readonly service: string | undefined;
  #alone: ReadResourceText | undefined;
  #beside: Map<string, ReadResourceText> | undefined;

  constructor(service: string | undefined) {
    this.service = service;
  }

  find(known: KnownFormats | undefined): ReadResourceText | undefined {
    return known === undefined || known.others === "" ? this.#alone : this.#beside?.get(known.others);
  }

  keep(known: KnownFormats | undefined, looked: ReadResourceText): void {
    if (known === undefined || known.others === "") {
      this.#alone = looked;
      return;
    }
    if (this.#beside === undefined || this.#beside.size === mostBeside) this.#beside = new Map();
    this.#beside.set(known.others, looked);
  }
}

/** Far more than real policies have of one resource. */
const mostBeside = 8;

/** Takes the units of an entry where there are as many. */
function isPaid({ units }: Looked, available: Available): boolean {
  if (units === 0) return true;
  const { budget } = available;
  if (units > budget.left) return false;
  budget.spend(units);
  return true;
}

/** What stands in the service field; undefined for what is no ARN. */
function serviceOf(text: string): string | undefined {
  if (!text.startsWith("arn:")) return undefined;
  if (text.includes("${")) return arnParts(text)?.service.text;
  const start = text.indexOf(":", 4) + 1;
  const end = start === 0 ? -1 : text.indexOf(":", start);
  return end < 0 ? undefined : text.slice(start, end);
}

/** A part of a text keeps the whole of it in memory, and takes longer to compare: this one does not. */
function ownCopy(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** An entry's text is the least of what is kept of it. */
function sizeOf(text: string): number {
  return text.length + 100;
}

/** With what is known of it, in UTF-16 units. */
const sizeOfAction = 256;

/** In UTF-16 units. */
const longestKept = 1000;
