import type { ConditionTest, Statement } from "../../policy/model.js";
import type { PolicyPath } from "../../syntax/json.js";
import type { StatementFacts } from "../facts/policyFacts.js";
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
  *check({ model, statements }) {
    if (model.statements.length < 2) return;
    const first = new Map<string, Statement>();
    for (const statement of alikeIn(statements)) {
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

/** The readable statements that look like another one: two that say the same do. */
function alikeIn(statements: readonly StatementFacts[]): readonly Statement[] {
  const looks = statements.map(lookOf);
  if (looks.length <= few && !looks.some((look, at) => looks.includes(look, at + 1))) return [];
  const distinct = new Set(looks);
  if (distinct.size === looks.length) return [];
  const repeated = new Set(looks.filter((look) => !distinct.delete(look)));
  const alike: Statement[] = [];
  for (const [at, { statement }] of statements.entries())
    if (statement !== undefined && repeated.has(looks[at]!)) alike.push(statement);
  return alike;
}

/** So many are compared with each other sooner than a set is made of them. */
const few = 12;

/** One number: the order, the letter case of actions and what stands twice don't count. */
function lookOf({ statement, actionTexts, resourceTexts }: StatementFacts): number {
  const lists = Math.imul(leastIn(actionTexts), 31) + leastIn(resourceTexts);
  const conditions = statement === undefined ? 0 : longestIn(statement.conditions);
  return (Math.imul(lists, 31) + conditions * 2 + (statement?.effect === "Allow" ? 1 : 0)) & 0x3fffffff;
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

function leastIn(entries: readonly { readonly sameness: number }[]): number {
  let least = 0x3fffffff;
  for (const { sameness } of entries) if (sameness < least) least = sameness;
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
