import { alternatives } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import { atKey, conditionsOf } from "../conditionTests.js";
import type { ActionFacts } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface Unsupported {
  readonly key: string;
  readonly entries: readonly string[];
  /** Whether the entries take in services that they do not name. */
  readonly isOpen: boolean;
}

export default defineRule<Unsupported>({
  id: "key-of-other-services",
  topic: "conditions",
  severity: "warning",
  awsIssueCode: "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
  appliesTo: everyKind,
  scope: "statement",
  concerns: {
    condition: ({ lowerKey }, { conditionChecks }) =>
      conditionChecks.keysOfServices.some(({ key }) => key.toLowerCase() === lowerKey),
  },
  since: "0.1.0",
  summary: "A condition key is used for services that do not support it.",
  why: "Only some services know the owner of the VPC endpoint that a request came through. For others the key is never there: an Allow does not match, and a Deny with a negated operator denies everything.",
  seeAlso: [references.globalKeys],
  examples: {
    invalid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sns:Publish", "Resource": "*", "Condition": { "StringEquals": { "aws:VpceAccount": "111122223333" } } } }
                                                                                                                                        ^^^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                        ^^^^^^^^^^^^^^^`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": ["s3:*", "sns:*"], "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" } } } }
                                                                                                                                                      ^^^^^^^^^^^^^^^`,
      },
    ],
    valid: [
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": ["s3:*", "kms:*"], "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:VpceOrgID": "o-a1b2c3d4e5" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEquals": { "aws:VpceAccount": "111122223333" } } } }`,
      },
      {
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "StringNotEqualsIfExists": { "aws:SourceVpce": "vpce-12345678" } } } }`,
      },
    ],
  },
  *check(input) {
    const { keysOfServices } = input.catalog.conditionChecks;
    for (const { statement, condition } of conditionsOf(input)) {
      const known = keysOfServices.find(({ key }) => key.toLowerCase() === condition.lowerKey);
      if (known === undefined) continue;
      const flagged = statement.actions.filter((action) => !isSupported(action, known));
      if (flagged.length === 0) continue;
      const isOpen = flagged.some(({ negated, form }) => negated || form === "every" || form === "wildcard-service");
      yield atKey(input, condition, { key: condition.key, entries: flagged.map(({ text }) => text), isOpen });
    }
  },
  message({ key, entries, isOpen }) {
    const which = isOpen
      ? `Not all services support ${quoted(key)}`
      : `${quoted(key)} is not supported for ${alternatives(entries.map(quoted), 3)}`;
    return `${which}. Where it is not there, the condition does not test what it says. Name only actions of services that support it.`;
  },
});

function isSupported(
  { form, service, text, negated }: ActionFacts,
  { services, except }: { readonly services: readonly string[]; readonly except: readonly string[] },
): boolean {
  if (negated || form === "every" || form === "wildcard-service") return false;
  if (form === "no-action") return true;
  return services.includes(service) && !except.some((action) => action.toLowerCase() === text.toLowerCase());
}
