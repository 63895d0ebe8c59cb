import type { EntryAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";

/**
 * What was said of action entries lately. An entry is the same object as before only where its statement, the session's
 * Denies and what the session leans on are the same, so that its words are too. They go when the entry goes.
 */
export class WordMemory {
  readonly #bySession = new WeakMap<SessionContext, WeakMap<EntryAccess, Map<string, string>>>();

  /**
   * @param form what the words hang on besides the entry and the session
   */
  once(entry: EntryAccess, session: SessionContext, form: string, word: () => string): string {
    let byEntry = this.#bySession.get(session);
    if (byEntry === undefined) {
      byEntry = new WeakMap();
      this.#bySession.set(session, byEntry);
    }
    let byForm = byEntry.get(entry);
    if (byForm === undefined) {
      byForm = new Map();
      byEntry.set(entry, byForm);
    }
    let words = byForm.get(form);
    if (words === undefined) {
      words = word();
      byForm.set(form, words);
    }
    return words;
  }
}
