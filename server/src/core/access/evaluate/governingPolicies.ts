import type { Layer, PolicyDocument, ResourcePolicy } from "../layers.js";
import type { RequestedAccess } from "./matchStatement.js";

/** A resource policy that speaks of the requested resource. */
export interface GoverningPolicy {
  /** Its place among the resource policies given. */
  readonly index: number;
  readonly account: string | undefined;
  readonly policy: Layer<PolicyDocument>;
  /** It hangs on a resource above the requested one, and it is not known whether that counts for this service. */
  readonly isDoubtful: boolean;
}

export function governingPolicies(
  policies: readonly ResourcePolicy[],
  { action, resource }: RequestedAccess,
): readonly GoverningPolicy[] {
  // A role's trust policy decides on sts actions only.
  if (action.startsWith("iam:") && resource.fields?.[2] === "iam") return [];
  return policies.flatMap((each, index) => {
    const place = standsAbove(each.resource, resource.text);
    if (place === "no") return [];
    return [{ index, account: each.account, policy: each.policy, isDoubtful: place === "doubtful" }];
  });
}

/** Buckets decide on their objects, and tables on their indexes. */
const withParts = /^arn:[^:]*:(s3:::[^/]+|dynamodb:[^:]*:[^:]*:table\/[^/]+)$/;

function standsAbove(above: string, resource: string): "yes" | "no" | "doubtful" {
  if (above === resource) return "yes";
  if (!resource.startsWith(`${above}/`) && !resource.startsWith(`${above}:`)) return "no";
  return withParts.test(above) && resource.startsWith(`${above}/`) ? "yes" : "doubtful";
}
