import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unread {
  readonly detail: string;
  readonly isSession: boolean;
}

export default defineRule<Unread>({
  id: "json-too-long",
  topic: "json",
  severity: "error",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "The text is far longer than any policy can be, and was not read.",
  why: "The largest policy that AWS takes has some twenty thousand characters. A text of more than 240,000 is not read, and of a session policy that is linked to a role no more than 50,000: no call takes a twentieth of that.",
  seeAlso: [references.quotas],
  examples: {
    invalid: [
      { policy: `{}${" ".repeat(240_000)}\n|` },
      { policy: `"${"a".repeat(240_000)}"\n|` },
      { policy: `${"[".repeat(1_000_001)}\n|` },
      {
        title: "A session policy",
        kind: "session",
        base: [`{ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }`],
        policy: `{}${" ".repeat(50_000)}\n|`,
        testOnly: true,
      },
    ],
    valid: [
      { policy: `{}${" ".repeat(100_000)}` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      { policy: "" },
    ],
  },
  *check({ parsed, session }) {
    for (const { kind, span, detail } of parsed.problems)
      if (kind === "too-long") yield { path: [], span, data: { detail, isSession: session !== undefined } };
  },
  message: ({ detail, isSession }) =>
    `This policy was not read: ${detail}. AWS takes no ${isSession ? "session " : ""}policy that is nearly as long.`,
});
