import type { AccessEngine } from "../access/accessEngine.js";
import type { PolicyDocument } from "../access/layers.js";
import type { Draft, DraftStatement } from "./draft.js";
import type { Equal, Unproved } from "./equality.js";

/** What is known of the role of a session. */
export interface BaseKnowledge {
  /** All its identity policies. */
  readonly identity: readonly PolicyDocument[];
  /** Whether no resource-based policy that could name the role is missing: none but those that are known not to. */
  readonly resourcePoliciesComplete: boolean;
}

export class BaseRelative implements Equal {
  readonly #base: BaseKnowledge;

  constructor(_engine: AccessEngine, _draft: Draft, base: BaseKnowledge) {
    this.#base = base;
  }

  unproved(before: readonly DraftStatement[], after: readonly DraftStatement[]): Unproved {
    void this.#base;
    return { before, after };
  }
}
