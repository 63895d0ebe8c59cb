import type { ParsedPolicy } from "../syntax/parsedPolicy.js";
import type { PolicyEdit } from "../syntax/policyEdit.js";
import type { Span, TextChange } from "../text/span.js";
import type { OffsetMap } from "./offsetMap.js";
import type { Slot } from "./slot.js";

/**
 * A policy that lives in a host document: the whole of a JSON file, or (later) a string inside shell, YAML, Terraform.
 * A region decodes the host's text to the policy's, maps places both ways, and writes edits in the host's own notation.
 */
export interface Region {
  /** Where the policy stands in the host document. */
  readonly span: Span;
  /** The policy's text as it would be sent, the host's escapes undone. */
  readonly text: string;
  /** Between offsets of `text` and of the host document. */
  readonly offsets: OffsetMap;
  /** The policy, its spans already in host offsets. */
  read(): ParsedPolicy;
  /**
   * The host text changes that carry out `edits`, formatted as the text around them is: sorted, and neither overlapping
   * nor touching. None if any of the edits can't be carried out.
   */
  write(edits: readonly PolicyEdit[]): readonly TextChange[];
  /** Where the host's cursor stands, for completion; undefined where nothing can be typed. */
  slotAt(hostOffset: number): Slot | undefined;
}
