import { references } from "../references.js";
import { defineRule } from "../rule.js";

const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`;
const flagged = `${policy}\n^`;
const arns = (count: number) => Array.from({ length: count }, (_, at) => `arn:aws:iam::111122223333:policy/p${at}`);

export default defineRule<{ readonly count: number; readonly most: number }>({
  id: "too-many-managed-policies",
  topic: "size",
  severity: "error",
  appliesTo: ["session"],
  needs: "session",
  since: "0.1.0",
  summary: "The session passes more managed policies than the call takes.",
  why: "A call that makes a session takes 10 managed policies at most, beside the one session policy that is passed as text. With more it fails. Put several of them together in one policy.",
  seeAlso: [references.assumeRole, references.quotas],
  examples: {
    invalid: [
      { title: "Eleven", managedPolicies: arns(11), policy: flagged },
      { title: "Twenty", managedPolicies: arns(20), policy: flagged },
      {
        title: "For a federated user too",
        operation: "GetFederationToken",
        managedPolicies: arns(11),
        policy: flagged,
      },
    ],
    valid: [
      { title: "Ten", managedPolicies: arns(10), policy },
      { title: "None", managedPolicies: [], policy },
      { title: "No session is linked", policy },
    ],
  },
  *check({ session, catalog }) {
    const count = session?.managedPolicies.length ?? 0;
    const most = catalog.sessionFacts.managedPolicies;
    if (session === undefined || count <= most) return;
    const { place } = session;
    yield {
      path: [],
      data: { count, most },
      config: place && { uri: place.configUri, path: [...place.session, "managedPolicies"] },
    };
  },
  message: ({ count, most }) =>
    `The session passes ${count} managed policies; the call takes ${most} at most, and fails. Put several of them together in one.`,
});
