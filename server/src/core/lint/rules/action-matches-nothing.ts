import type { Catalog } from "../../catalog/catalog.js";
import { quoted } from "../../messages/quoted.js";
import type { ActionText } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

export default defineRule<{ readonly text: string; readonly service: string }>({
  id: "action-matches-nothing",
  topic: "actions",
  severity: "warning",
  elsewhere: [{ linter: "parliament", check: "UNKNOWN_ACTION" }],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { action: doesNothing },
  since: "0.1.0",
  summary: "A wildcard matches none of the service's actions.",
  why: "The service exists, but none of its actions fits the pattern, so that the entry allows and denies nothing. Access Analyzer says nothing of it. Usually a word is misspelled, or stands in another order than in AWS's names: `s3:*Objects` and not `s3:Objects*`. What is known is a copy of AWS's list, whose date the message gives.",
  seeAlso: [references.action],
  examples: {
    invalid: [
      {
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:Gett*", "Resource": "*" } }
                                              ^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "Action": ["s3:Delete*", "s3:Bucket*"], "Resource": "*" } }
                                                            ^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Statement": { "Effect": "Deny", "NotAction": "dynamodb:Get?tem?", "Resource": "*" } }
                                                ^^^^^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" } }` },
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "dynamodb:?etItem", "Resource": "*" } }` },
      {
        title: "Of a service that is not known nothing is said",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "nothing:Get*", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, catalog }) {
    for (const { actions, actionTexts } of statements) {
      for (let at = 0; at < actionTexts.length; at++) {
        if (!doesNothing(actionTexts[at]!, catalog)) continue;
        const { text, path, service } = actions[at]!;
        yield { path, data: { text, service } };
      }
    }
  },
  message: ({ text, service }, { catalog }) =>
    `${quoted(text)} matches no action of ${catalog.title(service) ?? service} (AWS's list of ${catalog.source.date}). The entry does nothing. Correct it, or remove it.`,
});

/** Nothing is said of a service that is not known: that is another rule's. */
function doesNothing({ matchesNone, service }: ActionText, catalog: Catalog): boolean {
  return matchesNone && catalog.hasService(service);
}
