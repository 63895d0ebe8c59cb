import { quoted } from "../../messages/quoted.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule } from "../rule.js";

export default defineRule({
  id: "principal-not-supported",
  topic: "principals",
  severity: "error",
  awsIssueCode: ["UNSUPPORTED_PRINCIPAL", "SCP_SYNTAX_ERROR_PRINCIPAL"],
  appliesTo: ["session", "identity", "boundary", "scp"],
  needs: "problems",
  since: "0.1.0",
  summary: "A policy that belongs to its bearer names a principal.",
  why: "Session policies, identity policies, boundaries and SCPs apply to whoever bears them, so they have no `Principal` or `NotPrincipal`. AWS rejects them with one.",
  seeAlso: [references.principal, references.sessionPolicies],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*" } }
                                    ^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": "*" } }
                                   ^^^^^^^^^^^^^^`,
      },
      {
        kind: "scp",
        policy: `{ "Statement": { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*" } }
                                   ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        kind: "identity",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "s3:GetObject", "Resource": "*" } }
                                                             ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        kind: "scp",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "*", "Resource": "*" } }
                                                            ^^^^^^^^^^^`,
      },
      {
        testOnly: true,
        kind: "scp",
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "NotPrincipal": { "AWS": "111122223333" }, "Action": "s3:*", "Resource": "*" } }
                                                            ^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      { kind: "identity", policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      { kind: "boundary", policy: `{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }` },
    ],
  },
  *check(input) {
    const code = input.kind === "scp" ? "SCP_SYNTAX_ERROR_PRINCIPAL" : "UNSUPPORTED_PRINCIPAL";
    for (const flagged of problemsOfKinds(input, ["principal-not-supported"], "key"))
      yield { ...flagged, awsIssueCode: code };
  },
  message: ({ detail }, { kind }) =>
    kind === "session"
      ? `A session policy may not name a principal. AWS rejects ${quoted(detail)} here: the policy applies to the session that it is passed for. Remove the element.`
      : `This kind of policy may not name a principal. AWS rejects ${quoted(detail)} here: the policy applies to whoever it is attached to. Remove the element.`,
  fixes({ path, detail }, { kind }) {
    // Elsewhere, and with NotPrincipal, somebody meant to let the policy apply to some only.
    if (kind !== "session" || detail !== "Principal") return [];
    const edits = [{ kind: "remove" as const, path }];
    return [{ id: "remove-element", title: "Remove Principal", edits, access: "text-only" }];
  },
});
