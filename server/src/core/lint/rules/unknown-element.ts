import { quoted } from "../../messages/quoted.js";
import { valueOfNode } from "../../syntax/values.js";
import { nearestName } from "../../text/nearestName.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

const topLevel = ["Version", "Id", "Statement"];
const inStatement = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

export default defineRule({
  id: "unknown-element",
  topic: "elements",
  severity: "error",
  awsIssueCode: "INVALID_POLICY_ELEMENT",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "The policy has an element whose name AWS does not know.",
  why: "Names of elements are case-sensitive. AWS rejects a policy with an element that it does not know, since it cannot tell what was meant.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Actions": "s3:GetObject", "Resource": "*" }] }
                                                              ^^^^^^^^^`,
      },
      {
        title: "Letter case counts",
        policy: `{ "version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }
  ^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Comment": "read" } }
                                                                               ^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Id": "a", "Statement": { "Sid": "A", "Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::b" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } } }`,
      },
      { policy: `{ "Statement": [] }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["unknown-element"], "key"),
  message({ detail, statement }) {
    const near = meantBy(detail, statement);
    const place = statement === undefined ? "a policy" : "a statement";
    const advice = near === undefined ? "Remove it." : `Did you mean ${quoted(near)}?`;
    return `${quoted(detail)} is no element of ${place}. AWS rejects a policy with an element that it does not know. ${advice}`;
  },
  fixes({ detail, statement, path }, { nodeAt }) {
    const near = meantBy(detail, statement);
    const node = nodeAt(path);
    const parent = path.slice(0, -1);
    if (near === undefined || node === undefined || nodeAt([...parent, near]) !== undefined) return [];
    return [
      {
        id: "use-instead",
        title: `Change to ${quoted(near)}`,
        edits: [
          { kind: "remove", path },
          { kind: "set", path: parent, key: near, value: valueOfNode(node), after: detail },
        ],
        access: "text-only",
        preferred: true,
      },
    ];
  },
});

function meantBy(name: string, statement: number | undefined): string | undefined {
  return nearestName(name, statement === undefined ? topLevel : inStatement);
}
