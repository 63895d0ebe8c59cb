import type { PolicyPath } from "../../syntax/json.js";
import { memberNamed } from "../../syntax/navigate.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<PolicyPath>({
  id: "empty-sid",
  topic: "elements",
  severity: "suggestion",
  awsIssueCode: "EMPTY_SID_VALUE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { emptySid: true },
  since: "0.1.0",
  summary: "A Sid is empty.",
  why: "A `Sid` names a statement for those who read the policy. An empty one says nothing and counts against the size. Leave the element out, or give it a name.",
  seeAlso: [references.sid],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }
                        ^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        policy: `{ "Statement": [{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*", "Sid": "" }] }
                                                                                      ^^`,
      },
      {
        kind: "trust",
        policy: `{ "Statement": { "Sid": "", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }
                        ^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      {
        title: "An Id is something else",
        policy: `{ "Id": "", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { node, path } of statements) {
      const sid = memberNamed(node, "Sid")?.value;
      if (sid?.type === "string" && sid.value === "") yield { path: [...path, "Sid"], data: [...path, "Sid"] };
    }
  },
  message: () => "This Sid is empty. It names nothing and takes room. Remove it, or give the statement a name.",
  fixes: (path) => [
    {
      id: "remove",
      title: "Remove the empty Sid",
      edits: [{ kind: "remove", path }],
      access: "text-only",
      preferred: true,
    },
  ],
});
