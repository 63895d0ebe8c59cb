import { quoted } from "../../messages/quoted.js";
import { valueOfNode } from "../../syntax/values.js";
import { nearestName } from "../../text/nearestName.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "unknown-principal-type",
  topic: "principals",
  severity: "error",
  awsIssueCode: "INVALID_PRINCIPAL_KEY",
  appliesTo: ["trust", "resource", "rcp"],
  needs: "problems",
  since: "0.1.0",
  summary: "A principal is of a type that does not exist.",
  why: "Principals are given by type: `AWS`, `Service`, `Federated` or `CanonicalUser`. AWS rejects any other name.",
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Services": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }
                                                   ^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "aws": "111122223333" }, "Action": "sts:AssumeRole" } }
                                                   ^^^^^`,
      },
      {
        kind: "resource",
        policy: `{ "Statement": { "Effect": "Deny", "Principal": { "Role": "a" }, "Action": "s3:*", "Resource": "*" } }
                                                  ^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "Federated": "accounts.google.com" }, "Action": "sts:AssumeRoleWithWebIdentity" } }`,
      },
      {
        kind: "resource",
        policy: `{ "Statement": { "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  check: (input) => problemsOfKinds(input, ["unknown-principal-type"], "key"),
  message({ detail }) {
    const near = meantBy(detail);
    const advice =
      near === undefined ? 'Use "AWS", "Service", "Federated" or "CanonicalUser".' : `Did you mean ${quoted(near)}?`;
    return `There is no type of principal ${quoted(detail)}. AWS rejects the policy. ${advice}`;
  },
  fixes({ detail, path }, { nodeAt }) {
    const near = meantBy(detail);
    const value = nodeAt(path);
    const parent = path.slice(0, -1);
    if (near === undefined || value === undefined || nodeAt([...parent, near]) !== undefined) return [];
    const edits = [
      { kind: "remove" as const, path },
      { kind: "set" as const, path: parent, key: near, value: valueOfNode(value), after: detail },
    ];
    return [{ id: "use-instead", title: `Change to ${quoted(near)}`, edits, access: "text-only", preferred: true }];
  },
});

function meantBy(type: string): string | undefined {
  return nearestName(type, ["AWS", "Service", "Federated", "CanonicalUser"]);
}
