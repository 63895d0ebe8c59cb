import type { PolicyModel } from "../../policy/model.js";
import { LatelyUsed } from "../../text/latelyUsed.js";
import { ObjectIds } from "../../text/objectIds.js";

/**
 * Numbers that stand for what policies say: the same for two that say the same, though they come from two files. A model
 * says nothing of places in a text. One with more entries than a role's own policies have is the same as itself only.
 */
export class SamePolicies {
  readonly #ids = new ObjectIds();
  readonly #first = new WeakMap<PolicyModel, object>();
  readonly #byContent = new LatelyUsed<object>(keptCharacters, (content) => content.length);

  idOf(model: PolicyModel): number {
    let first = this.#first.get(model);
    if (first === undefined) {
      first = this.#firstLike(model);
      this.#first.set(model, first);
    }
    return this.#ids.of(first);
  }

  /** What stands for all that say the same: not a model, so that none is kept for another one's sake. */
  #firstLike(model: PolicyModel): object {
    if (sizeOf(model) > mostEntries) return {};
    const content = JSON.stringify(model);
    if (content.length > longestCompared) return {};
    const known = this.#byContent.find(content);
    if (known !== undefined) return known;
    const first = {};
    this.#byContent.keep(content, first);
    return first;
  }
}

function sizeOf({ statements }: PolicyModel): number {
  let size = 0;
  for (const { actions, resources } of statements) size += actions.entries.length + (resources?.entries.length ?? 0);
  return size;
}

/** What AWS takes as a policy of a role has at most 10,240 characters. */
const mostEntries = 1000;
const longestCompared = 50_000;

/** In UTF-16 units; at most twice as many. */
const keptCharacters = 200_000;
