import { quoted } from "../../messages/quoted.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";
import { trustPlace, trustRelated, untrustedCalls } from "../trustPolicyAnswers.js";

interface NotTrusted {
  readonly file: string;
  readonly action: string;
  readonly what: string;
}

const trust = (actions: string) =>
  `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": ${actions} } }`;
const policy = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`;
const flagged = `${policy}\n^`;

export default defineRule<NotTrusted>({
  id: "session-tags-not-trusted",
  topic: "session",
  severity: "error",
  appliesTo: ["session"],
  needs: "trust-policy",
  since: "0.1.0",
  summary: "The session passes tags or a source identity that the role's trust policy does not allow.",
  why: "Session tags need `sts:TagSession` in the role's trust policy, and a source identity `sts:SetSourceIdentity`, beside the call itself. Without them the whole call fails with `AccessDenied`.",
  seeAlso: [
    {
      title: "Pass session tags in AWS STS",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html",
    },
    {
      title: "Monitor and control actions taken with assumed roles",
      url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
    },
    references.assumeRole,
  ],
  examples: {
    invalid: [
      {
        title: "Tags without sts:TagSession",
        tags: { team: "red" },
        trust: trust('"sts:AssumeRole"'),
        policy: flagged,
      },
      {
        title: "A source identity without sts:SetSourceIdentity",
        context: { "aws:SourceIdentity": "alice" },
        trust: trust('["sts:AssumeRole", "sts:TagSession"]'),
        policy: flagged,
      },
      {
        title: "Tags of a web identity",
        operation: "AssumeRoleWithWebIdentity",
        tags: { team: "red" },
        trust: trust('"sts:AssumeRoleWithWebIdentity"').replace(
          '"AWS": "111122223333"',
          '"Federated": "accounts.google.com"',
        ),
        policy: flagged,
      },
    ],
    valid: [
      { title: "Allowed", tags: { team: "red" }, trust: trust('["sts:AssumeRole", "sts:TagSession"]'), policy },
      { title: "By a wildcard", tags: { team: "red" }, trust: trust('"sts:*"'), policy },
      { title: "No tags", trust: trust('"sts:AssumeRole"'), policy },
      { title: "The trust policy is not given", tags: { team: "red" }, policy },
    ],
  },
  *check({ session, catalog }) {
    if (session === undefined) return;
    for (const { document, action, what } of untrustedCalls(session, catalog)) {
      yield {
        path: [],
        data: { file: document.name, action, what },
        related: trustRelated(document, [], `${action} is to be allowed here`),
        config: trustPlace(session),
      };
    }
  },
  message: ({ file, action, what }) =>
    `The session passes ${what}, but the role's trust policy ${file} does not allow ${quoted(action)}. The call fails with AccessDenied. Allow it there, or pass no ${what.replace(/^a /, "")}.`,
});
