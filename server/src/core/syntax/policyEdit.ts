import type { JsonValue, PolicyPath } from "./json.js";

/**
 * A change to a policy, by path and never by text, so that every host language can carry it out.
 * Several edits of one fix all speak of the policy as it is before the first of them.
 */
export type PolicyEdit =
  /** Another value at `path`. */
  | {
      readonly kind: "replace";
      readonly path: PolicyPath;
      readonly value: JsonValue;
    }
  /** A new item of the array at `path`, before the item that now has this index (or at the end). */
  | {
      readonly kind: "insert";
      readonly path: PolicyPath;
      readonly index: number;
      readonly value: JsonValue;
    }
  /** The value, list item or member at `path` goes, with its comma. */
  | { readonly kind: "remove"; readonly path: PolicyPath }
  /**
   * The member `key` of the object at `path` gets this value; a new one stands after the member `after`, before all where
   * that is `null`, or last.
   */
  | {
      readonly kind: "set";
      readonly path: PolicyPath;
      readonly key: string;
      readonly value: JsonValue;
      readonly after?: string | null;
    };
