import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule({
  id: "invalid-effect",
  topic: "elements",
  severity: "error",
  awsIssueCode: "INVALID_EFFECT",
  appliesTo: everyKind,
  needs: "problems",
  since: "0.1.0",
  summary: "A statement's Effect is neither `Allow` nor `Deny`.",
  why: "The two words are case-sensitive. AWS rejects any other.",
  seeAlso: [references.effect],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": [{ "Effect": "allow", "Action": "s3:GetObject", "Resource": "*" }] }\n                            ^^^^^^^`,
      },
      {
        policy: `{ "Statement": [{ "Effect": "Permit", "Action": "s3:GetObject", "Resource": "*" }] }\n                            ^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "", "Action": "s3:GetObject", "Resource": "*" } }\n                           ^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": [{ "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }] }` },
      { policy: `{ "Statement": [{ "Action": "s3:GetObject", "Resource": "*" }] }` },
    ],
  },
  check: (input) => problemsOfKinds(input, ["invalid-effect"]),
  message({ detail }) {
    const meant = meantBy(detail);
    const advice = meant === undefined ? "" : ` Did you mean ${quoted(meant)}?`;
    return `The Effect ${quoted(detail)} is neither "Allow" nor "Deny". AWS rejects the policy; letter case counts.${advice}`;
  },
  fixes({ detail, path }) {
    const meant = meantBy(detail);
    if (meant === undefined) return [];
    const edits = [{ kind: "replace" as const, path, value: meant }];
    return [{ id: "correct", title: `Change to ${quoted(meant)}`, edits, access: "text-only", preferred: true }];
  },
});

function meantBy(text: string): string | undefined {
  return ["Allow", "Deny"].find((word) => word.toLowerCase() === text.trim().toLowerCase());
}
