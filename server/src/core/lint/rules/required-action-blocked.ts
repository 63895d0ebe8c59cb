import { actionMatches } from "../../access/evaluate/matchAction.js";
import { firstExample } from "../../access/firstExample.js";
import type { StatementRef } from "../../access/layers.js";
import { isBlocked, type RequiredAction } from "../../access/requirements.js";
import type { ActionAccess } from "../../analysis.js";
import { type UnmetNeed, unmetNeedText } from "../../messages/requiredActions.js";
import type { Statement } from "../../policy/model.js";
import { statementAt } from "../../policy/statementAt.js";
import type { PolicyPath } from "../../syntax/json.js";
import { nearestName } from "../../text/nearestName.js";
import type { Severity } from "../finding.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

const everythingOnS3 = `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`;

export default defineRule<UnmetNeed>({
  id: "required-action-blocked",
  topic: "session",
  severity: "error",
  appliesTo: ["session"],
  needs: "requirements",
  since: "0.1.0",
  summary: "The session can't do what the config says it must be able to do.",
  why: 'A session policy that is too narrow is found out at run time, by `AccessDenied`. The config\'s `requires` says beforehand what the task needs: actions on resources. Each of these requests must be allowed by the session policy and by all other layers that are given; what is blocked is an error, with the layer that blocks it and a request as proof, at the requirement and in the policy. What hangs on a condition is a warning, and what can\'t be told a suggestion. A condition that the task always meets is settled by the session\'s `context`: `{ "aws:SourceVpc": "vpc-1" }`.',
  seeAlso: [references.sessionPolicies, references.evaluation],
  examples: {
    invalid: [
      {
        title: "No statement names the action",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:GetObject", "s3:PutObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
^
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" }
}`,
      },
      {
        title: "A statement names it, for less than what is needed",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/reports/*" }
                                                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^
}`,
      },
      {
        title: "A Deny takes it away",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
    { "Effect": "Deny", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b/secret/*" }
                                  ^^^^^^^^^
  ]
}`,
      },
      {
        title: "The base role lacks it",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:List*", "Resource": "*" } }`,
        ],
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
                                              ^^^^^^^^^
}`,
      },
      {
        title: "Only under a condition: a warning",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
                                 ^^^^^^^^^^^^^^
    "Condition": { "StringEquals": { "aws:SourceVpc": "vpc-1" } }
  }
}`,
      },
    ],
    valid: [
      {
        title: "All of it is allowed",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b*" } }`,
      },
      {
        title: "By several statements together",
        base: [everythingOnS3],
        requires: [{ actions: ["s3:*Object"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/a*" },
  { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b/a*" }
] }`,
      },
      {
        title: "The context settles the condition",
        base: [everythingOnS3],
        context: { "aws:SourceVpc": "vpc-1" },
        requires: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }],
        policy: `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*",
    "Condition": { "StringEquals": { "aws:SourceVpc": "vpc-1" } }
  }
}`,
      },
      {
        title: "Nothing is required",
        base: [everythingOnS3],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*" } }`,
      },
    ],
  },
  *check(input) {
    const { session, required } = input;
    if (session === undefined) return;
    const unjudged = required.filter(({ isUnjudged }) => isUnjudged);
    for (const each of required) {
      const needs = each.isUnjudged ? leftOut(each, unjudged, required) : unmetNeeds(each, input);
      for (const need of needs) {
        const path = placeInPolicy(need, input);
        const counterexample = need.kind === "blocked" ? firstExample(need.actions) : undefined;
        const uri = session.place?.configUri;
        yield {
          path,
          data: need,
          severity: severities[need.kind],
          ...(uri !== undefined && {
            config: { uri, path: each.path },
            related: [{ uri, path: each.path, message: "Required here" }],
          }),
          ...(counterexample !== undefined && { counterexample }),
        };
      }
    }
  },
  message: (need, { session }) => (session === undefined ? "" : unmetNeedText(need, session)),
});

const severities: { readonly [kind in UnmetNeed["kind"]]: Severity } = {
  blocked: "error",
  "not-callable": "error",
  depends: "warning",
  unfit: "warning",
  "no-such-action": "warning",
  unknown: "suggestion",
  unjudged: "suggestion",
};

/** What the work units did not last for is told once, at the first of it. */
function leftOut(
  each: RequiredAction,
  unjudged: readonly RequiredAction[],
  all: readonly RequiredAction[],
): readonly UnmetNeed[] {
  if (each !== unjudged[0]) return [];
  return [{ required: each, kind: "unjudged", count: unjudged.length, of: all.length }];
}

/** One for each layer that blocks some of the actions; what is less certain only where nothing is blocked. */
function* unmetNeeds(required: RequiredAction, { catalog }: RuleInput): Iterable<UnmetNeed> {
  const { actions, unfit, notCallable, pattern } = required;
  const wildcard = /[*?]/.test(pattern);
  if (notCallable.length > 0 && !wildcard) yield { required, kind: "not-callable", names: notCallable };
  const blocked = actions.filter(isBlocked);
  for (const layer of new Set(blocked.map(({ decidedBy }) => decidedBy)))
    yield { required, kind: "blocked", layer, actions: blocked.filter(({ decidedBy }) => decidedBy === layer) };
  if (blocked.length > 0) return;
  for (const kind of ["depends", "unknown"] as const) {
    const such = actions.filter(({ result }) => result === kind);
    if (such.length > 0) yield { required, kind, actions: such };
  }
  if (actions.length > 0 || notCallable.length > 0 || pattern.toLowerCase() === "sts:getcalleridentity") return;
  if (unfit.length > 0) yield { required, kind: "unfit", names: unfit };
  else yield { required, kind: "no-such-action", meant: nearestAction(pattern, catalog) };
}

function nearestAction(pattern: string, catalog: RuleInput["catalog"]): string | undefined {
  const [service = "", name = ""] = pattern.split(":");
  const meant = nearestName(name, catalog.actionNames(service.toLowerCase()));
  return meant === undefined ? undefined : `${service}:${meant}`;
}

/** Where the policy would have to change: the Deny, the resources of the statement that names it, or the whole of it. */
function placeInPolicy(need: UnmetNeed, input: RuleInput): PolicyPath {
  const [first] = "actions" in need ? need.actions : [];
  if (first === undefined) return [];
  if (need.kind === "blocked" && need.layer === "session") {
    if (first.denied) return denyPlace(first, input) ?? [];
    const naming = statementNaming(first.action, input);
    return naming === undefined ? [] : elementOf(naming, "Resource", input);
  }
  const naming = statementNaming(first.action, input);
  return naming === undefined ? [] : entryNaming(first.action, naming, input);
}

function denyPlace({ action, statements }: ActionAccess, input: RuleInput): PolicyPath | undefined {
  const own = statements.find((ref: StatementRef) => ref.layer === "session" && ref.policy === 0);
  const statement = own && statementAt(input.model, own.statement);
  return statement === undefined ? undefined : entryNaming(action, statement, input);
}

function statementNaming(action: string, { model }: RuleInput): Statement | undefined {
  return model.statements.find(
    ({ effect, actions }) => effect === "Allow" && actionMatches(actions, action.toLowerCase()).value === true,
  );
}

function entryNaming(action: string, statement: Statement, input: RuleInput): PolicyPath {
  const { actions } = statement;
  if (actions.negated) return elementOf(statement, "Action", input);
  const entry = actions.entries.find(
    (each) => actionMatches({ negated: false, entries: [each] }, action.toLowerCase()).value === true,
  );
  return entry?.path ?? elementOf(statement, "Action", input);
}

function elementOf(statement: Statement, element: "Action" | "Resource", input: RuleInput): PolicyPath {
  const plain = [...statement.path, element];
  return input.nodeAt(plain) === undefined ? [...statement.path, `Not${element}`] : plain;
}
