/** Request: the size of the document's session policy. */
export declare const sizeRequest = "sessionPolicy/size";
export interface Size {
  /** `231 / 2,048`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}
/** Notification from the server: sizes may have changed though their documents have not. */
export declare const sizesChangedNotification = "sessionPolicy/sizesChanged";
/** Request: the policy without white space. */
export declare const oneLineRequest = "sessionPolicy/oneLine";
export interface OneLine {
  readonly text: string;
  readonly characters: number;
}
/** Request: what a session policy can be linked to. */
export declare const linkChoicesRequest = "sessionPolicy/linkChoices";
export interface LinkChoices {
  readonly configUri: string;
  readonly exists: boolean;
  readonly roles: readonly string[];
  readonly policyFiles: readonly {
    readonly uri: string;
    readonly path: string;
  }[];
}
/** Request: the edit of the config that links a session policy. */
export declare const linkRequest = "sessionPolicy/link";
/** Request: what every action of a session policy comes to, layer by layer. */
export declare const effectiveAccessRequest = "sessionPolicy/effectiveAccess";
export interface EffectiveAccess {
  readonly state: "table" | "broken" | "unlinked" | "no-session-policy";
  readonly sessions: readonly SessionAccess[];
}
/** One session's table; numbers are indexes. */
export interface SessionAccess {
  readonly session: string;
  readonly summary: string;
  readonly notGiven: string;
  readonly columns: readonly string[];
  readonly statements: readonly {
    readonly label: string;
    readonly uri?: string;
    readonly range?: TextRange;
  }[];
  readonly entries: readonly {
    readonly pattern: string;
    readonly effect: "Allow" | "Deny";
    readonly statement: number;
    readonly range: TextRange;
  }[];
  readonly outcomes: readonly {
    readonly result: string;
    readonly text: string;
    readonly cells: readonly {
      readonly answer: string;
      readonly words: string;
      readonly statement?: number;
      readonly more?: number;
    }[];
  }[];
  readonly services: readonly {
    readonly service: string;
    readonly title: string;
    readonly rows: readonly (readonly [action: string, entry: number, outcome: number])[];
  }[];
}
export interface TextRange {
  readonly start: {
    readonly line: number;
    readonly character: number;
  };
  readonly end: {
    readonly line: number;
    readonly character: number;
  };
}
/** Request: the same as Markdown. */
export declare const effectiveAccessMarkdownRequest = "sessionPolicy/effectiveAccessMarkdown";
