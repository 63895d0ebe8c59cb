import { sessionsWithoutShare } from "../access/sets/budget.js";
import type { ExampleUnits } from "../access/verdict.js";
import type { ActionAccess, EntryAccess } from "../analysis.js";
import { WordMemory } from "../messages/wordMemory.js";
import type { PolicyPath } from "../syntax/json.js";
import { isLostToBase } from "./lostToBase.js";
import type { PolicySubject } from "./rule.js";

/** What action entries come to in all sessions that use a text: looked through once for all of them. */
export class EntriesInAll {
  readonly #subjects: readonly PolicySubject[];
  readonly #byEntry = new Map<EntryAccess, EntryInAll>();
  readonly #answers = new Map<string, Map<EntryAccess, { readonly answer: unknown }>>();
  #byPath: Map<string, EntryInAll> | undefined;
  #words: WordMemory | undefined;
  /** What the examples of all statements may take together. Many sessions have those of a few. */
  readonly exampleUnits: ExampleUnits;

  /** @param subjects one for each session */
  constructor(subjects: readonly PolicySubject[]) {
    this.#subjects = subjects;
    this.exampleUnits = { left: unitsForExamples * Math.min(subjects.length, sessionsWithoutShare) };
  }

  get sessions(): number {
    return this.#subjects.length;
  }

  /** Words about entries that hang on what these come to in all sessions. */
  get words(): WordMemory {
    this.#words ??= new WordMemory();
    return this.#words;
  }

  of(entry: EntryAccess): EntryInAll {
    let found = this.#byEntry.get(entry);
    if (found === undefined) {
      found = this.#subjects.length > 1 ? this.#atPath(entry.path) : new EntryInAll(this.#subjects, entry.path);
      this.#byEntry.set(entry, found);
    }
    return found;
  }

  #atPath(path: PolicyPath): EntryInAll {
    const key = JSON.stringify(path);
    this.#byPath ??= new Map();
    let found = this.#byPath.get(key);
    if (found === undefined) {
      found = new EntryInAll(this.#subjects, path);
      this.#byPath.set(key, found);
    }
    return found;
  }

  /**
   * The answer to a question about an entry, which is the same object in sessions that lean on the same: it is given once
   * for these.
   * @param question with all that the answer hangs on besides the entry and what is the same in all sessions
   */
  once<T>(question: string, entry: EntryAccess, answer: () => T): T {
    // Of one session nothing is asked twice.
    if (this.#subjects.length === 1) return answer();
    let ofQuestion = this.#answers.get(question);
    if (ofQuestion === undefined) {
      ofQuestion = new Map();
      this.#answers.set(question, ofQuestion);
    }
    let known = ofQuestion.get(entry);
    if (known === undefined) {
      known = { answer: answer() };
      ofQuestion.set(entry, known);
    }
    return known.answer as T;
  }
}

/** A little more than what those of the dearest of the AWS managed policies take. */
const unitsForExamples = 4_000_000;

/** One entry in all sessions. */
export class EntryInAll {
  readonly #subjects: readonly PolicySubject[];
  readonly #path: PolicyPath;
  #counted: Counted | undefined;

  constructor(subjects: readonly PolicySubject[], path: PolicyPath) {
    this.#subjects = subjects;
    this.#path = path;
  }

  /** Whether no base gives anything of the action. @param own what it is in the session in hand */
  isLost(own: ActionAccess): boolean {
    if (this.#subjects.length === 1) return isLostToBase(own);
    return this.#counts.lostIn.get(own.action) === this.#subjects.length;
  }

  /** Whether the action is allowed in some session. */
  isAllowedSomewhere(own: ActionAccess): boolean {
    return this.#subjects.length === 1 ? own.result === "allowed" : this.#counts.allowed.has(own.action);
  }

  /** Whether a resource-based policy that is not stated could still allow it in some session (E3). */
  isRevivableSomewhere(own: ActionAccess): boolean {
    return this.#subjects.length === 1 ? own.revivable : this.#counts.revivable.has(own.action);
  }

  /** Names of the sessions that some base gives something of the entry in. */
  get givenIn(): readonly string[] {
    return this.#counts.givenIn;
  }

  get #counts(): Counted {
    this.#counted ??= counted(this.#subjects, this.#path);
    return this.#counted;
  }
}

/** By action. */
interface Counted {
  readonly lostIn: ReadonlyMap<string, number>;
  readonly allowed: ReadonlySet<string>;
  readonly revivable: ReadonlySet<string>;
  readonly givenIn: readonly string[];
}

function counted(subjects: readonly PolicySubject[], path: PolicyPath): Counted {
  const lostIn = new Map<string, number>();
  const allowed = new Set<string>();
  const revivable = new Set<string>();
  const givenIn: string[] = [];
  // The same text has the same entries at the same places, and sessions that lean on the same have the same objects.
  const at = subjects[0]?.entries.findIndex((each) => samePath(each.path, path)) ?? -1;
  const times = new Map<EntryAccess, number>();
  for (const { entries } of subjects) {
    const entry = entries[at];
    if (entry !== undefined) times.set(entry, (times.get(entry) ?? 0) + 1);
  }
  const given = new Set<EntryAccess>();
  for (const [entry, count] of times) {
    for (const access of entry.actions) {
      const { action } = access;
      if (isLostToBase(access)) lostIn.set(action, (lostIn.get(action) ?? 0) + count);
      else given.add(entry);
      if (access.result === "allowed") allowed.add(action);
      if (access.revivable) revivable.add(action);
    }
  }
  for (const { entries, session } of subjects)
    if (session !== undefined && given.has(entries[at]!)) givenIn.push(session.name);
  return { lostIn, allowed, revivable, givenIn };
}

function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}
