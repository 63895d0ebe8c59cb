import type { ContextValues, Layer, Layers, PolicyDocument, Principal } from "../access/layers.js";
import type { PolicyKind } from "../policy/model.js";
import type { PolicyPath } from "../syntax/json.js";
import type { Span } from "../text/span.js";
import type { IgnoreConfig, RuleLevel } from "./config.js";

/** The call that takes the session policy: limits, variables and trust rules follow it. */
export type Operation =
  | "AssumeRole"
  | "AssumeRoleWithSAML"
  | "AssumeRoleWithWebIdentity"
  | "GetFederationToken"
  | "Transfer"
  | "RolesAnywhere"
  | "EKSPodIdentity"
  | "Glue";

/** What the task must be able to do; what the session blocks of it is an error. */
export interface Requirement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** In the config. */
  readonly path: PolicyPath;
}

/** Everything known about one session that uses a session policy document. */
export interface SessionContext {
  /** The session's name in the config; for `NAME.session.json` without a config, NAME. */
  readonly name: string;
  /** The role's or user's name in the config, as shown on the screen; undefined where none is linked. */
  readonly principalName: string | undefined;
  readonly principal: Principal;
  readonly operation: Operation;
  readonly sentAs: "file" | "minified";
  /** All layers but the session policy in hand. */
  readonly layers: Omit<Layers, "session">;
  /** Managed policies passed along as session policies: their ARNs, and their documents where they are known. */
  readonly managedPolicies: readonly {
    readonly arn: string;
    readonly document: Layer<PolicyDocument>;
  }[];
  readonly trustPolicy: Layer<PolicyDocument>;
  /** The session's own tags; undefined: not given. */
  readonly tags: { readonly [key: string]: string } | undefined;
  /** The role's tags; undefined: not given. */
  readonly roleTags: { readonly [key: string]: string } | undefined;
  readonly context: ContextValues;
  readonly requires: readonly Requirement[];
  /** Set by `resourcePoliciesComplete: true`: the resource policies stated are all there are. */
  readonly resourcePoliciesComplete: boolean;
  /** Where a config describes it; undefined for sessions that no config speaks of. */
  readonly place?: SessionPlace;
}

/** Where a config describes a session. */
export interface SessionPlace {
  readonly configUri: string;
  /** To the session's entry. */
  readonly session: PolicyPath;
  /** To the entry of its role or user; undefined where it names none that is defined. */
  readonly principal: PolicyPath | undefined;
}

/** A document that a config has a say in. */
export interface GovernedDocument {
  readonly uri: string;
  /** From the config's folder. */
  readonly path: string;
  readonly text: string;
  readonly context: DocumentContext;
}

/** What a document is and who uses it. */
export interface DocumentContext {
  readonly uri: string;
  /** Undefined: no policy that we know of. */
  readonly kind: PolicyKind | undefined;
  /** Why we think so: stated by a config, by the file's name, or by its look. */
  readonly kindFrom: "config" | "name" | "look" | undefined;
  /** Sessions that use the document as their session policy, in the config's order. */
  readonly sessions: readonly SessionContext[];
  /** For a base role's, boundary's … document: the names of the sessions that lean on it, with their files. */
  readonly usedBy: readonly {
    readonly session: string;
    readonly uri: string;
  }[];
  /** For an identity policy of roles alone: their names. Empty where a user has it too, and for every other document. */
  readonly ofRoles: readonly string[];
  /** The config that speaks of this document, if any. */
  readonly configUri: string | undefined;
  /** What is wrong in that config and concerns this document, to be shown here too. */
  readonly problems: readonly ConfigProblem[];
  /** What the config says about rules, by id; it beats the editor's settings. */
  readonly rules: ReadonlyMap<string, RuleLevel>;
  /** The config's accepted findings that speak of this document. */
  readonly ignore: readonly IgnoreConfig[];
  /**
   * For a config: the documents it has a say in, whose findings may have a place in it too. With accepted findings, all
   * that these could speak of. Empty for every other document.
   */
  readonly governed: readonly GovernedDocument[];
  /** Whether `governed` had to be cut short, so that nothing follows from what is not among them. */
  readonly governsMore: boolean;
  /** URIs of all files that were read or looked for: a change to one of them may change this context. */
  readonly dependencies: readonly string[];
  /** URIs of folders whose list of files was asked for: a file that comes or goes below one may change this context. */
  readonly listedFolders: readonly string[];
  /** Changes whenever anything above changes. */
  readonly fingerprint: string;
}

export type ConfigProblemKind =
  | "not-json"
  | "wrong-type"
  | "missing-property"
  | "unknown-property"
  | "unknown-value"
  | "missing-file"
  | "unreadable-file"
  | "outside-workspace"
  | "unknown-role"
  | "unknown-user"
  | "role-and-user"
  | "no-principal"
  | "glob-without-match"
  | "broken-policy"
  | "self-reference"
  | "unknown-managed-policy"
  | "duplicate-session"
  /** The same member twice in one object: only the last one counts. */
  | "duplicate-key"
  /** A session's file that looks for its config elsewhere: outside the config's folder, or below a nearer config. */
  | "out-of-reach"
  /** A glob that is not searched for, because matching it could take forever. */
  | "unusable-glob"
  /** A federated session that passes no session policy, so that it may do nothing. */
  | "no-session-policy"
  /** An operation that a user cannot call with a session policy, or a role cannot. */
  | "operation-mismatch";

/** Something wrong in a config: shown in the config at `path`, and on the sessions concerned. */
export interface ConfigProblem {
  readonly kind: ConfigProblemKind;
  readonly severity: "error" | "warning";
  readonly configUri: string;
  /** In the config; for members, `onKey` says that the key is meant. */
  readonly path: PolicyPath;
  readonly onKey: boolean;
  /** Only for "not-json": the place in the config's text, which no path can name. */
  readonly span?: Span;
  /** The user's text at fault: a path, a name, a glob. */
  readonly detail: string;
  /** One plain sentence and what to do, ready to show. */
  readonly message: string;
  /** Names of the sessions concerned. */
  readonly sessions: readonly string[];
}

/** How the context stage reaches files. The host decides what may be read; open buffers beat the disk. */
export interface WorkspaceFiles {
  /** The text of a file. Never rejects. */
  read(uri: string): Promise<FileText>;
  /** Paths of all files below a folder, relative to it and `/`-separated, folders such as `.git` and `node_modules` left out. */
  list(folderUri: string): Promise<readonly string[]>;
  /** The workspace folder that holds this file, without a final slash; undefined outside of all of them. */
  folderOf(uri: string): string | undefined;
}

export type FileText =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly why: "missing" | "not-utf8" | "too-large" | "not-allowed" | "failed";
    };
