import type { PolicyDocument } from "../layers.js";
import type { PlacedTest } from "./keyCases.js";
import { variableKeys } from "./policyVariables.js";

/** Where condition keys occur in policies. */
export interface KeyUses {
  /** Tests by lower-cased key. */
  readonly tests: ReadonlyMap<string, readonly PlacedTest[]>;
  /** A lower-cased key as the policies spell it first. */
  spelling(key: string): string;
}

export function keyUses(documents: readonly PolicyDocument[]): KeyUses {
  const tests = new Map<string, PlacedTest[]>();
  const spellings = new Map<string, string>();
  const spelled = (key: string) => {
    if (!spellings.has(key.toLowerCase())) spellings.set(key.toLowerCase(), key);
  };
  for (const { model } of documents) {
    const { substitutesVariables } = model;
    for (const { resources, conditions } of model.statements) {
      for (const { text } of resources?.entries ?? []) variableKeys(text, substitutesVariables).forEach(spelled);
      for (const test of conditions) {
        const key = test.key.toLowerCase();
        spelled(test.key);
        tests.set(key, [...(tests.get(key) ?? []), { test, substitutesVariables }]);
        for (const value of test.values) variableKeys(String(value), substitutesVariables).forEach(spelled);
      }
    }
  }
  return { tests, spelling: (key) => spellings.get(key) ?? key };
}
