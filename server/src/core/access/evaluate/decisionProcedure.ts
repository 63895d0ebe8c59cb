import type { Decision, LayerName, RuleNumber, StatementRef } from "../layers.js";
import { type Answer, and, doubt, not, or, restingOn, yes } from "./answer.js";
import type { ContextFacts } from "./contextFacts.js";
import {
  boundaryAnswer,
  identityAnswer,
  type LayerAnswer,
  resourceControlAnswers,
  serviceControlAnswers,
  sessionAnswer,
} from "./layerAnswers.js";
import type { NamedBy } from "./matchPrincipal.js";
import { type ResourceAnswer, resourceAnswer } from "./resourceAnswer.js";
import type { Situation } from "./situation.js";

/** What the facts at hand decide. */
export interface Outcome {
  readonly decision: "allow" | "deny-explicit" | "deny-implicit" | "open";
  readonly decidedBy: Decision["decidedBy"];
  readonly rules: readonly RuleNumber[];
  /** For `open`: what keeps it so. */
  readonly because: Answer;
  /** Whether there is an explicit Deny (D1): may be open where the request is denied implicitly. */
  readonly denied: Answer;
}

/** D1–D6 for one authorization tuple. */
export function applyDecisionProcedure(situation: Situation, facts: ContextFacts): Outcome {
  const identity = identityAnswer(situation, facts);
  const boundary = boundaryAnswer(situation, facts);
  const session = sessionAnswer(situation, facts);
  const scps = serviceControlAnswers(situation, facts);
  const rcps = resourceControlAnswers(situation, facts);
  const resource = resourceAnswer(situation, facts);
  const layers = [identity, boundary, ...scps, ...rcps, session];

  const denied = or([...layers.map(({ denies }) => denies), resource.denies]);
  if (denied.value === true) return explicitDeny(layers, resource, denied);

  const grant = grantOf(situation, identity, boundary, session, resource);
  const guardrails = [...scps, ...rcps];
  const passed = and(guardrails.map(({ allows }) => allows));
  const allowed = and([not(denied), passed, grant.granted, isRealistic(situation)]);
  if (allowed.value === true) {
    return {
      decision: "allow",
      decidedBy: grant.grantedBy(),
      rules: [grant.rule, ...allowed.rules],
      because: allowed,
      denied,
    };
  }
  const lacking = [
    ...guardrails.filter(({ allows }) => allows.value === false).map(placeOf),
    ...(grant.granted.value === false ? grant.lacking : []),
  ];
  if (passed.value === false || grant.granted.value === false) {
    const rules = [
      ...(passed.value === false ? ["D2"] : []),
      ...(grant.granted.value === false ? [grant.rule, ...grant.granted.rules] : []),
    ];
    return { decision: "deny-implicit", decidedBy: lacking, rules, because: allowed, denied };
  }
  return { decision: "open", decidedBy: [], rules: allowed.rules, because: allowed, denied };
}

/** D1: an explicit Deny in any layer. Every denying statement is named. */
function explicitDeny(layers: readonly LayerAnswer[], resource: ResourceAnswer, denied: Answer): Outcome {
  const decidedBy = [...layers, resource]
    .flatMap(({ denying }) => denying)
    .filter(({ applies }) => applies.value === true)
    .map(({ ref }) => ref);
  return { decision: "deny-explicit", decidedBy, rules: ["D1", ...denied.rules], because: denied, denied };
}

interface Grant {
  /** The formula of D3, D4 or D5. */
  readonly granted: Answer;
  readonly rule: RuleNumber;
  /** The layers that lack it, where the formula is false. */
  readonly lacking: readonly LayerPlace[];
  /** The statements that grant, where it is true: of the layers that can (table 3). */
  readonly grantedBy: () => readonly StatementRef[];
}

interface LayerPlace {
  readonly layer: LayerName;
  readonly level?: number;
}

function grantOf(
  situation: Situation,
  identity: LayerAnswer,
  boundary: LayerAnswer,
  session: LayerAnswer,
  resource: ResourceAnswer,
): Grant {
  const { grants } = resource;
  const limits = and([boundary.allows, session.allows]);
  const lackingLimits = [boundary, session].filter(({ allows }) => allows.value === false);
  const byIdentity = () => trueRefs(identity.allowing);
  const byResource = (...names: readonly (keyof NamedBy)[]) =>
    resource.granting.filter(({ applies }) => names.some((name) => applies[name].value === true)).map(({ ref }) => ref);
  const lacks = (layers: readonly LayerAnswer[], resourceToo: boolean): readonly LayerPlace[] => [
    ...layers.map(placeOf),
    ...(resourceToo ? [{ layer: "resource" } as const] : []),
  ];

  if (situation.isCrossAccount) {
    const anyGrant = or([grants.everyone, grants.session, grants.base, grants.account]);
    const withoutIdentity = identity.allows.value === false ? [identity] : [];
    return {
      granted: and([identity.allows, limits, anyGrant]),
      rule: "D5",
      lacking: lacks([...withoutIdentity, ...lackingLimits], anyGrant.value === false),
      grantedBy: () => [...byIdentity(), ...byResource("everyone", "session", "base", "account")],
    };
  }

  const everyone = restingOn(grants.everyone, ...(grants.everyone.value === true ? ["Q19"] : []));
  const direct = or([restingOn(grants.session, ...(grants.session.value === true ? ["Q1"] : [])), everyone]);
  if (hasDecidingPolicy(situation)) {
    // D4: the account's own policies count only where the resource's policy lets them.
    const base = restingOn(grants.base, ...(grants.base.value === true ? ["Q20"] : []));
    const throughAccount = and([grants.account, identity.allows]);
    const allowedInside = or([throughAccount, base]);
    const resourceLacks = grants.base.value === false && grants.account.value === false;
    const withoutIdentity = allowedInside.value === false && identity.allows.value === false ? [identity] : [];
    return {
      granted: or([and([allowedInside, limits]), direct]),
      rule: "D4",
      lacking: lacks([...withoutIdentity, ...lackingLimits], resourceLacks),
      grantedBy: () => [
        ...(and([throughAccount, limits]).value === true ? byIdentity() : []),
        ...byResource(
          "everyone",
          "session",
          ...(limits.value === true ? (["base"] as const) : []),
          ...(and([throughAccount, limits]).value === true ? (["account"] as const) : []),
        ),
      ],
    };
  }
  const inside = or([identity.allows, grants.base]);
  return {
    granted: or([and([inside, limits]), direct]),
    rule: "D3",
    lacking: lacks([...(inside.value === false ? [identity] : []), ...lackingLimits], false),
    grantedBy: () => [
      ...(limits.value === true ? byIdentity() : []),
      ...byResource("everyone", "session", ...(limits.value === true ? (["base"] as const) : [])),
    ],
  };
}

/** KMS keys and roles to be assumed: their own policy must let the account in (D4). */
function hasDecidingPolicy({ access: { action, resource } }: Situation): boolean {
  const [, , service, , , name = ""] = resource.fields ?? [];
  if (action.startsWith("kms:")) return service === "kms" && name.startsWith("key/");
  return action.startsWith("sts:") && service === "iam" && name.startsWith("role/");
}

/** M3: where an action takes resources, a request on `*` does not say which. */
function isRealistic({ access: { resource } }: Situation): Answer {
  const isOpen = resource.text === "*" && resource.types !== undefined && resource.types.length > 0;
  return isOpen ? doubt("the action takes a resource, and none is named", "M3") : yes;
}

function trueRefs(statements: LayerAnswer["allowing"]): readonly StatementRef[] {
  return statements.filter(({ applies }) => applies.value === true).map(({ ref }) => ref);
}

function placeOf({ layer, level }: LayerAnswer): LayerPlace {
  return level === undefined ? { layer } : { layer, level };
}
