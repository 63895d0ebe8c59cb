import type { Catalog } from "../../catalog/catalog.js";
import { listed } from "../../messages/lists.js";
import { quoted } from "../../messages/quoted.js";
import type { PolicyPath } from "../../syntax/json.js";
import { nearestName } from "../../text/nearestName.js";
import { didYouMean, useInstead } from "../didYouMean.js";
import type { ActionText } from "../facts/actionFacts.js";
import { references } from "../references.js";
import { defineRule, everyKind } from "../rule.js";

interface UnknownAction {
  readonly service: string;
  readonly name: string;
  readonly path: PolicyPath;
  /** `s3:GetObject`. */
  readonly meant: string | undefined;
  /** Where the name is that of a call, what that takes. */
  readonly ofCall: readonly string[] | undefined;
}

export default defineRule<UnknownAction>({
  id: "unknown-action",
  topic: "actions",
  severity: "error",
  awsIssueCode: "INVALID_ACTION",
  elsewhere: [
    { linter: "parliament", check: "UNKNOWN_ACTION" },
    { linter: "iam-policy-validator", check: "action_validation" },
  ],
  appliesTo: everyKind,
  scope: "statement",
  concerns: { action: isUnknown },
  since: "0.1.0",
  summary: "The service has no such action.",
  why: "Actions are not always called like the calls of the API: `ListObjectsV2` needs `s3:ListBucket`, `HeadObject` needs `s3:GetObject`. An action that does not exist allows and denies nothing. What is known is a copy of AWS's list, whose date the message gives; an action that came later is not in it.",
  seeAlso: [references.action, references.checks],
  examples: {
    invalid: [
      {
        title: "A name that is near",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*" } }
                                                  ^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        title: "The call is called so, the action is not",
        policy: `{ "Statement": { "Effect": "Allow", "Action": ["s3:ListObjectsV2"], "Resource": "*" } }
                                                   ^^^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": "*" } }`,
      },
      {
        title: "A call that takes two",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:CopyObject", "Resource": "*" } }
                                                  ^^^^^^^^^^`,
      },
      {
        title: "An action of another service",
        policy: `{ "Statement": { "Effect": "Deny", "NotAction": "s3:InvokeFunction", "Resource": "*" } }
                                                    ^^^^^^^^^^^^^^`,
        fixed: `{ "Statement": { "Effect": "Deny", "NotAction": "lambda:InvokeFunction", "Resource": "*" } }`,
      },
    ],
    valid: [
      { policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }` },
      {
        title: "Letter case does not count",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:getobject", "Resource": "*" } }`,
      },
      {
        title: "A wildcard that matches nothing is another rule's",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s3:Gett*", "Resource": "*" } }`,
      },
      {
        title: "Of a service that does not exist nothing is said",
        policy: `{ "Statement": { "Effect": "Allow", "Action": "s33:GetObjects", "Resource": "*" } }`,
      },
    ],
  },
  *check({ statements, catalog, once, spanIn }) {
    for (const { actions } of statements) {
      for (const action of actions) {
        if (!isUnknown(action, catalog)) continue;
        const { service, name, text, path } = action;
        const span = spanIn(path, service.length + 1, text.length);
        const meant = once("action that is meant", text, () => whatIsMeant(service, name, catalog));
        yield { path, span, data: { service, name, path, ...meant } };
      }
    }
  },
  message({ service, name, meant, ofCall }, { catalog }) {
    const advice =
      ofCall === undefined
        ? didYouMean(meant, "Look the action up in the Service Authorization Reference.")
        : `A call of ${name} takes ${listed(ofCall.map(quoted), ofCall.length)}.`;
    return `${catalog.title(service) ?? service} has no action ${quoted(name)} (AWS's list of ${catalog.source.date}). The entry matches nothing. ${advice}`;
  },
  fixes: ({ path, meant }) => useInstead(path, meant),
});

function isUnknown({ form, known, service, lowerName }: ActionText, catalog: Catalog): boolean {
  if (form !== "named" || known !== undefined || !catalog.hasService(service)) return false;
  return catalog.canonicalAction(service, lowerName) === undefined;
}

function whatIsMeant(service: string, name: string, catalog: Catalog): Pick<UnknownAction, "meant" | "ofCall"> {
  const ofCall = catalog.apiNames.calls.get(`${service}:${name}`.toLowerCase());
  if (ofCall !== undefined) return { meant: ofCall.length === 1 ? ofCall[0] : undefined, ofCall };
  return { meant: actionMeant(service, name, catalog), ofCall };
}

/** A near name of the same service; else the one other service that has an action of this name. */
function actionMeant(service: string, name: string, catalog: Catalog): string | undefined {
  const near = nearestName(name, catalog.actionNames(service));
  if (near !== undefined) return `${service}:${near}`;
  const others = catalog.services.flatMap((other) => {
    const action = catalog.canonicalAction(other, name);
    return action === undefined ? [] : [`${other}:${action}`];
  });
  return others.length === 1 ? others[0] : undefined;
}
