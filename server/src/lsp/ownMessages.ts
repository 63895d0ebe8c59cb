import type { Location, Position, Range, TextDocumentIdentifier, WorkspaceEdit } from "vscode-languageserver";
import type { ContextValues } from "../core/access/layers.js";

/**
 * What our client and server say to each other beyond LSP. The client has the same names: it takes only types from
 * here, so that nothing of the server gets into its bundle.
 */

/** Request: the size of the document's session policy, `SizeParams` -> `SizeResult | null`. */
export const sizeRequest = "sessionPolicy/size";

export interface SizeParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface SizeResult {
  /** `231 / 2,048`. */
  readonly text: string;
  readonly tooltip: string;
  readonly state: "fits" | "fits-minified" | "too-long";
}

/** Notification from the server: sizes may have changed though their documents have not. Only to clients that ask for it. */
export const sizesChangedNotification = "sessionPolicy/sizesChanged";

/** Request: the policy without white space, `OneLineParams` -> `OneLineResult | null` (null: it does not parse). */
export const oneLineRequest = "sessionPolicy/oneLine";

export interface OneLineParams {
  readonly textDocument: TextDocumentIdentifier;
  /** Which policy of the document; the first one if not given. */
  readonly position?: Position;
}

export interface OneLineResult {
  readonly text: string;
  /** In Unicode code points. */
  readonly characters: number;
}

/** Request: what a session policy can be linked to, `LinkChoicesParams` -> `LinkChoices | null`. */
export const linkChoicesRequest = "sessionPolicy/linkChoices";

export interface LinkChoicesParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface LinkChoices {
  /** The config that will say so; `exists` or is to be created. */
  readonly configUri: string;
  readonly exists: boolean;
  /** Names of the roles it defines. */
  readonly roles: readonly string[];
  /** Files that look like an identity policy. */
  readonly policyFiles: readonly { readonly uri: string; readonly path: string }[];
  /** ARNs of AWS managed policies, sorted by name. */
  readonly managedPolicies: readonly string[];
}

/** Request: the edit that links a session policy to a role, `LinkParams` -> `LinkResult | null`. */
export const linkRequest = "sessionPolicy/link";

export interface LinkParams {
  readonly textDocument: TextDocumentIdentifier;
  /** A role of the config, or the file or ARN of a policy, for which a role is added. */
  readonly base: { readonly role: string } | { readonly policyUri: string } | { readonly policyArn: string };
}

export interface LinkResult {
  readonly configUri: string;
  /** Creates the config where there is none. */
  readonly edit: WorkspaceEdit;
}

/** Request: what a request in the document's session can be about, `RequestChoicesParams` -> `RequestChoices | null`. */
export const requestChoicesRequest = "sessionPolicy/requestChoices";

export interface RequestChoicesParams {
  readonly textDocument: TextDocumentIdentifier;
  /** To be told of its resources. */
  readonly action?: string;
}

export interface RequestChoices {
  /** The sessions that use the document; none: it is linked to no role. */
  readonly sessions: readonly string[];
  /** Actions of the policy, those at hand first. */
  readonly actions: readonly { readonly action: string; readonly description: string }[];
  /** ARNs for `action`, to be completed by hand; `*` for an action without a resource. */
  readonly resources: readonly string[];
}

/** Request: what becomes of one request in a session, `TraceParams` -> `TraceResult | null` (null: no base role). */
export const traceRequest = "sessionPolicy/traceRequest";

export interface TraceParams {
  readonly textDocument: TextDocumentIdentifier;
  /** One of those that use the document; the first one if not given. */
  readonly session?: string;
  readonly action: string;
  readonly resource: string;
  readonly context?: ContextValues;
}

export interface TraceResult {
  /** Set where the request makes no sense, or was not understood; then nothing else is. */
  readonly error?: string;
  readonly decision?: "allow" | "deny-explicit" | "deny-implicit" | "depends" | "unknown";
  readonly headline?: string;
  readonly notes?: readonly string[];
  readonly layers?: readonly {
    readonly title: string;
    readonly answer: string;
    readonly decides: boolean;
    readonly statements: readonly { readonly name: string; readonly location?: Location }[];
  }[];
  /** What would grant it, where grants are all that is missing; each needs the others. */
  readonly fixes?: readonly { readonly title: string; readonly edit: WorkspaceEdit }[];
}

/** Request: what an error message of AWS's says, and what is decided here, `AccessDeniedParams` -> `AccessDeniedResult`. */
export const accessDeniedRequest = "sessionPolicy/accessDenied";

export interface AccessDeniedParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly text: string;
}

export type AccessDeniedResult =
  | { readonly kind: "not-understood" }
  /** AWS decodes it by this command. */
  | { readonly kind: "encoded"; readonly command: string }
  | {
      readonly kind: "request";
      readonly action: string;
      /** Undefined: the message names none, and it must be asked for. */
      readonly resource?: string;
      readonly context: ContextValues;
      /** What AWS blames: `AWS says that no session policy allows it.` */
      readonly blamed?: string;
    };

/** Request: the AWS CLI command that takes the policy, `AssumeRoleCommandParams` -> `AssumeRoleCommandResult | null`. */
export const assumeRoleCommandRequest = "sessionPolicy/assumeRoleCommand";

export interface AssumeRoleCommandParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly shell: "bash" | "powershell" | "cmd";
}

export interface AssumeRoleCommandResult {
  readonly command: string;
}

/** Request: the statements that decide what the entry at the place does, `DecidingParams` -> `Location[]`. */
export const decidingRequest = "sessionPolicy/deciding";

export interface DecidingParams {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Position;
}

/** Request: versions, for somebody who reports a bug, `null` -> `ServerInfo`. No text of any policy is in it. */
export const serverInfoRequest = "sessionPolicy/serverInfo";

export interface ServerInfo {
  readonly version: string;
  readonly catalog: string;
}

/**
 * Request: checks every session policy of the workspace's configs, and publishes the diagnostics of those that are not
 * open, `CheckAllParams` -> `CheckAllResult`. It can be cancelled.
 */
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

/** Request: what every action of a session policy comes to, `EffectiveAccessParams` -> `EffectiveAccessResult | null` (null: the document isn't open). */
export const effectiveAccessRequest = "sessionPolicy/effectiveAccess";

export interface EffectiveAccessParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface EffectiveAccessResult {
  /**
   * `table`: there is one for each session that uses the policy. `broken`: the same, but the text is half-typed and they
   * are of what can be read of it. `unlinked`: no base is known. `no-session-policy`: the document is none.
   */
  readonly state: "table" | "broken" | "unlinked" | "no-session-policy";
  readonly sessions: readonly SessionAccessTable[];
}

/** What rows share stands once, since a policy on everything has 22,000 rows: numbers are indexes. */
export interface SessionAccessTable {
  /** The session's name in the config. */
  readonly session: string;
  /** `S3AccessRole · 231 / 2,048 · all effective`. */
  readonly summary: string;
  /** `SCPs, RCPs`; empty where all layers are given. */
  readonly notGiven: string;
  /** The layers. */
  readonly columns: readonly string[];
  /** `uri` and `range` are missing for what is in no file. */
  readonly statements: readonly { readonly label: string; readonly uri?: string; readonly range?: Range }[];
  /** The entries of Action and NotAction. */
  readonly entries: readonly {
    readonly pattern: string;
    readonly effect: "Allow" | "Deny";
    /** The number of its statement, from 1. */
    readonly statement: number;
    readonly range: Range;
  }[];
  readonly outcomes: readonly {
    /** `allowed`, `partly`, `not-granted`, `no-effect`, `depends`, `unknown`, `removes`, `removes-nothing`. */
    readonly result: string;
    /** The words of the lens. */
    readonly text: string;
    /** One for each column: its words, an index into `statements`, and how many more statements there are. */
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
    /** Action without its service, index into `entries`, index into `outcomes`. */
    readonly rows: readonly (readonly [action: string, entry: number, outcome: number])[];
  }[];
}

/** Request: the same as Markdown, `EffectiveAccessMarkdownParams` -> `EffectiveAccessMarkdownResult | null` (null: there is no table). */
export const effectiveAccessMarkdownRequest = "sessionPolicy/effectiveAccessMarkdown";

export interface EffectiveAccessMarkdownParams {
  readonly textDocument: TextDocumentIdentifier;
  /** Of this session only; of all if not given. */
  readonly session?: string;
}

export interface EffectiveAccessMarkdownResult {
  readonly text: string;
}

/** Request: ways to make the document's session policy fit, `FitParams` -> `FitAnswer | null` (null: no session policy, or no JSON). */
export const fitRequest = "sessionPolicy/fit";

export interface FitParams {
  readonly textDocument: TextDocumentIdentifier;
}

export interface FitAnswer {
  /** Of the document that the choices are for. */
  readonly version: number;
  /** `2,048`. */
  readonly limit: string;
  /** From the one that leans on nothing. Empty: nothing can be made shorter. */
  readonly choices: readonly FitAnswerChoice[];
}

export interface FitAnswerChoice {
  readonly reliesOn: "nothing" | "catalog" | "base";
  readonly title: string;
  readonly detail: string;
  /** `3,756 → 1,204 of 2,048 characters`. */
  readonly sizes: string;
  readonly fits: boolean;
  /** The whole document as it would be. */
  readonly text: string;
  readonly edit: WorkspaceEdit;
  readonly isOneLine: boolean;
  /** The policy in one line. */
  readonly oneLine: string;
  readonly steps: readonly string[];
  readonly proof: string;
  readonly costs: readonly string[];
}
