import { Budget } from "../../access/sets/budget.js";
import { quoted } from "../../messages/quoted.js";
import type { StatementFacts } from "../facts/policyFacts.js";
import type { ArnField, ResourceText } from "../facts/resourceFacts.js";
import {
  beginsWith,
  budgetOfCovering,
  type Covered,
  coversWithin,
  removeCovered,
  repetitionsOf,
  sameElement,
} from "../redundancy.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<Covered>({
  id: "redundant-resource",
  topic: "resources",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_RESOURCE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { resource: ({ isPattern }) => isPattern, repeated: "resource", amongOthers: true },
  since: "0.1.0",
  summary: "A resource is in the list already, by itself or by a wildcard.",
  why: "The entry changes nothing and takes room: a session policy has 2,048 characters. In the last part of an ARN a star also takes slashes and colons (R5). Removing the entry leaves what the policy does exactly as it was.",
  seeAlso: [references.resource, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b/a/*"] } }
                                                                                               ^^^^^^^^^^^^^^^^^^^^`,
        related: ["Statement.Resource.0"],
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::b/*"] } }`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": "sqs:*", "Resource": ["arn:aws:sqs:us-east-1:111122223333:q", "*"] } }
                                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^`,
      },
      {
        title: "A star takes slashes",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "NotResource": ["arn:aws:s3:::logs*", "arn:aws:s3:::logs*/*"] } }
                                                                                            ^^^^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] } }`,
      },
      {
        title: "Letter case counts",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/A", "arn:aws:s3:::b/a"] } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": ["arn:aws:s3:::b/\${aws:PrincipalTag/a}", "arn:aws:s3:::b/a"] } }`,
      },
    ],
  },
  *check({ statements, shareOf }) {
    for (const statement of statements) {
      if (statement.resourceTexts.length < 2) continue;
      const budget = new Budget(shareOf(budgetOfCovering));
      for (const [at, byAt] of coveredResources(statement, budget)) {
        const entry = statement.resources[at]!;
        const by = statement.resources[byAt]!;
        yield {
          path: entry.path,
          data: { text: entry.text, path: entry.path, by: by.text },
          related: [{ path: by.path, message: "This entry covers it" }],
          unnecessary: true,
        };
      }
    }
  },
  message: ({ text, by }) =>
    text === by
      ? `${quoted(text)} stands in the list twice. One of the two does nothing. Remove it.`
      : `${quoted(text)} is covered by ${quoted(by)}. The entry does nothing. Remove it.`,
  fixes: removeCovered,
});

/** Entries that others of the same element cover, with those: of two that match the same, the later one. */
function* coveredResources(statement: StatementFacts, budget: Budget): Iterable<readonly [at: number, by: number]> {
  const { resourceTexts: texts } = statement;
  const areOfOneElement = sameElement(() => statement.resources, statement.hasNotResource);
  const repeated = repetitionsOf(texts, statement.likelyRepeatedResources, ({ text }) => text, areOfOneElement);
  yield* repeated;
  const patterns: number[] = [];
  for (let at = 0; at < texts.length; at++) if (texts[at]!.isPattern && !repeated.has(at)) patterns.push(at);
  if (patterns.length === 0) return;
  for (let at = 0; at < texts.length; at++) {
    if (repeated.has(at)) continue;
    const by = coverOf(at);
    // Of two that cover each other ("a**" and "a*") only the later one goes.
    if (by === undefined || (by > at && covers(texts[at]!, texts[by]!, budget))) continue;
    yield [at, by];
  }

  function coverOf(at: number): number | undefined {
    const text = texts[at]!;
    for (const each of patterns)
      if (each !== at && covers(texts[each]!, text, budget) && areOfOneElement(each, at)) return each;
    return undefined;
  }
}

/** Field by field, so that it holds whether or not a star runs past a colon (Q3). Variables count as what they are. */
function covers({ text, beginning, arn }: ResourceText, inner: ResourceText, budget: Budget): boolean {
  if (text === "*") return true;
  const other = inner.arn;
  if (arn === undefined || other === undefined || arn.count < 6 || other.count < 6) return false;
  // Most pairs differ there.
  if (!beginsWith(other.resource.text, beginning)) return false;
  return (
    fieldCovers(arn.service, other.service, budget) &&
    fieldCovers(arn.resource, other.resource, budget) &&
    fieldCovers(arn.account, other.account, budget) &&
    fieldCovers(arn.region, other.region, budget) &&
    fieldCovers(arn.partition, other.partition, budget)
  );
}

function fieldCovers({ text: outer }: ArnField, { text: inner }: ArnField, budget: Budget): boolean {
  return outer === inner || outer === "*" || coversWithin(outer, inner, budget);
}
