import { quoted } from "../../messages/quoted.js";
import type { ModelProblem } from "../../policy/model.js";
import type { JsonNode, PolicyPath } from "../../syntax/json.js";
import { memberNamed, nodeAt } from "../../syntax/navigate.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind, type RuleInput } from "../rule.js";

export default defineRule<ModelProblem>({
  id: "duplicate-sid",
  topic: "elements",
  severity: "error",
  awsIssueCode: ["UNIQUE_SIDS_REQUIRED", "UNIQUE_SIDS_RECOMMENDED"],
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "Two statements have the same Sid.",
  why: "A `Sid` must be unique within its policy. AWS rejects the policy; a `Sid` may also be left out.",
  seeAlso: [references.sid],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": [
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }
           ^^^^^^
] }`,
      },
      {
        policy: `{ "Statement": [
  { "Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "A", "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*" },
           ^^^
  { "Sid": "A", "Effect": "Deny", "Action": "s3:ListBucket", "Resource": "*" }
           ^^^
] }`,
      },
      {
        kind: "resource",
        title: "Some services take it in a resource policy: a warning",
        policy: `{ "Statement": [
  { "Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" },
  { "Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" }
           ^^^
] }`,
      },
      {
        title: "Also beside a statement that can't be read",
        policy: `{ "Statement": [
  { "Sid": "A", "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "A", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }
           ^^^
] }`,
      },
      {
        testOnly: true,
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Sid": "Send", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sqs:SendMessage", "Resource": "*" }, { "Sid": "Send", "Effect": "Allow", "Principal": { "AWS": "444455556666" }, "Action": "sqs:SendMessage", "Resource": "*" }] }
                                                                                                                                                                              ^^^^^^`,
      },
      {
        testOnly: true,
        kind: "resource",
        policy: `{ "Version": "2012-10-17", "Statement": [{ "Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*" }, { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" }, { "Sid": "A", "Effect": "Deny", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*" }] }
                                                                                                                                                                                                                                             ^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": [
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "List", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }
] }`,
      },
      {
        title: "Letter case counts",
        policy: `{ "Statement": [
  { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "read", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }
] }`,
      },
      {
        title: "Empty ones may be repeated",
        policy: `{ "Statement": [
  { "Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Sid": "", "Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*" }
] }`,
      },
    ],
  },
  *check(input) {
    for (const flagged of problemsOfKinds(input, ["duplicate-sid"])) {
      const first = firstWith(flagged.data.detail, input);
      const related = first === undefined ? [] : [{ path: first, message: "The first statement with this Sid" }];
      const own = { ...flagged, related };
      if (input.kind === "resource") yield { ...own, severity: "warning", awsIssueCode: "UNIQUE_SIDS_RECOMMENDED" };
      else yield own;
    }
  },
  message: ({ detail }, { kind }) =>
    `Another statement already has the Sid ${quoted(detail)}. ${kind === "resource" ? "Some services reject a policy in which a Sid stands twice." : "AWS rejects a policy in which a Sid stands twice."} Rename it or leave it out.`,
});

function firstWith(sid: string, { parsed: { root } }: RuleInput): PolicyPath | undefined {
  const list = nodeAt(root, ["Statement"]);
  const at = list?.type === "array" ? list.items.findIndex((item) => sidOf(item) === sid) : -1;
  return at === -1 ? undefined : ["Statement", at, "Sid"];
}

function sidOf(statement: JsonNode): string | undefined {
  const sid = statement.type === "object" ? memberNamed(statement, "Sid")?.value : undefined;
  return sid?.type === "string" ? sid.value : undefined;
}
