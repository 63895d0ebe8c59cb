import type { ConfigProblemKind } from "./sessionContext.js";

/**
 * What the config's JSON schema and VS Code's JSON service report by themselves. Where they are at work, such a problem
 * is told by them in the config and by us only on the sessions concerned.
 */
export const problemsTheSchemaSees: ReadonlySet<ConfigProblemKind> = new Set<ConfigProblemKind>([
  "not-json",
  "wrong-type",
  "missing-property",
  "unknown-property",
  "unknown-value",
  "duplicate-key",
]);
