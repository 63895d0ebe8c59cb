import type { LayerName, StatementRef } from "./access/layers.js";
import type { RequiredAction } from "./access/requirements.js";
import type { Counterexample, ExampleUnits, Unknown } from "./access/verdict.js";
import type { DocumentContext, SessionContext } from "./context/sessionContext.js";
import type { Finding } from "./lint/finding.js";
import type { PolicyKind, PolicyModel } from "./policy/model.js";
import type { Region } from "./regions/region.js";
import type { PolicyPath } from "./syntax/json.js";
import type { ParsedPolicy } from "./syntax/parsedPolicy.js";

/** All that is known of a document at one version: an immutable value that every answer is read from. */
export interface Analysis {
  readonly context: DocumentContext;
  /** One entry per (region, session that uses it); one without `session` where no session is linked. */
  readonly policies: readonly PolicyAnalysis[];
  /** What belongs to no policy: unreadable text, and in a config what is found out about it by all that it links. */
  readonly findings: readonly Finding[];
  /** The whole of a config, where its findings are; undefined for every other document. */
  readonly config?: Region;
}

/** Sizes of a policy in Unicode code points. */
export interface PolicyCharacters {
  readonly sent: number;
  readonly minified: number;
  /**
   * What the text may have: the limit of the call without what the ARNs of managed policies take of it (T1). Undefined:
   * this kind of document has none that we check.
   */
  readonly limit: number | undefined;
  /** What those ARNs take; missing where none are passed along. */
  readonly managedPolicyArns?: number;
}

export interface PolicyAnalysis {
  readonly region: Region;
  readonly parsed: ParsedPolicy;
  readonly model: PolicyModel;
  readonly kind: PolicyKind;
  readonly session: SessionContext | undefined;
  /** Of an identity policy: the roles that have it, where nobody else has. */
  readonly ofRoles: readonly string[];
  readonly characters: PolicyCharacters;
  readonly verdict: "within" | "exceeds" | "depends" | "unknown" | "no-base";
  /** Layers that are not given, by their names in the config: `serviceControlPolicies`, `resourcePolicies` … */
  readonly notGiven: readonly string[];
  readonly entries: readonly EntryAccess[];
  /** What the config says the session must be able to do, action by action; empty where it says nothing. */
  readonly required: readonly RequiredAction[];
  readonly findings: readonly Finding[];
}

/**
 * What one entry of an Action (or NotAction) element does in this session. It says nothing of places in the text (see
 * entrySpan), so that it is the same object as before wherever neither its statement nor what decides on it has changed.
 */
export interface EntryAccess {
  readonly path: PolicyPath;
  readonly statement: number;
  readonly pattern: string;
  readonly effect: "Allow" | "Deny";
  readonly negated: boolean;
  /** The catalog's actions that the entry matches and whose resource types fit the statement's Resource; sorted. */
  readonly actions: readonly ActionAccess[];
  /** Actions the entry matches that can't go together with the statement's Resource (M3). */
  readonly unfit: readonly string[];
  readonly result: EntryResult;
  /** The work units did not even last for finding its actions. */
  readonly isUnjudged?: boolean;
}

export type EntryResult =
  | "allowed"
  | "partly"
  | "not-granted"
  | "no-effect"
  | "depends"
  | "unknown"
  | "removes"
  | "removes-nothing";

/** What one action of an entry can do on the statement's resources. */
export interface ActionAccess {
  /** `s3:GetObject`, in AWS's casing. */
  readonly action: string;
  readonly result: EntryResult;
  /**
   * The layer that decides, and its statements: those that grant, or that deny; for `depends` those with a condition of
   * every layer that it hangs on.
   */
  readonly decidedBy: LayerName;
  readonly statements: readonly StatementRef[];
  /** A request that shows what is lost. */
  readonly counterexample?: Counterexample | undefined;
  /** The same for who asks for many. */
  readonly exampleWithin?: (units: ExampleUnits) => Counterexample | undefined;
  /** True where a deny takes it away rather than a missing grant. */
  readonly denied: boolean;
  /** Whether a resource-based policy that is not stated could still allow it (E3). */
  readonly revivable: boolean;
  /** Keys of all layers that it hangs on. */
  readonly dependsOn: readonly string[];
  /** For `depends`: whether all of it hangs on each of `statements`, and not only a part of its resources. */
  readonly hangsWholly?: boolean | undefined;
  readonly unknown?: Unknown | undefined;
  /** Each layer's own answer, for the hover: in the order identity, boundary, SCPs, RCPs, session, resource. */
  readonly layers: readonly LayerAnswer[];
  /** Denies of the session's own policies that take a part of it away, always or under a condition. */
  readonly lessDenied?: readonly StatementRef[] | undefined;
  /** What is lost is so for the session's own Denies: something of it would be allowed without them, or all of it. */
  readonly isTakenAgain?: boolean | undefined;
  /** Why no policy has a say in it: it always succeeds (M5), or such a session cannot call it (M6). */
  readonly outside?: "M5" | "M6" | undefined;
  /** Resources on which it is allowed, as patterns; only where they differ from the statement's own. */
  readonly allowedOn?: readonly string[] | undefined;
}

export interface LayerAnswer {
  readonly layer: LayerName;
  readonly level?: number | undefined;
  readonly answer:
    | "allows"
    | "allows-part"
    | "does-not-allow"
    | "denies"
    | "denies-part"
    | "depends"
    | "unknown"
    | "none"
    | "not-given";
  readonly statements: readonly StatementRef[];
  /** For `denies-part` and `depends`: the statements that allow what is left, or what hangs on the condition. */
  readonly granting?: readonly StatementRef[] | undefined;
}
