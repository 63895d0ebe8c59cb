import type { Statement } from "../../policy/model.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<undefined>({
  id: "only-deny-statements",
  topic: "session",
  severity: "warning",
  appliesTo: ["session", "boundary"],
  since: "0.1.0",
  summary: "The session policy or permissions boundary only denies, so nothing is allowed.",
  why: 'A session may do what its session policy and its role both allow. A policy of nothing but Denies allows nothing, so that every call fails. A permissions boundary is the same for the role or user that has it. To leave everything to the role but what is denied, add `{ "Effect": "Allow", "Action": "*", "Resource": "*" }`. A plain `Deny` of `*` on `*` says that nothing is meant to be allowed, and is not flagged; nor is a policy that is passed together with managed ones.',
  seeAlso: [references.sessionPolicies, references.evaluation],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" } }
                                                    ^^^^^^`,
      },
      {
        title: "Of several Denies, once",
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Deny", "Action": "iam:*", "Resource": "*" },
              ^^^^^^
  { "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }
] }`,
      },
      {
        title: "Everything, but only under a condition",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*",
                                                    ^^^^^^
  "Condition": { "Bool": { "aws:SecureTransport": "false" } } } }`,
      },
      {
        title: "A boundary limits, and grants nothing either",
        kind: "boundary",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "iam:*", "Resource": "*" } }
                                                    ^^^^^^`,
      },
    ],
    valid: [
      {
        title: "No access at all, on purpose",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" }
] }`,
      },
      {
        title: "A managed policy is passed along and may allow something",
        managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ model, session }) {
    const { statements, complete } = model;
    const [first] = statements;
    if (!complete || first === undefined || (session?.managedPolicies.length ?? 0) > 0) return;
    if (statements.some((statement) => statement.effect === "Allow" || deniesEverything(statement))) return;
    yield { path: [...first.path, "Effect"], data: undefined };
  },
  message: (_, { kind }) =>
    `${kind === "session" ? "This session policy only denies, so the session may do nothing." : "This permissions boundary only denies, so whoever has it may do nothing."} What is to be allowed must be allowed here too: add an Allow, for example of "*" on "*" to leave everything else to the role. If nothing is meant to be allowed, deny "*" on "*" without a condition.`,
});

function deniesEverything({ actions, resources, conditions }: Statement): boolean {
  const isAll = (list: Statement["actions"] | undefined) =>
    list !== undefined && !list.negated && list.entries.some(({ text }) => text === "*");
  return conditions.length === 0 && isAll(actions) && isAll(resources);
}
