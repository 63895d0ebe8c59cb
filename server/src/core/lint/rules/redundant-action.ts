import { Budget } from "../../access/sets/budget.js";
import { quoted } from "../../messages/quoted.js";
import type { StatementFacts } from "../facts/policyFacts.js";
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
  id: "redundant-action",
  topic: "actions",
  severity: "suggestion",
  awsIssueCode: "REDUNDANT_ACTION",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    action: ({ form }) => form === "pattern" || form === "wildcard-service" || form === "every",
    repeated: "action",
    amongOthers: true,
  },
  since: "0.1.0",
  summary: "An action is in the list already, by itself or by a wildcard.",
  why: "The entry changes nothing and takes room: a session policy has 2,048 characters. Removing it leaves what the policy does exactly as it was.",
  seeAlso: [references.action, references.checks],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:Get*", "s3:GetObject"], "Resource": "*" } }
                                                          ^^^^^^^^^^^^^^`,
        related: ["Statement.Action.0"],
        fixed: `{ "Statement": { "Effect": "Allow", "Action": ["s3:Get*"], "Resource": "*" } }`,
      },
      {
        title: "Letter case does not count",
        policy: `{ "Statement": { "Effect": "Deny", "Action": ["s3:GetObject", "s3:getobject"], "Resource": "*" } }
                                                              ^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Allow", "NotAction": ["s3:DeleteObject", "iam:*", "s3:Delete*"], "Resource": "*" } }
                                                  ^^^^^^^^^^^^^^^^^`,
        related: ["Statement.NotAction.2"],
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:Get?", "s3:GetObject"], "Resource": "*" } }` },
      {
        title: "Different statements are another matter",
        policy: `{ "Statement": [
  { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" },
  { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
] }`,
      },
    ],
  },
  *check({ statements, shareOf }) {
    for (const statement of statements) {
      if (statement.actionTexts.length < 2) continue;
      const budget = new Budget(shareOf(budgetOfCovering));
      for (const [at, byAt] of coveredActions(statement, budget)) {
        const entry = statement.actions[at]!;
        const by = statement.actions[byAt]!;
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
    text.toLowerCase() === by.toLowerCase()
      ? `${quoted(text)} stands in the list twice. One of the two does nothing. Remove it.`
      : `${quoted(text)} is covered by ${quoted(by)}. The entry does nothing. Remove it.`,
  fixes: removeCovered,
});

/** Entries that others of the same element cover, with those: of two that match the same, the later one. */
function* coveredActions(statement: StatementFacts, budget: Budget): Iterable<readonly [at: number, by: number]> {
  const { actionTexts: texts } = statement;
  const areOfOneElement = sameElement(() => statement.actions, statement.hasNotAction);
  const repeated = repetitionsOf(texts, statement.likelyRepeatedActions, ({ lower }) => lower, areOfOneElement);
  for (const [at, first] of repeated) if (texts[at]!.form !== "no-action") yield [at, first];
  // Only a pattern of the same service covers, or one of all services.
  const patterns = new Map<string, Pattern[]>();
  for (let at = 0; at < texts.length; at++) {
    const { form } = texts[at]!;
    if (form === "named" || form === "no-action" || repeated.has(at)) continue;
    const { service, lower, beginning } = texts[at]!;
    const group = form === "pattern" ? service : "";
    const others = patterns.get(group);
    if (others === undefined) patterns.set(group, [{ at, lower, beginning }]);
    else others.push({ at, lower, beginning });
  }
  if (patterns.size === 0) return;
  const everyService = patterns.get("") ?? [];
  let lastService = "";
  let ofService: readonly Pattern[] = [];
  for (let at = 0; at < texts.length; at++) {
    const { service, form } = texts[at]!;
    if (service !== lastService) {
      lastService = service;
      ofService = (service === "" ? undefined : patterns.get(service)) ?? [];
    }
    if ((ofService.length === 0 && everyService.length === 0) || form === "no-action" || repeated.has(at)) continue;
    const { lower } = texts[at]!;
    const by =
      coverIn(everyService, lower, at, budget, areOfOneElement) ??
      coverIn(ofService, lower, at, budget, areOfOneElement);
    if (by !== undefined) yield [at, by];
  }
}

/** The first of the patterns that covers the action at a place of its list. */
function coverIn(
  patterns: readonly Pattern[],
  action: string,
  place: number,
  budget: Budget,
  areOfOneElement: (one: number, other: number) => boolean,
): number | undefined {
  for (const { at, lower, beginning } of patterns) {
    if (at === place || !beginsWith(action, beginning)) continue;
    if (coversWithin(lower, action, budget) && areOfOneElement(at, place)) return at;
  }
  return undefined;
}

interface Pattern {
  readonly at: number;
  readonly lower: string;
  /** What is before its first wildcard: all that it covers begins with it. */
  readonly beginning: string;
}
