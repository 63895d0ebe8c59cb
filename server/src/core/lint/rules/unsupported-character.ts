import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { keyNodeAt, nodeAt } from "../../syntax/navigate.js";
import { spanInString } from "../../syntax/stringSpans.js";
import type { Span } from "../../text/span.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

export default defineRule<string>({
  id: "unsupported-character",
  topic: "json",
  severity: "error",
  appliesTo: ["session", "identity", "trust", "boundary"],
  since: "0.1.0",
  summary: "The policy contains a character that IAM does not take.",
  why: "IAM and STS take tab, line feed, carriage return and the characters from U+0020 to U+00FF. Typographic quotes and dashes are the usual surprise. Such a character may be written as an escape (`\\u2014`).",
  seeAlso: [references.assumeRole, references.quotas],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a–z/*" } }
                                                                                           ^`,
      },
      { policy: `{ "Id": "“read”", "Statement": [] }\n         ^` },
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/команда": "red" } } } }
                                                                                                                                  ^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/é/*" } }` },
      {
        title: "As an escape",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a\\u2013z/*" } }`,
      },
      { kind: "trust", policy: `{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole" } }` },
    ],
  },
  *check(input) {
    for (const flagged of problemsOfKinds(input, ["unsupported-character"])) {
      const { detail, path } = flagged.data;
      yield { ...flagged, span: spanOfCharacter(detail, path, input), data: detail };
    }
  },
  message(character) {
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    return `IAM does not take the character ${quoted(character)} (U+${code}). AWS rejects the policy. Use characters up to U+00FF, or write it as an escape.`;
  },
});

/** The character itself, in the value or else in the name of the member. */
function spanOfCharacter(character: string, path: PolicyPath, { parsed, spanOf }: RuleInput): Span {
  for (const node of [nodeAt(parsed.root, path), keyNodeAt(parsed.root, path)]) {
    if (node?.type !== "string") continue;
    for (let at = node.value.indexOf(character); at !== -1; at = node.value.indexOf(character, at + 1)) {
      const span = spanInString(parsed.text, node, at, at + character.length);
      // Where it is written as an escape it is plain text to AWS.
      if (parsed.text.slice(span.start, span.end) === character) return span;
    }
  }
  return spanOf(path);
}
