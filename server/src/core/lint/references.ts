import type { Reference } from "./rule.js";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";

/** The pages that rules point to. */
export const references = {
  grammar: { title: "IAM JSON policy grammar", url: `${guide}/reference_policies_grammar.html` },
  effect: { title: "IAM JSON policy elements: Effect", url: `${guide}/reference_policies_elements_effect.html` },
  version: { title: "IAM JSON policy elements: Version", url: `${guide}/reference_policies_elements_version.html` },
  action: { title: "IAM JSON policy elements: Action", url: `${guide}/reference_policies_elements_action.html` },
  resource: { title: "IAM JSON policy elements: Resource", url: `${guide}/reference_policies_elements_resource.html` },
  arns: { title: "Amazon Resource Names (ARNs)", url: `${guide}/reference-arns.html` },
  sid: { title: "IAM JSON policy elements: Sid", url: `${guide}/reference_policies_elements_sid.html` },
  principal: {
    title: "IAM JSON policy elements: Principal",
    url: `${guide}/reference_policies_elements_principal.html`,
  },
  sessionPolicies: { title: "Session policies", url: `${guide}/access_policies.html#policies_session` },
  evaluation: { title: "Policy evaluation logic", url: `${guide}/reference_policies_evaluation-logic.html` },
  quotas: { title: "IAM and AWS STS quotas", url: `${guide}/reference_iam-quotas.html` },
  assumeRole: { title: "AssumeRole", url: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html" },
  checks: {
    title: "Access Analyzer policy check reference",
    url: `${guide}/access-analyzer-reference-policy-checks.html`,
  },
} as const satisfies { readonly [name: string]: Reference };
