import type { EffectiveInput } from "../../core/access/effective.js";
import type { ResourcePolicy } from "../../core/access/layers.js";
import { once, valueOption } from "../arguments.js";
import type { PolicyReader } from "../layers/policyReader.js";
import { type PrincipalValues, principalOptions, readPrincipalOptions } from "../layers/principalOptions.js";
import { resourcePolicyOf } from "../layers/resourcePolicyOf.js";
import { UsageError } from "../usageError.js";

/** The options that say whose session it is, what resources say of it, and what of it is asked about. */
export const effectiveOptions = {
  ...principalOptions,
  "resource-policy": valueOption,
  statement: valueOption,
  action: valueOption,
} as const;

export interface EffectiveValues extends PrincipalValues {
  readonly "resource-policy"?: readonly string[];
  readonly statement?: readonly string[];
  readonly action?: readonly string[];
}

type Besides = Pick<EffectiveInput, "principal" | "resourcePolicies" | "statement" | "actions">;

/** What these options say. Throws UsageError. */
export async function readEffectiveOptions(values: EffectiveValues, reader: PolicyReader): Promise<Besides> {
  const principal = readPrincipalOptions(values);
  const resources = values["resource-policy"] ?? [];
  if (resources.length > 0 && principal === undefined) {
    throw new UsageError("--resource-policy needs --principal: resource policies name who may use the resource.");
  }
  const policies: ResourcePolicy[] = [];
  for (const each of resources) policies.push(await resourcePolicyOf(each, reader));
  const statement = once(values.statement, "statement");
  return {
    ...(principal === undefined ? {} : { principal }),
    ...(policies.length === 0 ? {} : { resourcePolicies: { state: "given", value: policies } }),
    ...(statement === undefined ? {} : { statement: statementOf(statement) }),
    ...(values.action === undefined ? {} : { actions: values.action }),
  };
}

/** `2`, or `1.2` for the second statement of the first policy: counted from 1. */
function statementOf(text: string): { readonly policy: number; readonly index: number } {
  const parts = /^(?:([1-9]\d*)\.)?([1-9]\d*)$/.exec(text);
  if (parts === null) throw new UsageError(`--statement "${text}" is no number, such as 2, or 1.2 with the policy's.`);
  return { policy: Number(parts[1] ?? 1) - 1, index: Number(parts[2]) - 1 };
}
