import type { ActionAccess, EntryAccess } from "../analysis.js";
import type { PolicyPath } from "../syntax/json.js";
import { isLostToBase } from "./lostToBase.js";
import type { PolicySubject } from "./rule.js";

/** What action entries come to in all sessions that use a text: looked through once for all of them. */
export class EntriesInAll {
  readonly #subjects: readonly PolicySubject[];
  #byPath: Map<string, EntryInAll> | undefined;

  /** @param subjects one for each session */
  constructor(subjects: readonly PolicySubject[]) {
    this.#subjects = subjects;
  }

  get sessions(): number {
    return this.#subjects.length;
  }

  of({ path }: Pick<EntryAccess, "path">): EntryInAll {
    const key = JSON.stringify(path);
    this.#byPath ??= new Map();
    let entry = this.#byPath.get(key);
    if (entry === undefined) {
      entry = new EntryInAll(this.#subjects, path);
      this.#byPath.set(key, entry);
    }
    return entry;
  }
}

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
  for (const { entries, session } of subjects) {
    const entry = entries.find((each) => samePath(each.path, path));
    let isGiven = false;
    for (const access of entry?.actions ?? []) {
      const { action } = access;
      if (isLostToBase(access)) lostIn.set(action, (lostIn.get(action) ?? 0) + 1);
      else isGiven = true;
      if (access.result === "allowed") allowed.add(action);
      if (access.revivable) revivable.add(action);
    }
    if (isGiven && session !== undefined) givenIn.push(session.name);
  }
  return { lostIn, allowed, revivable, givenIn };
}

function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}
