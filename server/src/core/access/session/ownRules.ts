import type { Statement } from "../../policy/model.js";
import type { SessionBindings } from "../sessionBindings.js";
import type { Letters } from "../sets/letters.js";
import { Rule } from "../sets/rules.js";

/**
 * Statements of session policies made ready, by their text: a keystroke changes one of them. One with a variable of
 * unknown value is not kept, since its letter goes with the check.
 */
export class OwnRules {
  readonly #kept = new Map<string, Rule>();

  /**
   * @param text all that the statement says, with its place
   */
  of(
    statement: Statement,
    text: string,
    substitutesVariables: boolean,
    bindings: SessionBindings,
    letters: Letters,
  ): Rule {
    const { index, effect } = statement;
    const isBound = substitutesVariables && text.includes("${");
    const key = `${substitutesVariables} ${isBound ? bindings.fingerprint : ""}\n${text}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const reading = { bindings: bindings.of, letters, substitutesVariables };
    const rule = new Rule(statement, { layer: "session", policy: 0, statement: index, effect }, reading);
    if (rule.hasVariables) return rule;
    if (this.#kept.size >= capacity) {
      const [oldest] = this.#kept.keys();
      this.#kept.delete(oldest!);
    }
    this.#kept.set(key, rule);
    return rule;
  }
}

const capacity = 512;
