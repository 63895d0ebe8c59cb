import type { SessionContext } from "./sessionContext.js";

/**
 * Gives the same object again for a session that says the same as an earlier one: a session is read anew at every
 * keystroke, and what later stages keep of it goes with the object. Policies count as the same where their models are.
 */
export class SameSessions {
  readonly #known = new Map<string, SessionContext>();
  readonly #ids = new WeakMap<object, number>();
  #nextId = 0;

  of(session: SessionContext): SessionContext {
    const content = JSON.stringify(session, (key, value: unknown) => (key === "model" ? this.#idOf(value) : value));
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    if (this.#known.size >= capacity) this.#known.clear();
    this.#known.set(content, session);
    return session;
  }

  #idOf(model: unknown): unknown {
    if (typeof model !== "object" || model === null) return model;
    let id = this.#ids.get(model);
    if (id === undefined) {
      id = this.#nextId++;
      this.#ids.set(model, id);
    }
    return id;
  }
}

/** Sessions of the policies that are open. */
const capacity = 64;
