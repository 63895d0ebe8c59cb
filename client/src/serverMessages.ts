// What client and server say to each other beyond LSP; the server's side is `server/src/lsp/ownMessages.ts`, and a test
// compares the two.

/** Request: the size of the document's session policy. */
export const sizeRequest = "sessionPolicy/size";

export interface Size {
  /** `231 / 2,048`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}

/** Notification from the server: sizes may have changed though their documents have not. */
export const sizesChangedNotification = "sessionPolicy/sizesChanged";

/** Request: the policy without white space. */
export const oneLineRequest = "sessionPolicy/oneLine";

export interface OneLine {
  readonly text: string;
  readonly characters: number;
}

/** Request: what a session policy can be linked to. */
export const linkChoicesRequest = "sessionPolicy/linkChoices";

export interface LinkChoices {
  readonly configUri: string;
  readonly exists: boolean;
  readonly roles: readonly string[];
  readonly policyFiles: readonly { readonly uri: string; readonly path: string }[];
  readonly managedPolicies: readonly string[];
}

/** Request: the edit of the config that links a session policy. */
export const linkRequest = "sessionPolicy/link";

/** Request: what a request in the document's session can be about. */
export const requestChoicesRequest = "sessionPolicy/requestChoices";

export interface RequestChoices {
  readonly sessions: readonly string[];
  readonly actions: readonly { readonly action: string; readonly description: string }[];
  readonly resources: readonly string[];
}

/** Request: what becomes of one request in a session. */
export const traceRequest = "sessionPolicy/traceRequest";

export type RequestContext = {
  readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[];
};

export interface Place {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface Trace {
  readonly error?: string;
  readonly decision?: "allow" | "deny-explicit" | "deny-implicit" | "depends" | "unknown";
  readonly headline?: string;
  readonly notes?: readonly string[];
  readonly layers?: readonly {
    readonly title: string;
    readonly answer: string;
    readonly decides: boolean;
    readonly statements: readonly { readonly name: string; readonly location?: Place }[];
  }[];
  readonly fixes?: readonly { readonly title: string; readonly edit: unknown }[];
}

/** Request: what an error message of AWS's says. */
export const accessDeniedRequest = "sessionPolicy/accessDenied";

export type AccessDenied =
  | { readonly kind: "not-understood" }
  | { readonly kind: "encoded"; readonly command: string }
  | {
      readonly kind: "request";
      readonly action: string;
      readonly resource?: string;
      readonly context: RequestContext;
      readonly blamed?: string;
    };

/** Request: the AWS CLI command that takes the policy. */
export const assumeRoleCommandRequest = "sessionPolicy/assumeRoleCommand";

/** Request: the statements that decide what the entry at the place does. */
export const decidingRequest = "sessionPolicy/deciding";

/** Request: versions, for somebody who reports a bug. */
export const serverInfoRequest = "sessionPolicy/serverInfo";

export interface ServerInfo {
  readonly version: string;
  readonly catalog: string;
}

/** Request: checks every session policy of the workspace's configs. */
export const checkAllRequest = "sessionPolicy/checkAll";

export interface CheckAllResult {
  readonly files: number;
  readonly findings: number;
  readonly cancelled: boolean;
}

/** Notification from the server: how far `sessionPolicy/checkAll` has come. */
export const checkAllProgressNotification = "sessionPolicy/checkAllProgress";

export interface CheckAllProgress {
  readonly done: number;
  readonly files: number;
}

/** Request: what every action of a session policy comes to, layer by layer. */
export const effectiveAccessRequest = "sessionPolicy/effectiveAccess";

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
  readonly statements: readonly { readonly label: string; readonly uri?: string; readonly range?: TextRange }[];
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
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Request: the same as Markdown. */
export const effectiveAccessMarkdownRequest = "sessionPolicy/effectiveAccessMarkdown";

/** Request: ways to make the session policy fit. */
export const fitRequest = "sessionPolicy/fit";

export interface Fit {
  readonly version: number;
  readonly limit: string;
  readonly choices: readonly FitChoice[];
}

export interface FitChoice {
  readonly title: string;
  readonly detail: string;
  /** `3,756 → 1,204 of 2,048 characters`. */
  readonly sizes: string;
  readonly fits: boolean;
  /** The whole document as it would be. */
  readonly text: string;
  /** A workspace edit of the protocol. */
  readonly edit: unknown;
  readonly isOneLine: boolean;
  readonly oneLine: string;
  readonly steps: readonly string[];
  readonly proof: string;
  readonly costs: readonly string[];
}
