import { Budget } from "../../access/sets/budget.js";
import { quoted } from "../../messages/quoted.js";
import type { ActionFacts } from "../facts/actionFacts.js";
import { budgetOfCovering, type Covered, coversWithin, removeCovered } from "../redundancy.js";
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
    for (const { actions, repeatsAction } of statements) {
      if (actions.length < 2) continue;
      const budget = new Budget(shareOf(budgetOfCovering));
      for (const { entry, by } of coveredActions(actions, repeatsAction, budget)) {
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

/**
 * Entries that others of the same element cover: of two that match the same, the later one.
 * @param haveRepeated whether some action is there twice
 */
function* coveredActions(
  actions: readonly ActionFacts[],
  haveRepeated: boolean,
  budget: Budget,
): Iterable<{ readonly entry: ActionFacts; readonly by: ActionFacts }> {
  let distinct = actions;
  if (haveRepeated) {
    const first = new Map<string, ActionFacts>();
    for (const action of actions) {
      if (action.form === "no-action") continue;
      const key = action.negated ? `!${action.lower}` : action.lower;
      const same = first.get(key);
      if (same !== undefined) yield { entry: action, by: same };
      else first.set(key, action);
    }
    distinct = [...first.values()];
  }
  // Only a pattern of the same service covers, or one of all services.
  const patterns = new Map<string, Pattern[]>();
  for (const action of distinct) {
    const { form } = action;
    if (form === "named" || form === "no-action") continue;
    const group = form === "pattern" ? action.service : "";
    const others = patterns.get(group);
    if (others === undefined) patterns.set(group, [patternOf(action)]);
    else others.push(patternOf(action));
  }
  if (patterns.size === 0) return;
  const everyService = patterns.get("") ?? [];
  for (const action of distinct) {
    const { form, service, lower, negated } = action;
    if (form === "no-action") continue;
    const ofService = service === "" ? undefined : patterns.get(service);
    if (ofService === undefined && everyService.length === 0) continue;
    const covers = ({ entry, beginning }: Pattern) =>
      lower.startsWith(beginning) &&
      entry !== action &&
      entry.negated === negated &&
      coversWithin(entry.lower, lower, budget);
    const by = everyService.find(covers) ?? ofService?.find(covers);
    if (by !== undefined) yield { entry: action, by: by.entry };
  }
}

interface Pattern {
  readonly entry: ActionFacts;
  /** What is before its first wildcard: all that it covers begins with it. */
  readonly beginning: string;
}

function patternOf(entry: ActionFacts): Pattern {
  return { entry, beginning: entry.lower.slice(0, entry.lower.search(/[*?]/)) };
}
