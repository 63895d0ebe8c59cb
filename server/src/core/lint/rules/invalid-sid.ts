import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "invalid-sid",
  topic: "elements",
  severity: "error",
  awsIssueCode: "UNSUPPORTED_SID",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A Sid has characters other than letters and digits.",
  why: "In IAM policies a `Sid` consists of the letters A to Z and a to z and of digits. AWS rejects any other.",
  seeAlso: [references.sid],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Sid": "read only", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }\n                        ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Sid": "read-only", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }\n                        ^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Sid": "Lesé", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }\n                        ^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Sid": "ReadOnly1", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Sid": "", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["invalid-sid"]),
  message({ detail }) {
    const plain = plainSid(detail);
    const advice = plain === "" ? "" : `, for example ${quoted(plain)}`;
    return `The Sid ${quoted(detail)} has characters that a Sid may not have. AWS rejects the policy. Use only letters A to Z and digits${advice}.`;
  },
  fixes({ detail, path }, { statements, nodeAt }) {
    const plain = plainSid(detail);
    const taken = statements.some((statement) => {
      const sid = nodeAt([...statement.path, "Sid"]);
      return sid?.type === "string" && sid.value === plain;
    });
    if (plain === "" || taken) return [];
    const edits = [{ kind: "replace" as const, path, value: plain }];
    return [{ id: "correct", title: `Change to ${quoted(plain)}`, edits, access: "text-only", preferred: true }];
  },
});

function plainSid(text: string): string {
  return text.replace(/[^0-9A-Za-z]/g, "");
}
