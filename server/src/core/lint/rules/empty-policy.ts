import { references } from "../references.js";
import { defineRule, everyKind, type RuleInput } from "../rule.js";

export default defineRule<undefined>({
  id: "empty-policy",
  topic: "elements",
  severity: "error",
  appliesTo: everyKind,
  needs: "any-problems",
  since: "0.1.0",
  summary: "The policy has no statements at all.",
  why: 'AWS rejects an empty policy. As a session policy it is a danger besides: some callers leave an empty text out of the call, and then the session gets everything the role may do. To allow nothing, deny everything: `{ "Effect": "Deny", "Action": "*", "Resource": "*" }`.',
  seeAlso: [references.sessionPolicies, references.grammar],
  examples: {
    invalid: [
      { policy: `{ "Version": "2012-10-17", "Statement": [] }\n                                        ^` },
      { policy: "{}\n^" },
      { title: "Nothing at all", policy: "\n|" },
      { policy: `""\n^^` },
    ],
    valid: [
      { policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } }` },
      { title: "Without the element another rule speaks", policy: `{ "Version": "2012-10-17" }` },
      { policy: `{ "Statement": [{}] }` },
    ],
  },
  *check(input) {
    if (input.parsed.problems.some(({ kind }) => kind === "empty") || isEmptyRoot(input))
      yield { path: [], data: undefined };
    for (const { kind, path } of input.model.problems) if (kind === "no-statements") yield { path, data: undefined };
  },
  message: (_, { kind }) =>
    kind === "session"
      ? 'This session policy is empty. AWS rejects an empty policy, and a caller that leaves it out instead gives the session everything the role may do. Add a statement; to allow nothing, deny "*" on "*".'
      : "This policy is empty. AWS rejects a policy without statements. Add a statement.",
});

/** `{}` and `""`. */
function isEmptyRoot({ parsed: { root } }: RuleInput): boolean {
  return (
    (root?.type === "object" && root.members.length === 0 && root.closed) ||
    (root?.type === "string" && root.value === "")
  );
}
