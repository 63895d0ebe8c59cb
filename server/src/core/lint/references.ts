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
  condition: {
    title: "IAM JSON policy elements: Condition",
    url: `${guide}/reference_policies_elements_condition.html`,
  },
  conditionOperators: {
    title: "IAM JSON policy elements: Condition operators",
    url: `${guide}/reference_policies_elements_condition_operators.html`,
  },
  multivaluedKeys: {
    title: "Single-valued vs. multivalued context keys",
    url: `${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`,
  },
  globalKeys: {
    title: "AWS global condition context keys",
    url: `${guide}/reference_policies_condition-keys.html`,
  },
  iamKeys: {
    title: "IAM and AWS STS condition context keys",
    url: `${guide}/reference_policies_iam-condition-keys.html`,
  },
  serviceReference: {
    title: "Actions, resources, and condition keys for AWS services",
    url: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  },
  confusedDeputy: { title: "The confused deputy problem", url: `${guide}/confused-deputy.html` },
  webIdentityRoles: {
    title: "Create a role for OpenID Connect federation",
    url: `${guide}/id_roles_create_for-idp_oidc.html`,
  },
  notPrincipal: {
    title: "IAM JSON policy elements: NotPrincipal",
    url: `${guide}/reference_policies_elements_notprincipal.html`,
  },
  resourceControlPolicies: {
    title: "Resource control policies",
    url: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html",
  },
  principal: {
    title: "IAM JSON policy elements: Principal",
    url: `${guide}/reference_policies_elements_principal.html`,
  },
  sessionPolicies: { title: "Session policies", url: `${guide}/access_policies.html#policies_session` },
  evaluation: { title: "Policy evaluation logic", url: `${guide}/reference_policies_evaluation-logic.html` },
  quotas: { title: "IAM and AWS STS quotas", url: `${guide}/reference_iam-quotas.html` },
  organizationsQuotas: {
    title: "Quotas of AWS Organizations",
    url: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html",
  },
  passRole: {
    title: "Grant permissions to pass a role to a service",
    url: `${guide}/id_roles_use_passrole.html`,
  },
  serviceLinkedRoles: {
    title: "Service-linked roles",
    url: `${guide}/id_roles_create-service-linked-role.html`,
  },
  variables: { title: "IAM policy elements: Variables and tags", url: `${guide}/reference_policies_variables.html` },
  controlPolicies: {
    title: "Resource control policy syntax",
    url: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html",
  },
  assumeRole: { title: "AssumeRole", url: "https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html" },
  checks: {
    title: "Access Analyzer policy check reference",
    url: `${guide}/access-analyzer-reference-policy-checks.html`,
  },
} as const satisfies { readonly [name: string]: Reference };
