import { decideOutsidePolicies, hasCallsOutside } from "../../access/evaluate/outsidePolicies.js";
import { quoted } from "../../messages/quoted.js";
import type { ActionText } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

interface OutsidePolicies {
  readonly pattern: string;
  readonly effect: "Allow" | "Deny";
  /** It needs no permission (M5); otherwise such a session can't call it (M6). */
  readonly free: boolean;
  readonly federated: boolean;
}

export default defineRule<OutsidePolicies>({
  id: "action-outside-policies",
  topic: "session",
  severity: "warning",
  appliesTo: ["session"],
  concerns: { action: mayBeOutside },
  since: "0.1.0",
  summary: "An action that needs no permission, or that such a session can't call.",
  why: "`sts:GetCallerIdentity` always succeeds: allowing it is needless, and a Deny of it does nothing. A session of a role can't call `sts:GetFederationToken` and `sts:GetSessionToken`, whatever its policies say; a federated user's session can't call IAM, nor STS but for GetCallerIdentity, with the CLI or the API.",
  seeAlso: [
    {
      title: "Compare AWS STS credentials",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html",
    },
    {
      title: "GetCallerIdentity",
      url: "https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html",
    },
    references.sessionPolicies,
  ],
  examples: {
    invalid: [
      {
        title: "A Deny that does nothing",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Deny", "Action": "sts:GetCallerIdentity", "Resource": "*" }
                                ^^^^^^^^^^^^^^^^^^^^^^^
] }`,
      },
      {
        title: "Needless: a suggestion",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "sts:GetCallerIdentity"], "Resource": "*" } }
                                                                                        ^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A role's session can't call it",
        operation: "AssumeRole",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:GetSessionToken", "Resource": "*" } }
                                                                       ^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A federated user's session can't call IAM",
        operation: "GetFederationToken",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "iam:List*"], "Resource": "*" } }
                                                                                        ^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        title: "A role's session may call IAM",
        operation: "AssumeRole",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "iam:List*", "Resource": "*" } }`,
      },
      {
        title: "A wildcard that means more",
        operation: "AssumeRole",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:Get*", "Resource": "*" } }`,
      },
      {
        title: "Nothing is known of the session",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:GetSessionToken", "Resource": "*" } }`,
      },
    ],
  },
  *check({ session }: RuleInput, concerned) {
    for (const { actions, actionTexts, effect } of concerned) {
      if (effect === undefined) continue;
      for (let at = 0; at < actionTexts.length; at++) {
        // What an entry matches, and its path, are worked out when they are asked for.
        if (!mayBeOutside(actionTexts[at]!)) continue;
        const { text, path, negated, service, matches } = actions[at]!;
        if (negated) continue;
        const names = matches?.get(service) ?? [];
        const answerOf = (name: string) => outside(`${service}:${name}`.toLowerCase(), session);
        const first = names[0] === undefined ? undefined : answerOf(names[0]);
        if (first === undefined) continue;
        const all = (answer: string) => first === answer && names.every((name) => answerOf(name) === answer);
        const federated = session?.principal.kind === "federated-user";
        const free = all("allow");
        if (!free && !(effect === "Allow" && all("deny-implicit"))) continue;
        const mild = free ? effect === "Allow" : federated;
        yield {
          path,
          data: { pattern: text, effect, free, federated },
          severity: mild ? "suggestion" : "warning",
          unnecessary: !federated || free,
        };
      }
    }
  },
  message({ pattern, effect, free, federated }) {
    const what = quoted(pattern);
    if (free && effect === "Allow") return `${what} needs no permission: it always succeeds. Leave it out.`;
    if (free) return `Denying ${what} does nothing: the call needs no permission and always succeeds. Leave it out.`;
    return federated
      ? `A federated user's session can't call ${what} with the CLI or the API, whatever its policies say. Leave it out, or use a session of a role.`
      : `A role's session can't call ${what}, whatever its policies say. Leave it out, and make the call with other credentials.`;
  },
});

function mayBeOutside({ form, service }: Pick<ActionText, "form" | "service">): boolean {
  return (form === "named" || form === "pattern") && hasCallsOutside(service);
}

/** Without a session only what holds for all of them. */
function outside(action: string, session: RuleInput["session"]): string | undefined {
  if (session !== undefined) return decideOutsidePolicies(session.principal, action)?.decision;
  return decideOutsidePolicies({ kind: "role-session" }, action)?.decision === "allow" ? "allow" : undefined;
}
