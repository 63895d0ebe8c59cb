import { exampleOf, firstExample } from "../../access/firstExample.js";
import type { LayerName, StatementRef } from "../../access/layers.js";
import { referredStatement } from "../../access/referredStatement.js";
import type { ActionAccess, EntryAccess } from "../../analysis.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { type Excess, exceedsBaseRole } from "../../messages/exceedsBaseRole.js";
import { principalWord } from "../../messages/principalNames.js";
import { statementName } from "../../messages/statementNames.js";
import type { Statement } from "../../policy/model.js";
import { isPassThrough } from "../../policy/passThrough.js";
import { statementAt } from "../../policy/statementAt.js";
import type { RelatedPlace } from "../finding.js";
import { isLostToBase } from "../lostToBase.js";
import { narrowFix, removablePath, removeFix } from "../narrowing.js";
import { references } from "../references.js";
import { defineRule, type RuleInput } from "../rule.js";

export default defineRule<Excess>({
  id: "exceeds-base-role",
  topic: "session",
  severity: "warning",
  appliesTo: ["session"],
  needs: "session",
  since: "0.1.0",
  summary: "The session policy names actions that the base role does not grant.",
  why: 'A session policy can only narrow what its role may do: naming an action in it grants nothing. Actions that the role lacks are dead weight at best, and at worst somebody relies on them. It is a warning where nothing of an entry is left and a suggestion where a part is. A result that hangs on a condition is shown in the lens only, and an unconditioned `Allow * on *` is taken as "whatever the role may do".',
  seeAlso: [references.sessionPolicies, references.evaluation],
  examples: {
    invalid: [
      {
        title: "No effect: nothing could allow it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" },
    { "Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*" }
                                   ^^^^^^^^^^^^^^^^^^^^^^^
  ]
}`,
      },
      {
        title: "Not granted by the role, though a table's policy could allow it",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": ["dynamodb:GetItem"],
               ^^^^^^^^^^^^^^^^^^
    "Resource": "arn:aws:dynamodb:us-east-1:111122223333:table/Orders"
  }]
}`,
      },
      {
        title: "Only a part of a wildcard",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
        ],
        policy: `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::example-bucket/*" }
                                              ^^^^^^^^^
}`,
      },
      {
        title: "Denied by the role's own policies",
        base: [
          `{ "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Action": "s3:*", "Resource": "*" },
            { "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::secret/*" } ] }`,
        ],
        policy: `{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::secret/*" }
                                              ^^^^^^^^^^^^^^
}`,
      },
      {
        title: "What the role grants, the policy's own Deny takes again",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*",
             "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
        ],
        policy: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/*" },
                                   ^^^^^^^^^^^^^^
    {
      "Sid": "NotFromOffice",
      "Effect": "Deny",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } }
    }
  ]
}`,
      },
    ],
    valid: [
      {
        title: "Backed by the role",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::example-bucket/*" } }`,
      },
      {
        title: "Whatever the role may do, but no deletions",
        base: [`{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } }`],
        policy: `{ "Version": "2012-10-17", "Statement": [
  { "Effect": "Allow", "Action": "*", "Resource": "*" },
  { "Effect": "Deny", "Action": "s3:Delete*", "Resource": "*" }
] }`,
      },
      {
        title: "It depends on a condition",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*",
             "Condition": { "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } } }`,
        ],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } }`,
      },
      {
        title: "Together the role's policies grant it",
        base: [
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*" } }`,
          `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::b/*" } }`,
        ],
        policy: `{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::b/*" } }`,
      },
    ],
  },
  *check(input) {
    const { session } = input;
    if (session === undefined) return;
    for (const entry of input.entries) {
      if (!losesSomething(entry)) continue;
      const excess = input.inAll.once("excess", entry, () => excessOf(entry, input));
      if (excess === undefined) continue;
      const unnecessary = excess.dead && excess.elsewhere.length === 0 && entry.result === "no-effect";
      yield {
        path: entry.path,
        data: excess,
        severity: excess.dead && excess.elsewhere.length === 0 ? "warning" : "suggestion",
        related: denials(excess, session),
        unnecessary,
        counterexample: excess.counterexample,
      };
    }
  },
  message(excess, { session, inAll, words }) {
    if (session === undefined) return "";
    // What it comes to in other sessions may be said too: then nothing is kept for longer than these.
    const remembered = inAll.sessions > 1 ? inAll.words : words;
    return remembered.once(excess.entry, session, formOf(excess), () => exceedsBaseRole(excess, session));
  },
  fixes({ entry }, input) {
    const { session, characters, inAll } = input;
    const about = `fixes ${session && principalWord(session)} ${characters.limit}`;
    return inAll.once(about, entry, () =>
      [narrowFix(entry, input), removeFix(entry, input)].filter((fix) => fix !== undefined),
    );
  },
});

/** What its words hang on besides the entry and the session. Where units are short it may have no example. */
function formOf({ lastOne, counterexample }: Excess): string {
  return `excess ${lastOne} ${counterexample !== undefined}`;
}

/** Most entries don't, which is told before anything is made for them. */
function losesSomething({ effect, negated, result, actions }: EntryAccess): boolean {
  if (effect === "Deny" || negated || result === "allowed") return false;
  return actions.some((action) => action.result === "partly" || isLostToBase(action));
}

function excessOf(entry: EntryAccess, input: RuleInput): Excess | undefined {
  const statement = statementAt(input.model, entry.statement);
  if (statement === undefined || isPassThrough(statement)) return undefined;
  const allLost = entry.actions.filter(isLostToBase);
  const dead = allLost.length > 0 && allLost.length === entry.actions.length;
  // A file that serves several roles may name for each what another lacks: only what none of them grants is a fault.
  const inAll = input.inAll.of(entry);
  const elsewhere = dead && input.inAll.sessions > 1 ? inAll.givenIn : [];
  const lost = dead ? allLost : allLost.filter((action) => inAll.isLost(action));
  const partly = entry.actions.filter(
    (action) => action.result === "partly" && action.decidedBy !== "session" && !inAll.isAllowedSomewhere(action),
  );
  const worst = lost.length > 0 ? lost : partly;
  const decisive = worst.find(({ decidedBy }) => decidedBy === "identity") ?? worst[0];
  if (decisive === undefined) return undefined;
  return {
    entry,
    lost,
    partly,
    layer: decisive.decidedBy as LayerName,
    denied: worst.every(({ denied }) => denied),
    takenAgain: worst.every(({ isTakenAgain }) => isTakenAgain)
      ? "all"
      : worst.some(({ isTakenAgain }) => isTakenAgain)
        ? "some"
        : "none",
    taker: takerOf(worst, input),
    dead,
    final: worst.every(({ revivable }) => !revivable),
    counterexample: mayBeShown(statement) ? shown(decisive, worst, input) : undefined,
    lastOne: removablePath(entry, input) === undefined,
    elsewhere,
  };
}

/** What IAM refuses lets no request through for sure (A2): none would be borne out, and each takes long to find. */
function mayBeShown({ actions }: Statement): boolean {
  return actions.entries.some(({ text }) => text === "*" || /^[^:*?]+:/.test(text));
}

function shown(
  decisive: ActionAccess,
  worst: readonly ActionAccess[],
  { inAll: { exampleUnits } }: RuleInput,
): Excess["counterexample"] {
  return exampleOf(decisive, exampleUnits) ?? firstExample(worst, exampleUnits);
}

/** The one statement of the policy whose Deny takes what is granted. */
function takerOf(actions: readonly ActionAccess[], { model }: RuleInput): string | undefined {
  if (!actions.some(({ isTakenAgain }) => isTakenAgain)) return undefined;
  const refs = actions.flatMap(({ isTakenAgain, lessDenied }) => (isTakenAgain ? (lessDenied ?? []) : []));
  const [first] = refs;
  if (first === undefined || first.policy !== 0) return undefined;
  if (refs.some(({ policy, statement }) => policy !== 0 || statement !== first.statement)) return undefined;
  return statementName(first.statement, statementAt(model, first.statement)?.sid);
}

/** The Denies that take something away, where they stand in a file. */
function denials({ lost, partly }: Excess, session: SessionContext): readonly RelatedPlace[] {
  const denied = [...lost, ...partly].filter((action) => action.denied);
  if (denied.length === 0) return [];
  const places = new Map<string, RelatedPlace>();
  for (const { statements } of denied) {
    for (const ref of statements) {
      const place = ref.effect === "Deny" ? placeOf(ref, session) : undefined;
      if (place !== undefined) places.set(JSON.stringify([place.uri, place.path]), place);
    }
  }
  return [...places.values()].slice(0, 5);
}

function placeOf(ref: StatementRef, session: SessionContext): RelatedPlace | undefined {
  const referred = referredStatement(ref, session);
  const uri = referred?.document?.uri;
  if (referred?.statement === undefined || uri === undefined) return undefined;
  const { index, sid, path } = referred.statement;
  return { uri, path, message: `Denied here, in ${referred.document?.name}, ${statementName(index, sid)}` };
}
