import { CatalogError } from "./catalogError.js";
import { isObject } from "./dataFile.js";

export const policyQuotasFile = "policy-quotas.json";

/** How long policies may be, in characters. The table is kept by hand; its notes say what is counted. */
export interface PolicyQuotas {
  readonly managedPolicy: number;
  /** All inline policies of a role in sum. */
  readonly inlinePolicies: number;
  readonly trustPolicy: number;
  readonly serviceControlPolicy: number;
  readonly resourceControlPolicy: number;
  /** Of resource-based policies, by the service's prefix. */
  readonly resourcePolicies: ReadonlyMap<string, number>;
}

/** Takes the parsed data file apart. Throws a CatalogError where it is not as expected. */
export function readPolicyQuotas(file: Record<string, unknown>): PolicyQuotas {
  const { managedPolicy, inlinePolicies, trustPolicy, serviceControlPolicy, resourceControlPolicy } = file;
  const { resourcePolicies } = file;
  const isNumber = (value: unknown): value is number => typeof value === "number";
  if (
    !isNumber(managedPolicy) ||
    !isNumber(inlinePolicies) ||
    !isNumber(trustPolicy) ||
    !isNumber(serviceControlPolicy) ||
    !isNumber(resourceControlPolicy) ||
    !isObject(resourcePolicies) ||
    !Object.values(resourcePolicies).every(isNumber)
  ) {
    throw new CatalogError(policyQuotasFile, "is damaged: a member is missing or not as expected");
  }
  return {
    managedPolicy,
    inlinePolicies,
    trustPolicy,
    serviceControlPolicy,
    resourceControlPolicy,
    resourcePolicies: new Map(Object.entries(resourcePolicies as { readonly [service: string]: number })),
  };
}
