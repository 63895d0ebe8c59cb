import type { LayerName } from "../../core/access/layers.js";

/** What a session may do, folded to what a person can read: docs/cli.md states it. */
export interface EffectiveAccess {
  readonly allowed: readonly {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    /** Each as a sentence's end: `aws:SourceIp is in 203.0.113.0/24`. */
    readonly conditions: readonly string[];
    readonly grantedBy: readonly { readonly layer: LayerName; readonly policy: number; readonly statement: number }[];
  }[];
  readonly removed: readonly {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly by: {
      readonly layer: LayerName;
      readonly level?: number;
      readonly policy?: number;
      readonly statement?: number;
    };
  }[];
  readonly unknown: readonly {
    readonly actions: readonly string[];
    readonly why: string;
    readonly rules: readonly string[];
  }[];
  readonly notGiven: readonly string[];
}
