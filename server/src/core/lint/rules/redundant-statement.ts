import type { ConditionTest, PatternList, Statement } from "../../policy/model.js";
import type { PolicyPath } from "../../syntax/json.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Repeated {
  readonly path: PolicyPath;
  /** The number of the one that says the same, from 1. */
  readonly first: number;
}

export default defineRule<Repeated>({
  id: "redundant-statement",
  topic: "elements",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_STATEMENT",
  appliesTo: everyKind,
  since: "0.1.0",
  summary: "Two statements say the same.",
  why: "A statement that says what another one says changes nothing and takes room. Removing it leaves what the policy does exactly as it was. If they were meant to differ, one of them is wrong.",
  seeAlso: [references.grammar, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*" }
  ^
] }`,
        related: ["Statement.0"],
        fixed: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
] }`,
      },
      {
        title: "In another order, and under another name",
        policy: `{ "Statement": [
  { "Sid": "A", "Effect": "Deny", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "*" },
  { "Sid": "B", "Effect": "Deny", "Action": ["s3:putobject", "s3:getobject"], "Resource": "*" }
  ^
] }`,
      },
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": true } } },
  { "Effect": "Deny", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": ["true"] } } }
  ^
] }`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:GetObject", "Resource": "*" }
] }`,
      },
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*" },
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
] }`,
      },
      {
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
  { "Effect": "Allow", "NotAction": "s3:*", "Resource": "*" }
] }`,
      },
    ],
  },
  *check({ model }) {
    if (model.statements.length < 2) return;
    const first = new Map<string, Statement>();
    for (const statement of alikeIn(alikeIn(alikeIn(model.statements, sizeOf), leastResource), leastAction)) {
      const key = whatItSays(statement);
      const same = first.get(key);
      if (same === undefined) {
        first.set(key, statement);
        continue;
      }
      yield {
        path: statement.path,
        data: { path: statement.path, first: same.index + 1 },
        related: [{ path: same.path, message: "This statement says the same" }],
        unnecessary: true,
      };
    }
  },
  message: ({ first }) =>
    `This statement says the same as statement ${first}. It changes nothing. Remove it, or correct it if they were meant to differ.`,
  fixes: ({ path }) => [
    {
      id: "remove",
      title: "Remove the redundant statement",
      edits: [{ kind: "remove", path }],
      access: "same",
      preferred: true,
    },
  ],
});

/** Those of the statements that share a look with another one: the looks of two that say the same are the same. */
function alikeIn<Look>(statements: readonly Statement[], lookOf: (statement: Statement) => Look): readonly Statement[] {
  if (statements.length < 2) return [];
  const looks = statements.map(lookOf);
  if (looks.length <= few && !looks.some((look, at) => looks.includes(look, at + 1))) return [];
  const distinct = new Set(looks);
  if (distinct.size === looks.length) return [];
  const repeated = new Set(looks.filter((look) => !distinct.delete(look)));
  return statements.filter((_, at) => repeated.has(looks[at]!));
}

/** So many are compared with each other sooner than a set is made of them. */
const few = 12;

/** Lengths of entries, keys and values, and the effect, as one small number. */
function sizeOf({ effect, actions, resources, conditions }: Statement): number {
  const sizes = Math.imul(lengthsOf(actions), 31) + (resources === undefined ? 0 : lengthsOf(resources));
  return (Math.imul(sizes, 31) + longestIn(conditions) * 2 + (effect === "Allow" ? 1 : 0)) & 0x3fffffff;
}

/** The lengths of the longest key and the longest value: how many there are does not count. */
function longestIn(conditions: readonly ConditionTest[]): number {
  let longestKey = 0;
  let longestValue = 0;
  for (const { key, values } of conditions) {
    longestKey = Math.max(longestKey, key.length);
    for (const value of values) longestValue = Math.max(longestValue, String(value).length);
  }
  return longestKey * 1009 + longestValue;
}

/** The lengths of the shortest and the longest entry: their order and number don't count. */
function lengthsOf({ entries }: PatternList): number {
  let shortest = entries[0]!.text.length;
  let longest = shortest;
  for (let at = 1; at < entries.length; at++) {
    const { length } = entries[at]!.text;
    if (length < shortest) shortest = length;
    else if (length > longest) longest = length;
  }
  return Math.imul(longest, 1009) + shortest;
}

function leastAction({ actions }: Statement): string {
  let least: string | undefined;
  for (const { text } of actions.entries) {
    const lower = text.toLowerCase();
    if (least === undefined || lower < least) least = lower;
  }
  return least ?? "";
}

function leastResource({ resources }: Statement): string {
  let least = "";
  for (const { text } of resources?.entries ?? []) if (least === "" || text < least) least = text;
  return least;
}

/** A text that is the same for statements that mean the same by their words: order and letter case of actions don't count. */
function whatItSays({ effect, actions, resources, principals, conditions }: Statement): string {
  return JSON.stringify([
    effect,
    [actions.negated, sorted(actions.entries.map(({ text }) => text.toLowerCase()))],
    resources === undefined ? null : [resources.negated, sorted(resources.entries.map(({ text }) => text))],
    principals === undefined
      ? null
      : [principals.negated, sorted(principals.entries.map(({ type, value }) => `${type} ${value}`))],
    sorted(
      conditions.map(({ operator, key, values }) =>
        JSON.stringify([operator, key.toLowerCase(), sorted(values.map(String))]),
      ),
    ),
  ]);
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
