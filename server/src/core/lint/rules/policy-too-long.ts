import { withThousands } from "../../messages/numbers.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

interface Sizes {
  readonly sent: number;
  readonly minified: number;
  readonly limit: number;
  /** What the ARNs of managed policies take of the call's limit. */
  readonly managedPolicyArns: number;
}

export default defineRule<Sizes>({
  id: "policy-too-long",
  topic: "size",
  severity: "error",
  appliesTo: ["session"],
  since: "0.1.0",
  summary: "The session policy has more characters than the call takes.",
  why: 'STS takes 2,048 characters of session policy, white space counted, and fails otherwise. A policy that only its white space makes too long can be sent in one line; the config\'s `sentAs: "minified"` says that the caller strips it. Roles Anywhere takes 100,000.',
  seeAlso: [references.quotas, references.assumeRole],
  examples: {
    invalid: [
      { title: "Too long as written, but not in one line", policy: policyOf(40, `\n${" ".repeat(40)}`) },
      { title: "Too long even in one line", policy: policyOf(120, "") },
      { title: "Too long although the caller strips it", policy: policyOf(120, "\n  "), sentAs: "minified" },
      {
        title: "Too long with the ARNs of the managed policies passed along",
        policy: policyOf(95, ""),
        managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"],
      },
    ],
    valid: [
      { policy: policyOf(20, "\n  ", false) },
      {
        title: "The caller strips white space",
        policy: policyOf(40, `\n${" ".repeat(40)}`, false),
        sentAs: "minified",
      },
      { title: "Roles Anywhere takes more", policy: policyOf(120, "\n  ", false), operation: "RolesAnywhere" },
    ],
  },
  *check({ characters, session }) {
    const { sent, limit, managedPolicyArns = 0 } = characters;
    // Nearly none is: then nobody need ask what it comes to in one line.
    if (limit === undefined || sent <= limit) return;
    const { minified } = characters;
    const stripped = session?.sentAs === "minified";
    const counted = stripped ? Math.min(sent, minified) : sent;
    if (counted <= limit) return;
    const fitsInOneLine = !stripped && minified <= limit;
    yield {
      path: [],
      data: { sent: counted, minified, limit, managedPolicyArns },
      ...(fitsInOneLine && { severity: "warning" as const }),
    };
  },
  message({ sent, minified, limit, managedPolicyArns }) {
    const beside =
      managedPolicyArns === 0
        ? ""
        : ` beside the ARNs of the managed policies passed along, which take ${withThousands(managedPolicyArns)} of ${withThousands(limit + managedPolicyArns)}`;
    const head = `This session policy has ${withThousands(sent)} characters; AWS takes ${withThousands(limit)} at most${beside}.`;
    if (minified <= limit) {
      return `${head} White space counts, because the policy is sent as it is written. In one line it has ${withThousands(minified)} and fits: use "Copy as One Line", or set "sentAs": "minified" in the config if the caller strips it.`;
    }
    const still = minified < sent ? ` In one line it still has ${withThousands(minified)}.` : "";
    return `${head}${still} The call fails. Use "Fit into ${withThousands(limit)}…" or session-policy fit, which look for a shorter policy that says the same, or pass part of it as a managed policy.`;
  },
});

/** A policy with so many resources, each after `gap`. */
function policyOf(resources: number, gap: string, flagged = true): string {
  const list = Array.from({ length: resources }, (_, index) => `${gap}"arn:aws:s3:::b/${index}"`).join(",");
  const caret = flagged ? "^\n" : "";
  return `{\n${caret}"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":[${list}]}}`;
}
