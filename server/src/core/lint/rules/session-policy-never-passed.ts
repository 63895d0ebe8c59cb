import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import { sessionCreators, trustDocument, trustPlace, trustRelated } from "../trustPolicyAnswers.js";

interface NeverPassed {
  readonly file: string;
  readonly services: readonly string[];
  readonly what: string;
}

const onlyEc2 = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`;
const alsoAccount = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com", "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }`;
const onlyLambda = onlyEc2.replace("ec2", "lambda");
const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`;
const flagged = `${policy}\n^`;

export default defineRule<NeverPassed>({
  id: "session-policy-never-passed",
  topic: "session",
  severity: "warning",
  appliesTo: ["session"],
  needs: "trust-policy",
  since: "0.1.0",
  summary: "The role's trust policy lets in only services that pass no session policy.",
  why: "A session policy is passed by whoever calls `sts:AssumeRole`, and the role's trust policy says who may. Amazon EC2 makes the sessions of an instance profile itself, without a session policy: where it is the only one that the role trusts, nobody can pass this policy, and the instance gets everything the role may do. Let a user or a role assume it too, and pass the policy in that call. Nothing is said where the session's `operation` is one of a service that takes session policies from its users: Transfer, RolesAnywhere, EKSPodIdentity, Glue.",
  seeAlso: [
    references.sessionPolicies,
    {
      title: "Use an IAM role to grant permissions to applications running on Amazon EC2 instances",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    },
  ],
  examples: {
    invalid: [
      { title: "Only EC2 may assume the role", trust: onlyEc2, policy: flagged, related: ["Statement"] },
      {
        title: "Also where a list names it alone",
        trust: onlyEc2.replace('"ec2.amazonaws.com"', '["ec2.amazonaws.com"]'),
        policy: flagged,
      },
      {
        title: "Of a Deny nobody comes in",
        trust: onlyEc2
          .replace(
            '{ "Effect"',
            `[{ "Effect": "Deny", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" }, { "Effect"`,
          )
          .replace(/ }$/, "] }"),
        policy: flagged,
      },
    ],
    valid: [
      { title: "An account may assume it too", trust: alsoAccount, policy },
      { title: "A service that may pass session policies, for all we know", trust: onlyLambda, policy },
      { title: "Transfer Family takes the policy from its users", trust: onlyEc2, operation: "Transfer", policy },
      { title: "The trust policy is not given", base: [policy], policy },
    ],
  },
  *check({ session, catalog }) {
    if (session === undefined || session.operation !== "AssumeRole") return;
    const trust = trustDocument(session);
    if (trust === undefined) return;
    const creators = sessionCreators(trust, catalog);
    const [first] = creators;
    if (first === undefined) return;
    const allowing = trust.model.statements.filter(({ effect }) => effect === "Allow");
    yield {
      path: [],
      data: { file: trust.name, services: [...new Set(creators.map(({ principal }) => principal))], what: first.what },
      related: trustRelated(trust, allowing, "Only services may assume the role"),
      config: trustPlace(session),
    };
  },
  message: ({ file, services, what }) =>
    `Nobody can pass a session policy to this role: ${file} lets in only ${listed(services.map(quoted))}. ${what}, so the policy never takes effect. Let the user or role that is to pass it assume the role too, or, if another service passes it, name that as the session's "operation".`,
});
