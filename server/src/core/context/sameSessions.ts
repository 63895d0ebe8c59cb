import { ObjectIds } from "../text/objectIds.js";
import type { SessionContext } from "./sessionContext.js";

/**
 * Gives the same object again for a session that says the same as an earlier one: a session is read anew at every
 * keystroke, and what later stages keep of it goes with the object. Policies count as the same where their models are.
 */
export class SameSessions {
  readonly #known = new Map<string, SessionContext>();
  readonly #ids = new ObjectIds();

  of(session: SessionContext): SessionContext {
    const content = JSON.stringify(session, (key, value: unknown) =>
      key === "model" && typeof value === "object" && value !== null ? this.#ids.of(value) : value,
    );
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    if (this.#known.size >= capacity) this.#known.clear();
    this.#known.set(content, session);
    return session;
  }
}

/** Sessions of the policies that are open. */
const capacity = 64;
