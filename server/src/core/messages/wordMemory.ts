import type { EntryAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { LatelyUsed } from "../text/latelyUsed.js";

/**
 * What was said of action entries lately. An entry is the same object as before only where its statement, the session's
 * Denies and what the session leans on are the same, so that its words are too, but for the names of roles and files. They go
 * when the entry goes.
 */
export class WordMemory {
  readonly #bySession = new WeakMap<SessionContext, WeakMap<EntryAccess, Said>>();
  readonly #byNames = new LatelyUsed<WeakMap<EntryAccess, Said>>(keptSessions);

  /**
   * @param form what the words hang on besides the entry and the session
   */
  once(entry: EntryAccess, session: SessionContext, form: string, word: () => string): string {
    let byEntry = this.#bySession.get(session);
    if (byEntry === undefined) {
      byEntry = this.#ofNames(namesIn(session));
      this.#bySession.set(session, byEntry);
    }
    const first = byEntry.get(entry);
    for (let said = first; said !== undefined; said = said.before) if (said.form === form) return said.words;
    const words = word();
    byEntry.set(entry, new Said(form, words, first));
    return words;
  }

  #ofNames(names: string): WeakMap<EntryAccess, Said> {
    let byEntry = this.#byNames.find(names);
    if (byEntry === undefined) {
      byEntry = new WeakMap();
      this.#byNames.keep(names, byEntry);
    }
    return byEntry;
  }
}

/** All that a session says, but for what its policies say, which goes with the entry, and for its own name and place. */
function namesIn(session: SessionContext): string {
  const { name: _, place: __, requires: ___, trustPolicy: ____, ...rest } = session;
  return JSON.stringify(rest, (key, value: unknown) => (key === "model" ? undefined : value));
}

/** Sessions of the policies that are open. */
const keptSessions = 64;

/** One of the few things that are said of an entry, and what was said before it. */
class Said {
  readonly form: string;
  readonly words: string;
  readonly before: Said | undefined;

  constructor(form: string, words: string, before: Said | undefined) {
    this.form = form;
    this.words = words;
    this.before = before;
  }
}
