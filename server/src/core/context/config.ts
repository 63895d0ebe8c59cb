import type { PolicyPath } from "../syntax/json.js";
import type { Operation } from "./sessionContext.js";

/** The config's file name; the nearest one upward from a document speaks for it. */
export const configFileName = "session-policy.config.json";

/**
 * What a config says of something that may be left out. "Not given is not none":
 * - `not-given`: the property is absent. Unknown to us; no claim may rest on its absence.
 * - `none`: `null` or `[]`. It is stated that there is none.
 * - `given`: stated.
 * - `broken`: stated, but not so that it can be used; a problem says why. To be treated as unknown, never as none.
 */
export type Stated<T> =
  | { readonly state: "not-given" }
  | { readonly state: "none" }
  | { readonly state: "given"; readonly value: T }
  | { readonly state: "broken" };

/** A string of the config that names something, with its place. */
export interface ConfigText {
  readonly text: string;
  readonly path: PolicyPath;
}

/** A path relative to the config, or the ARN of an AWS managed policy. */
export type PolicyReference = ConfigText;

/** An entry of `roles` or `users`. */
export interface PrincipalConfig {
  readonly kind: "role" | "user";
  readonly name: string;
  readonly path: PolicyPath;
  readonly arn: string | undefined;
  /** Only roles have one. */
  readonly trustPolicy: Stated<PolicyReference>;
  readonly identityPolicies: Stated<readonly PolicyReference[]>;
  readonly permissionsBoundary: Stated<PolicyReference>;
  /** One inner list a level, root first; an inner empty list allows nothing. */
  readonly serviceControlPolicies: Stated<readonly (readonly PolicyReference[])[]>;
  readonly resourceControlPolicies: Stated<readonly (readonly PolicyReference[])[]>;
  /** Here `{}` says "no tags", just as `null` does. */
  readonly tags: Stated<TagValues>;
}

export type TagValues = { readonly [key: string]: string };

/** An entry of `resources`: a resource, and the policy that hangs on it. */
export interface ResourceConfig {
  readonly arn: string;
  readonly path: PolicyPath;
  readonly account: string | undefined;
  readonly policy: Stated<PolicyReference>;
}

export interface SessionConfig {
  readonly index: number;
  /** As the config says it; where it says nothing, the name of the first file. */
  readonly name: string;
  readonly path: PolicyPath;
  readonly files: readonly ConfigText[];
  readonly role: ConfigText | undefined;
  readonly user: ConfigText | undefined;
  readonly operation: Operation;
  /** The name that the call gives the session; undefined: not given. */
  readonly sessionName: string | undefined;
  readonly sentAs: "file" | "minified";
  /**
   * ARNs. Absent is `[]`: a session entry describes one call with all its parameters, and a call without `PolicyArns`
   * passes none. An item without a text stands for one that cannot be read.
   */
  readonly managedPolicies: readonly ConfigText[];
  readonly tags: Stated<TagValues>;
  readonly context: {
    readonly [key: string]: string | number | boolean | readonly (string | number | boolean)[];
  };
  readonly requires: readonly {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly path: PolicyPath;
  }[];
}

/** How a rule is heard in the files of a config; `off`: not at all. */
export type RuleLevel = "error" | "security-warning" | "warning" | "suggestion" | "off";

/** An entry of `ignore`: findings of a rule that are known and accepted. */
export interface IgnoreConfig {
  readonly path: PolicyPath;
  readonly rule: string;
  /** Paths and globs; empty: in every file. */
  readonly files: readonly ConfigText[];
  readonly reason: string;
}

/** `session-policy.config.json`, as far as it could be read. A broken part does not spoil the others. */
export interface Config {
  readonly roles: ReadonlyMap<string, PrincipalConfig>;
  readonly users: ReadonlyMap<string, PrincipalConfig>;
  /**
   * The map says something of the resources it lists and nothing of others, so `{}` is as good as not given (E3);
   * `null` and `[]` say that no resource has a policy.
   */
  readonly resources: Stated<readonly ResourceConfig[]>;
  /** The resource policies stated are all there are; with `resources` left out or `{}`: there are none. */
  readonly resourcePoliciesComplete: boolean;
  readonly sessions: readonly SessionConfig[];
  readonly rules: ReadonlyMap<string, RuleLevel>;
  readonly ignore: readonly IgnoreConfig[];
  /** The whole text could be read, and is a JSON object. Where it isn't, what is missing here may merely not have been read. */
  readonly wellFormed: boolean;
}
