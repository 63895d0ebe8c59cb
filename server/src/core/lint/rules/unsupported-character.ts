import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { keyNodeAt, nodeAt } from "../../syntax/navigate.js";
import type { PolicyEdit } from "../../syntax/policyEdit.js";
import { spanInString } from "../../syntax/stringSpans.js";
import { valueOfNode } from "../../syntax/values.js";
import type { Span } from "../../text/span.js";
import type { Fix } from "../finding.js";
import { problemsOfKinds } from "../modelProblems.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

interface Unsupported {
  readonly character: string;
  readonly path: PolicyPath;
}

export default defineRule<Unsupported>({
  id: "unsupported-character",
  topic: "json",
  severity: "error",
  appliesTo: ["session", "identity", "trust", "boundary"],
  needs: "problems",
  since: "0.1.0",
  summary: "The policy contains a character that IAM does not take.",
  why: "IAM and STS take tab, line feed, carriage return and the characters from U+0020 to U+00FF. Typographic quotes and dashes are the usual surprise. Write what is on the keyboard instead, or, if the character is meant, an escape (`\\u2014`).",
  seeAlso: [references.assumeRole, references.quotas],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/a–z/*" } }
                                                                                           ^`,
      },
      {
        policy: `{ "Id": "read–only", "Statement": [] }\n             ^`,
        fixed: `{ "Id": "read-only", "Statement": [] }`,
      },
      {
        title: "In the name of a key",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/cost–center": "42" } } } }
                                                                                                                                      ^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/cost-center": "42" } } } }`,
      },
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
      yield { ...flagged, span: spanOfCharacter(detail, path, input), data: { character: detail, path } };
    }
  },
  message({ character }) {
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    return `IAM does not take the character ${quoted(character)} (U+${code}). AWS rejects the policy. Use characters up to U+00FF, or write it as an escape.`;
  },
  fixes({ path }, { parsed: { root } }) {
    const value = nodeAt(root, path);
    if (value?.type === "string") {
      const plain = plainText(value.value);
      if (plain !== undefined) return [plainFix(plain, [{ kind: "replace", path, value: plain }])];
    }
    const key = keyNodeAt(root, path)?.value;
    const plain = key === undefined ? undefined : plainText(key);
    const parent = path.slice(0, -1);
    if (key === undefined || plain === undefined || value === undefined) return [];
    if (nodeAt(root, [...parent, plain]) !== undefined) return [];
    return [
      plainFix(plain, [
        { kind: "remove", path },
        { kind: "set", path: parent, key: plain, value: valueOfNode(value), after: key },
      ]),
    ];
  },
});

function plainFix(plain: string, edits: readonly PolicyEdit[]): Fix {
  return { id: "write-plain", title: `Change to ${quoted(plain)}`, edits, access: "text-only" };
}

/** What word processors write, and what is on the keyboard. Nothing that is not seen is left of zero-width characters. */
const plainCharacters: readonly (readonly [written: RegExp, plain: string])[] = [
  [/[\u2018\u2019\u201a\u2032]/g, "'"],
  [/[\u201c-\u201e\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/[\u2000-\u200a\u202f\u205f\u3000]/g, " "],
  [/[\u200b-\u200f\u2060\ufeff]/g, ""],
  [/\u2026/g, "..."],
];

/** The text with plain characters only; undefined where it has others that have no such counterpart, or none to replace. */
function plainText(text: string): string | undefined {
  const plain = plainCharacters.reduce((left, [written, instead]) => left.replace(written, instead), text);
  return plain === text || /[^\t\n\r\u0020-\u00ff]/.test(plain) ? undefined : plain;
}

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
