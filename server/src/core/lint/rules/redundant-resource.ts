import { Budget } from "../../access/sets/budget.js";
import { quoted } from "../../messages/quoted.js";
import type { ArnField, ResourceFacts, ResourceText } from "../facts/resourceFacts.js";
import { budgetOfCovering, type Covered, coversWithin, removeCovered } from "../redundancy.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<Covered>({
  id: "redundant-resource",
  topic: "resources",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_RESOURCE",
  appliesTo: everyKind,
  scope: "statement",
  concerns: { resource: isPattern, repeated: "resource", amongOthers: true },
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
    for (const { resources, repeatsResource } of statements) {
      if (resources.length < 2) continue;
      const budget = new Budget(shareOf(budgetOfCovering));
      for (const { entry, by } of coveredResources(resources, repeatsResource, budget)) {
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

/**
 * Entries that others of the same element cover: of two that match the same, the later one.
 * @param haveRepeated whether some text is there twice
 */
function* coveredResources(
  resources: readonly ResourceFacts[],
  haveRepeated: boolean,
  budget: Budget,
): Iterable<{ readonly entry: ResourceFacts; readonly by: ResourceFacts }> {
  let distinct = resources;
  if (haveRepeated) {
    const first = new Map<string, ResourceFacts>();
    for (const resource of resources) {
      const { text, negated } = resource;
      const key = negated ? `!${text}` : text;
      const same = first.get(key);
      if (same !== undefined) yield { entry: resource, by: same };
      else first.set(key, resource);
    }
    distinct = [...first.values()];
  }
  const patterns = distinct.filter(isPattern);
  for (const resource of distinct) {
    const by = patterns.find(
      (each) => each !== resource && each.negated === resource.negated && covers(each, resource, budget),
    );
    // Of two that cover each other ("a**" and "a*") only the later one goes.
    if (by === undefined) continue;
    if (covers(resource, by, budget) && distinct.indexOf(by) > distinct.indexOf(resource)) continue;
    yield { entry: resource, by };
  }
}

/** Field by field, so that it holds whether or not a star runs past a colon (Q3). Variables count as what they are. */
function covers({ text, beginning, arn }: ResourceFacts, inner: ResourceFacts, budget: Budget): boolean {
  if (text === "*") return true;
  // Most pairs differ there.
  if (!inner.text.startsWith(beginning)) return false;
  const other = inner.arn;
  if (arn === undefined || other === undefined || arn.count < 6 || other.count < 6) return false;
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

function isPattern({ text }: ResourceText): boolean {
  return text.includes("*") || text.includes("?");
}
