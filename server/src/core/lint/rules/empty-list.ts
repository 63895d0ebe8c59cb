import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "empty-list",
  topic: "elements",
  severity: "error",
  awsIssueCode: ["EMPTY_ARRAY_ACTION", "EMPTY_ARRAY_RESOURCE", "EMPTY_ARRAY_PRINCIPAL", "EMPTY_OBJECT_PRINCIPAL"],
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A list of actions, resources or principals is empty.",
  why: "IAM rejects a policy with an empty list, although Access Analyzer calls it a suggestion only. Remove the statement, or fill the list.",
  seeAlso: [references.grammar, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": [], "Resource": "*" }] }\n                                               ^`,
      },
      {
        policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": [] }] }\n                                                                   ^`,
      },
      {
        kind: "resource",
        policy: `{ "Statement": { "Effect": "Deny", "Principal": {}, "Action": "s3:*", "Resource": "*" } }
                                                ^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "NotAction": [], "Resource": "*" } }
                                                                          ^`,
      },
      {
        testOnly: true,
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": [] } }
                                                                                                               ^`,
      },
      {
        testOnly: true,
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "NotResource": [] } }
                                                                                              ^`,
      },
      {
        testOnly: true,
        kind: "scp",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": ["s3:GetObject"], "Resource": [] } }
                                                                                                    ^`,
      },
      {
        testOnly: true,
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": [] }, "Action": "s3:*", "Resource": "*" } }
                                                                                   ^`,
      },
      {
        testOnly: true,
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "Service": [] }, "Action": "sts:AssumeRole" } }
                                                                                       ^`,
      },
      {
        testOnly: true,
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333", "Federated": [] }, "Action": "sts:AssumeRole" } }
                                                                                                                ^`,
      },
      {
        testOnly: true,
        kind: "trust",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": {}, "Action": "sts:AssumeRole" } }
                                                                          ^`,
      },
      {
        testOnly: true,
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotPrincipal": {}, "Action": "s3:GetObject", "Resource": "*" } }
                                                                            ^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": ["s3:*"], "Resource": ["*"] }] }` },
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }` },
      { title: "Half typed", policy: `{ "Statement": [{ "Effect": "Allow", "Action": [` },
    ],
  },
  *check(input) {
    for (const flagged of problemsOfKinds(input, ["empty-list"])) {
      yield { ...flagged, awsIssueCode: codeOf(flagged.data.detail, input.nodeAt(flagged.path)?.type) };
    }
  },
  message: ({ detail }) => `${quoted(detail)} is empty. AWS rejects the policy. Fill it, or remove the statement.`,
});

function codeOf(element: string, type: string | undefined): string {
  if (element === "Action" || element === "NotAction") return "EMPTY_ARRAY_ACTION";
  if (element === "Resource" || element === "NotResource") return "EMPTY_ARRAY_RESOURCE";
  return type === "object" ? "EMPTY_OBJECT_PRINCIPAL" : "EMPTY_ARRAY_PRINCIPAL";
}
