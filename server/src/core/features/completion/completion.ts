import type { Filling } from "../../regions/slot.js";
import type { Span, TextChange } from "../../text/span.js";

export type CompletionKind =
  | "element"
  | "keyword"
  | "service"
  | "action"
  | "wildcard"
  | "resource"
  | "operator"
  | "key"
  | "value"
  | "variable"
  | "snippet"
  | "file"
  | "policy"
  | "principal";

/** What a proposal is about, for its documentation, which is read when a person looks at it. */
export type CompletionTopic =
  | { readonly about: "action"; readonly action: string }
  | { readonly about: "key"; readonly key: string; readonly service: string | undefined };

/** A proposal, in the policy's own terms. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionKind;
  /** What is said beside it: short, no final period. */
  readonly note?: string;
  readonly filling: Filling;
  /** What the typed text is compared with; the label if not given. */
  readonly match?: string;
  /** Proposals of a lower rank stand first. */
  readonly rank: number;
  /** More is to be typed at the same place, so that completion should go on. */
  readonly goesOn?: boolean;
  readonly topic?: CompletionTopic;
}

/** A proposal as it is written into the document. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  readonly note: string | undefined;
  /** Compares with the text in `replaced` up to the cursor. */
  readonly match: string;
  /** Proposals in order. */
  readonly order: string;
  readonly replaced: Span;
  readonly inserted: Span | undefined;
  /** May hold blanks; see core/regions/template.ts. */
  readonly newText: string;
  readonly besides: readonly TextChange[];
  readonly goesOn: boolean;
  readonly topic: CompletionTopic | undefined;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** More would fit than are given: ask again when more is typed. */
  readonly incomplete: boolean;
}

/** What a kind of place proposes. */
export interface Proposals {
  readonly proposals: readonly Proposal[];
  readonly incomplete?: boolean;
}

export const nothing: Proposals = { proposals: [] };
