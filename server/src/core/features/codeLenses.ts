import type { Analysis, EntryAccess, PolicyAnalysis } from "../analysis.js";
import { canBeGrouped, type EntryTextOptions, entryText, haveAlikeAnswers } from "../messages/entryText.js";
import { notGivenWords } from "../messages/layerNames.js";
import { listed } from "../messages/lists.js";
import { withThousands } from "../messages/numbers.js";
import { cut, lensRoom } from "../messages/room.js";
import { WordMemory } from "../messages/wordMemory.js";
import type { JsonNode, PolicyPath } from "../syntax/json.js";
import { keyNodeAt, nodeAt } from "../syntax/navigate.js";
import type { LineIndex } from "../text/lineIndex.js";
import type { Span } from "../text/span.js";
import { entrySpan } from "./entrySpan.js";
import type { StatementUse } from "./usedByLenses.js";
import { wholePolicySummary } from "./wholePolicySummary.js";

export interface LensOptions {
  /** `exceptions`: only what is not simply allowed (or, for a Deny, removed). */
  readonly actions: "all" | "exceptions" | "off";
  readonly summary: boolean;
  /** Each entry gets a lens of its own, also where those beside it say the same. */
  readonly apart?: boolean;
}

export interface Lens {
  /** `choose-base` offers to link a base; `used-by` shows the uses; the others move the cursor to `span` and show the hover there. */
  readonly kind: "summary" | "not-given" | "choose-base" | "action" | "used-by";
  /** What it speaks of, in host offsets; it stands above this span's line. */
  readonly span: Span;
  readonly path: PolicyPath;
  readonly text: string;
  /** For `used-by`: the entries of session policies that lean on the statement. */
  readonly uses?: readonly StatementUse[];
}

/** At most so many sessions of one file are summed up on top of it. */
const sessionsShown = 3;

/**
 * The lines above session policies and their actions, in the order of their places.
 * @param memory words of earlier texts; nothing is kept if not given
 */
export function codeLenses(
  analysis: Analysis,
  lines: Pick<LineIndex, "positionAt">,
  options: LensOptions,
  memory = new WordMemory(),
): readonly Lens[] {
  const textOf = rememberedText(memory);
  const lenses: Lens[] = [];
  for (const policies of byRegion(analysis)) {
    if (policies[0]!.kind !== "session") continue;
    const linked = policies.filter(({ session }) => session !== undefined);
    if (linked.length === 0) {
      // A policy that only looks like a session policy may be none: the link is offered elsewhere, not in a line of its own.
      if (options.summary && analysis.context.kindFrom !== "look") lenses.push(chooseBase(policies[0]!));
      continue;
    }
    if (options.summary) lenses.push(...summaryLenses(linked));
    if (options.actions !== "off") lenses.push(...actionLenses(linked, lines, options, textOf));
  }
  return lenses;
}

type EntryText = typeof entryText;

/** The entry's text as it was put together before, if it was. */
function rememberedText(memory: WordMemory): EntryText {
  return (entry, policy, options = {}) => {
    const { session } = policy;
    if (session === undefined) return entryText(entry, policy, options);
    return memory.once(entry, session, formOf(options), () => entryText(entry, policy, options));
  };
}

/** All that a text hangs on besides its entry and its session. */
function formOf({ naming = false, group, room }: EntryTextOptions): string {
  if (group === undefined && room === lensRoom) return naming ? "lens with name" : "lens";
  return `lens ${naming} ${room} ${group?.count} ${group?.whole}`;
}

function byRegion({ policies }: Analysis): readonly (readonly PolicyAnalysis[])[] {
  const groups = new Map<number, PolicyAnalysis[]>();
  for (const policy of policies) {
    const group = groups.get(policy.region.span.start);
    if (group === undefined) groups.set(policy.region.span.start, [policy]);
    else group.push(policy);
  }
  return [...groups.values()];
}

function topOf(policy: PolicyAnalysis): Pick<Lens, "span" | "path"> {
  const start = policy.parsed.root?.span.start ?? policy.region.span.start;
  return { span: { start, end: start }, path: [] };
}

function chooseBase(policy: PolicyAnalysis): Lens {
  return { kind: "choose-base", ...topOf(policy), text: "Choose a base role to see what takes effect" };
}

function summaryLenses(policies: readonly PolicyAnalysis[]): readonly Lens[] {
  const lenses: Lens[] = [];
  const summaries = textsOf(policies, (policy, room) => wholePolicySummary(policy, room).text);
  for (const text of summaries.slice(0, sessionsShown)) lenses.push({ kind: "summary", ...topOf(policies[0]!), text });
  const more = summaries.length - sessionsShown;
  if (more > 0) lenses.push({ kind: "summary", ...topOf(policies[0]!), text: `and ${more} more` });
  // That the base is not given stands on top already.
  const gaps = textsOf(policies, ({ notGiven, verdict }) => {
    const others = verdict === "no-base" ? notGiven.filter((name) => name !== "identityPolicies") : notGiven;
    return others.length === 0 ? "" : `Not given: ${notGivenWords(others)}`;
  });
  for (const text of gaps.slice(0, sessionsShown))
    lenses.push({ kind: "not-given", ...topOf(policies[0]!), text: cut(text, lensRoom) });
  return lenses;
}

function actionLenses(
  policies: readonly PolicyAnalysis[],
  lines: Pick<LineIndex, "positionAt">,
  options: LensOptions,
  textOf: EntryText,
): readonly Lens[] {
  const which = options.actions === "all" ? "all" : "exceptions";
  const anchors = new Anchors(policies[0]!, lines);
  const groups = entryGroups(policies, options.apart === true, textOf).map((group) => anchors.of(group));
  const more = groups.length > mostShown ? groups.pop() : undefined;
  const lenses: Lens[] = [];
  for (let at = 0; at < groups.length; at++) {
    const { group, path, span, line } = groups[at]!;
    // They stand in the order of their lines.
    const naming = groups[at - 1]?.line === line || groups[at + 1]?.line === line;
    const { first, count, whole } = group;
    const shown = which === "all" ? policies : policies.filter((policy) => isExceptional(policy.entries[first]!));
    const together = count > 1 ? { count, whole } : undefined;
    const texts = textsOf(
      shown,
      (policy, room) => textOf(policy.entries[first]!, policy, { naming, room, group: together }),
      shown.length < policies.length,
    );
    for (const text of texts) lenses.push({ kind: "action", span, path, text });
  }
  if (more !== undefined) {
    const text = `Only ${withThousands(mostShown)} answers are shown · hover over the others`;
    lenses.push({ kind: "action", span: more.span, path: more.path, text });
  }
  return lenses;
}

/** Lenses of one text, of which no policy in AWS could have as many. */
const mostShown = 1000;

/** Entries of one list, side by side, that share a lens; most often a single one. */
interface EntriesTogether {
  /** The place of its first among the policy's entries. */
  readonly first: number;
  readonly count: number;
  /** Whether the list has no others. */
  readonly whole: boolean;
}

/**
 * What fares alike side by side in one list is said once: nine lines that say the same make a list twice as high and
 * hide the one that differs. All sessions of a region have the same text, hence the same entries.
 */
function entryGroups(
  policies: readonly PolicyAnalysis[],
  apart: boolean,
  textOf: EntryText,
): readonly EntriesTogether[] {
  const { entries } = policies[0]!;
  const groups: EntriesTogether[] = [];
  // One more than are shown tells that there are more.
  for (let first = 0; first < entries.length && groups.length <= mostShown; ) {
    const list = entries[first]!;
    let end = first + 1;
    while (!apart && isBeside(entries[end], list) && policies.every((policy) => shareText(policy, first, end, textOf)))
      end++;
    const whole = end - first > 1 && !isBeside(entries[first - 1], list) && !isBeside(entries[end], list);
    groups.push({ first, count: end - first, whole });
    first = end;
  }
  return groups;
}

/** Whether two entries stand in the same list or object. */
function isBeside(one: EntryAccess | undefined, other: EntryAccess): boolean {
  const [a, b] = [one?.path, other.path];
  if (a?.length !== b.length) return false;
  for (let at = 0; at < b.length - 1; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Whether one text can be said of two entries of a list together. */
function shareText(policy: PolicyAnalysis, first: number, second: number, textOf: EntryText): boolean {
  const a = policy.entries[first];
  const b = policy.entries[second];
  if (a === undefined || b === undefined || !canBeGrouped(a) || !canBeGrouped(b)) return false;
  if (haveAlikeAnswers(a, b)) return true;
  const options = { group: { count: 2, whole: false }, room: Number.POSITIVE_INFINITY };
  return textOf(a, policy, options) === textOf(b, policy, options);
}

/** Where the lens of some entries stands. */
interface AnchoredEntries extends Pick<Lens, "span" | "path"> {
  readonly group: EntriesTogether;
  readonly line: number;
}

/** Finds the places of lenses: one on a whole list stands above the element's name, any other above its first entry. */
class Anchors {
  readonly #policy: PolicyAnalysis;
  readonly #lines: Pick<LineIndex, "positionAt">;
  /** The list that was looked into last, and an entry in it: most entries stand in the same. */
  #list: JsonNode | undefined;
  #inList: EntryAccess | undefined;

  constructor(policy: PolicyAnalysis, lines: Pick<LineIndex, "positionAt">) {
    this.#policy = policy;
    this.#lines = lines;
  }

  of(group: EntriesTogether): AnchoredEntries {
    const { entries, parsed } = this.#policy;
    const entry = entries[group.first]!;
    const list = group.whole ? entry.path.slice(0, -1) : undefined;
    const path = list ?? entry.path;
    const span = (list && keyNodeAt(parsed.root, list)?.span) ?? this.#spanOf(entry);
    return { group, path, span, line: this.#lines.positionAt(span.start).line };
  }

  #spanOf(entry: EntryAccess): Span {
    const last = entry.path[entry.path.length - 1];
    if (typeof last !== "number") return entrySpan(entry, this.#policy);
    if (!isBeside(this.#inList, entry)) {
      this.#list = nodeAt(this.#policy.parsed.root, entry.path.slice(0, -1));
      this.#inList = entry;
    }
    return (this.#list?.type === "array" ? this.#list.items[last]?.span : undefined) ?? this.#policy.region.span;
  }
}

function isExceptional({ result }: EntryAccess): boolean {
  return result !== "allowed" && result !== "removes";
}

/**
 * What is to be said of one place in several sessions: once where they agree, and otherwise each text with the names of
 * its sessions. Empty texts are left out.
 */
function textsOf(
  policies: readonly PolicyAnalysis[],
  textFor: (policy: PolicyAnalysis, room: number) => string,
  alwaysNamed = false,
): readonly string[] {
  const [only] = policies;
  if (only !== undefined && policies.length === 1 && !alwaysNamed) {
    const text = textFor(only, lensRoom);
    return text === "" ? [] : [text];
  }
  const plain = policies.map((policy) => textFor(policy, lensRoom));
  if (!alwaysNamed && plain.every((text) => text === plain[0])) {
    return plain[0] === undefined || plain[0] === "" ? [] : [plain[0]];
  }
  const sessions = new Map<string, PolicyAnalysis[]>();
  for (const [at, policy] of policies.entries()) {
    const same = sessions.get(plain[at]!);
    if (same === undefined) sessions.set(plain[at]!, [policy]);
    else same.push(policy);
  }
  return [...sessions.entries()].flatMap(([text, same]) => {
    if (text === "") return [];
    const names = cut(
      listed(
        same.map(({ session }) => session?.name ?? ""),
        2,
      ),
      24,
    );
    return [`${names}: ${textFor(same[0]!, lensRoom - [...names].length - 2)}`];
  });
}
