import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<undefined>({
  id: "json-too-deep",
  topic: "json",
  severity: "error",
  appliesTo: everyKind,
  needs: "syntax-problems",
  since: "0.1.0",
  summary: "Objects and lists are nested far deeper than a policy can be.",
  why: "No policy element nests deeper than a handful of levels. What lies below the hundredth is not read.",
  seeAlso: [references.grammar],
  examples: {
    invalid: [
      { policy: `${"[".repeat(101)}${"]".repeat(101)}\n${" ".repeat(100)}^` },
      { policy: `${'{"a":'.repeat(100)}[]${"}".repeat(100)}\n${" ".repeat(500)}^` },
      { policy: `{"Statement":${"[".repeat(101)}${"]".repeat(101)}}\n${" ".repeat(112)}^` },
    ],
    valid: [
      { policy: `${"[".repeat(100)}${"]".repeat(100)}` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" } }` },
      { policy: `{ "Statement": "${"[".repeat(200)}" }` },
    ],
  },
  *check({ parsed }) {
    for (const { kind, span } of parsed.problems) if (kind === "too-deep") yield { path: [], span, data: undefined };
  },
  message: () =>
    "This is nested deeper than 100 levels, and what is below is not read. No policy nests deeper than ten. Remove the brackets that are too many.",
});
