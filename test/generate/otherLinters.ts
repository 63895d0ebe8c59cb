/**
 * What is to be said of checks of two other linters besides the rules that name them as their own: which other rule asks
 * the same, or why it is left out. The names are those of parliament (2025-04) and of iam-policy-validator 1.24.
 */
export const otherwise: { readonly [linter: string]: { readonly [check: string]: string } } = {
  parliament: {
    DUPLICATE_SID: "`duplicate-sid`",
    EXCEPTION: "a rule that breaks down is logged, and the others go on",
    INVALID_SID: "`invalid-sid`",
    INVALID_VERSION: "`invalid-version`",
    MALFORMED_JSON: "`json-syntax-error`, `json-comment`, `json-trailing-comma`, `duplicate-key`",
    MALFORMED:
      "`missing-action`, `missing-effect`, `missing-resource`, `missing-statement`, `unknown-element`, `wrong-type`",
    UNKNOWN_CONDITION_FOR_ACTION:
      "`key-without-action`, `key-of-other-services`, `unsupported-tag-key`; of other keys nothing is said, since AWS's list of what an action carries is not complete",
    NO_VERSION: "`missing-version`",
    OLD_VERSION: "only matters with variables, where the rules about variables say so",
    CREDENTIALS_EXPOSURE: "an opinion about broad grants: for those who review roles",
    NOTRESOURCE_WITH_ALLOW: "an opinion about broad grants: for those who review roles",
    PERMISSIONS_MANAGEMENT_ACTIONS: "an opinion about broad grants: for those who review roles",
    PRIVILEGE_ESCALATION: "an opinion about broad grants; what a session may really do is in the lenses",
    RESOURCE_EFFECTIVELY_STAR: "an opinion about broad grants: for those who review roles",
    RESOURCE_POLICY_PRIVILEGE_ESCALATION: "an opinion about broad grants: for those who review roles",
    RESOURCE_STAR: "an opinion about broad grants: a session policy often passes all on, beside Denies",
    SENSITIVE_ACCESS: "needs a list of what is sensitive, which is the reader's",
  },
  "iam-policy-validator": {
    action_condition_enforcement:
      "a company's own rules are none of a linter's; `requires` in the config says what a task needs",
    full_wildcard: "an opinion about broad grants: for those who review roles",
    not_action_not_resource: "an opinion about broad grants: for those who review roles",
    policy_size: "`policy-too-long`",
    policy_structure:
      "`missing-action`, `missing-effect`, `missing-resource`, `missing-statement`, `missing-version`, `unknown-element`, `element-combination`, `invalid-effect`, `invalid-sid`, `invalid-version`, `wrong-type`",
    condition_key_validation:
      "`condition-key-format`, `missing-tag-key`; of known keys that an action may not carry nothing is said, since AWS's list of them is not complete",
    ifexists_condition_usage:
      "`mfa-condition`; `IfExists` never weakens a Deny: it makes it hold where the key is missing too",
    principal_validation: "`wildcard-in-principal`; which principals and conditions a company wants is its own matter",
    rcp_best_practices: "a Deny without conditions is not flagged: it does what it says",
    set_operator_validation:
      "`ForAnyValue` in a Deny is not flagged: whether requests without the key are to be denied is its author's choice",
    trust_policy_validation:
      "`roles-anywhere-actions`; a trust policy for a service is not asked for its source, as AWS does not",
    policy_type_validation: "`principal-not-supported`, `missing-principal`",
    sensitive_action: "needs a list of what is sensitive, which is the reader's",
    service_wildcard: "an opinion about broad grants: for those who review roles",
    sid_uniqueness: "`duplicate-sid`, `invalid-sid`",
    wildcard_action: "an opinion about broad grants: for those who review roles",
    wildcard_resource: "an opinion about broad grants: a session policy often passes all on, beside Denies",
  },
};
