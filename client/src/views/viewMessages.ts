// What the effective access view and the extension say to each other. Types only: the two run in different worlds.

import type { EffectiveAccess } from "../serverMessages.js";

/** To the view. */
export interface ShowMessage {
  readonly type: "show";
  /** The file, as it is called in a heading. */
  readonly name: string;
  readonly access: EffectiveAccess;
  readonly words: ViewWords;
}

/** From the view. Numbers are indexes into what it was last shown, so that it can open nothing else. */
export type ViewRequest =
  | { readonly type: "ready" }
  | { readonly type: "open-entry"; readonly session: number; readonly entry: number }
  | { readonly type: "open-statement"; readonly session: number; readonly statement: number }
  | { readonly type: "copy-markdown"; readonly session: number }
  | { readonly type: "choose-base" };

/** The view's own texts, translated. `{0}` and `{1}` are put in by the view. */
export interface ViewWords {
  readonly title: string;
  readonly session: string;
  readonly filter: string;
  readonly filterHint: string;
  readonly exceptions: string;
  readonly copy: string;
  readonly action: string;
  readonly result: string;
  readonly count: string;
  readonly nothingFound: string;
  readonly empty: string;
  readonly notGiven: string;
  readonly broken: string;
  readonly unlinked: string;
  readonly chooseBase: string;
  readonly noPolicy: string;
  readonly serviceCount: string;
  readonly more: string;
  readonly goTo: string;
}
