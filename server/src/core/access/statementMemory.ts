import type { EntryAccess } from "../analysis.js";
import { LatelyUsed } from "../text/latelyUsed.js";
import { ObjectIds } from "../text/objectIds.js";
import type { CellVerdict } from "./sets/cells/cellVerdict.js";
import { WorkMemory } from "./sets/workMemory.js";

/** What was found out about one statement of a session policy. */
export interface RememberedStatement {
  readonly entries: readonly EntryAccess[];
  readonly identityVerdict: CellVerdict;
}

/** What is kept between the checks of session policies: a keystroke changes one statement. It never changes an answer. */
export class StatementMemory {
  /** Statements that were judged lately, by all that their result hangs on. */
  readonly statements = new WorkMemory<RememberedStatement>(keptStatements);
  /** Questions about pairs of statements, or about one. */
  readonly questions = new WorkMemory<unknown>(keptQuestions);
  readonly #ids = new ObjectIds();
  readonly #textIds = new LatelyUsed<number>(keptTexts);
  #nextTextId = 0;

  /** A number that stands for an object, as long as it lives. */
  idOf(object: object): number {
    return this.#ids.of(object);
  }

  /** The same for a text, among texts. A text that was long out of use may get a new one. */
  idOfText(text: string): number {
    let id = this.#textIds.find(text);
    if (id === undefined) {
      id = this.#nextTextId++;
      this.#textIds.keep(text, id);
    }
    return id;
  }
}

/** Some dozens of open session policies. */
const keptStatements = 128;
const keptQuestions = 512;
const keptTexts = 128;
