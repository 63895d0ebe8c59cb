import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule<{ readonly path: PolicyPath; readonly text: string; readonly role: string }>({
  id: "redundant-session-principal",
  topic: "principals",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
  appliesTo: ["trust"],
  scope: "statement",
  concerns: { principal: ({ text }) => text.includes(":assumed-role/") },
  since: "0.1.0",
  summary: "A trust policy names a role and a session of it.",
  why: "Who names a role names all of its sessions, so that the session beside it adds nothing.",
  seeAlso: [references.principal],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/a", "arn:aws:sts::111122223333:assumed-role/a/session"] }, "Action": "sts:AssumeRole" } }
                                                                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:sts::111122223333:assumed-role/a/session", "arn:aws:iam::111122223333:role/path/a"] }, "Action": "sts:AssumeRole" } }
                                                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/a", "444455556666", "arn:aws:iam::111122223333:assumed-role/a/s"] }, "Action": "sts:AssumeRole" } }
                                                                                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::111122223333:role/a", "arn:aws:sts::111122223333:assumed-role/b/session"] }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::444455556666:role/a", "arn:aws:sts::111122223333:assumed-role/a/session"] }, "Action": "sts:AssumeRole" } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:sts::111122223333:assumed-role/a/session" }, "Action": "sts:AssumeRole" } }`,
      },
    ],
  },
  *check({ statements }) {
    for (const { principals } of statements) {
      for (const { text, path, negated } of principals) {
        const session = /^arn:([^:]+):(?:sts|iam)::(\d{12}):assumed-role\/([^/]+)\/.+$/.exec(text);
        if (session === null || negated) continue;
        const [, partition, account, name] = session;
        const role = principals.find(
          (each) => each.text.startsWith(`arn:${partition}:iam::${account}:role/`) && each.text.endsWith(`/${name}`),
        );
        if (role !== undefined) yield { path, data: { path, text, role: role.text }, unnecessary: true };
      }
    }
  },
  message: ({ text, role }) =>
    `${quoted(role)} takes in the session ${quoted(text)}. The session adds nothing. Remove it.`,
  fixes: ({ path, text }) => [
    { id: "remove", title: `Remove ${quoted(text)}`, edits: [{ kind: "remove", path }], access: "text-only" },
  ],
});
