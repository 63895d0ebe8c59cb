import type { PolicyModel } from "../policy/model.js";
import type { JsonValue } from "../syntax/json.js";

/** One policy document as a layer holds it. */
export interface PolicyDocument {
  /** How it is called on the screen: a file relative to the config, or an ARN. */
  readonly name: string;
  /** Where it can be opened; missing for documents that are no file. */
  readonly uri?: string;
  readonly model: PolicyModel;
}

/**
 * What is known of a layer. "Not given is not none": no claim may rest on the absence of what was not given.
 * - `given`: this is all there is of it.
 * - `none`: it is known that there is none (table 3 says what that means for each layer).
 * - `unknown`: not given, or not readable; `why` is a sentence without final period for the reader.
 */
export type Layer<T> =
  | { readonly state: "given"; readonly value: T }
  | { readonly state: "none" }
  | { readonly state: "unknown"; readonly why: string };

/** Service control policies and resource control policies: one inner list a level, root first (D2). */
export type Levels = readonly (readonly PolicyDocument[])[];

/** All policies that have a say in a request of a session. */
export interface Layers {
  /** All inline and attached policies of the role (or of the user who federates): one union of Allows (D7). */
  readonly identity: Layer<readonly PolicyDocument[]>;
  /** The session policies passed together form one layer (T2). `none`: the call passed no session policy. */
  readonly session: Layer<readonly PolicyDocument[]>;
  readonly boundary: Layer<readonly PolicyDocument[]>;
  readonly serviceControlPolicies: Layer<Levels>;
  readonly resourceControlPolicies: Layer<Levels>;
  /** Policies of resources, by the ARN of the resource they hang on. `given` and complete means: no other resource has one. */
  readonly resourcePolicies: Layer<readonly ResourcePolicy[]>;
}

export interface ResourcePolicy {
  /** ARN of the bucket, key, queue, role … the policy is attached to. */
  readonly resource: string;
  /** The account that owns the resource, 12 digits. */
  readonly account?: string;
  readonly policy: Layer<PolicyDocument>;
}

export type LayerName = "identity" | "boundary" | "scp" | "rcp" | "session" | "resource";

/** Points to a statement of a layer. `level` only for SCPs and RCPs. */
export interface StatementRef {
  readonly layer: LayerName;
  readonly level?: number;
  readonly policy: number;
  /** The statement's index in its document. */
  readonly statement: number;
  readonly effect: "Allow" | "Deny";
}

/** Who makes the requests. */
export interface Principal {
  readonly kind: "role-session" | "federated-user";
  readonly roleArn?: string;
  /** The user who called GetFederationToken. */
  readonly userArn?: string;
  readonly sessionName?: string;
  readonly serviceLinkedRole?: boolean;
  readonly managementAccount?: boolean;
}

/**
 * Values of condition keys, by key. Key names ignore case. `[]` is present and empty.
 * A key that is not there is absent if the context is complete, unknown otherwise.
 */
export type ContextValues = {
  readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[];
};

/** One authorization tuple (M1): what a single check of AWS's decides. */
export interface ConcreteRequest {
  readonly principal: Principal;
  /** `s3:GetObject`, any case. */
  readonly action: string;
  /** An ARN, or `*` for an action without a resource type (M2). */
  readonly resource: string;
  /** The account that owns the resource; missing: the ARN's own account, and where it has none, not known. */
  readonly resourceAccount?: string;
  /** Whether the resource is another account's; only looked at where the accounts do not tell. */
  readonly isForeign?: boolean;
  readonly context: ContextValues;
  readonly contextIsComplete: boolean;
}

export type RuleNumber = string;

/** The answer to one request, with what decided it. */
export interface Decision {
  readonly decision: "allow" | "deny-explicit" | "deny-implicit" | "depends" | "unknown";
  /**
   * For allow: the statements that grant. For an explicit deny: every denying statement.
   * For an implicit deny: each layer that lacks it. Ordered by layer, level, policy, statement.
   */
  readonly decidedBy: readonly (StatementRef | { readonly layer: LayerName; readonly level?: number })[];
  /** Condition keys on which the answer hangs, in the policies' own spelling, sorted. */
  readonly dependsOn: readonly string[];
  /** Rules of docs/semantics.md that decided: `D3`, `Q5` … */
  readonly rules: readonly RuleNumber[];
  /** For depends and unknown: why, as a sentence without final period. */
  readonly why?: string;
}

export type { JsonValue };
