import type { PolicyPath } from "../syntax/json.js";
import type { Span, TextChange } from "../text/span.js";
import type { Template } from "./template.js";

/**
 * A place in a policy where a person is typing: a name, a value, or where one of them could stand. It says what is there
 * in the policy's own terms, and writes what is chosen in the host's notation.
 */
export interface Slot {
  readonly role: "name" | "value";
  /** Of the object that the name belongs to; of the value. The parts typed so far count, also where they are broken. */
  readonly path: PolicyPath;
  /** For a value: whether it is an item of a list. */
  readonly inList: boolean;
  /** What stands before and after the cursor, escapes undone. Empty where nothing is typed. */
  readonly before: string;
  readonly after: string;
  /** Whether it stands in quotes. */
  readonly quoted: boolean;
  /** The other names of the object, or the other strings of the list. */
  readonly others: readonly string[];
  /** What choosing `filling` changes. Undefined where it can't be written here. */
  fill(filling: Filling): Filled | undefined;
}

/** What can be put into a slot. */
export type Filling =
  /** Text for a string, from the index `from` of what stands there; up to its end, or for `part` to the cursor and `over` more. */
  | { readonly kind: "text"; readonly text: string; readonly from?: number; readonly over?: number }
  /** A name, and the value that goes with it where it has none yet. */
  | { readonly kind: "member"; readonly name: string; readonly value: Template }
  /** A value of any type. */
  | { readonly kind: "value"; readonly value: Template };

export interface Filled {
  /** What is replaced, in host offsets: from where what was typed begins. It holds the cursor and no line break. */
  readonly replaced: Span;
  /** The same for one who wants to keep what stands after the cursor; undefined where that would break the text. */
  readonly inserted: Span | undefined;
  /** With blanks: see template.ts. Its further lines are indented against the line it goes to. */
  readonly newText: string;
  /** What is to be written before what a person sees, so that what was typed, which stands in `replaced`, compares with it. */
  readonly lead: string;
  /** A comma that is missing elsewhere. */
  readonly besides: readonly TextChange[];
}
