import type { Catalog } from "../../catalog/catalog.js";
import type { ConcreteRequest, Decision, LayerName, Layers } from "../layers.js";
import { arnFields } from "./arnFields.js";
import { type ConditionKeys, conditionKeys } from "./conditionKeys.js";
import { type ContextFacts, contextFacts } from "./contextFacts.js";
import { applyDecisionProcedure, type Outcome } from "./decisionProcedure.js";
import { governingPolicies } from "./governingPolicies.js";
import { keyCases } from "./keyCases.js";
import { type KeyUses, keyUses } from "./keyUses.js";
import { type RequestedAccess, statementReaches } from "./matchStatement.js";
import { decideOutsidePolicies } from "./outsidePolicies.js";
import { documentsIn, keepStatements } from "./relevantStatements.js";
import { requestedResource } from "./requestedResource.js";
import { type SessionIdentity, sessionIdentity } from "./sessionIdentity.js";
import { type Cases, type RemainingEvaluations, settleCases, splitBy } from "./settleCases.js";
import type { Situation } from "./situation.js";

/** How often the decision procedure may be gone through for one request whose context is known in part. */
const maximumEvaluations = 2000;

/**
 * The definition of access: what AWS decides for one authorization tuple (M1), by the rules of docs/semantics.md and
 * nothing else. Literal rather than fast; the engine of `sets/` must agree with it.
 *
 * Where it cannot be told the answer is `depends` (on condition keys, or on whose the resource is) or `unknown`.
 * The catalog's details of the action's service should have been loaded: without them it is not known whether the
 * action takes a resource. Throws ImpossibleRequest where the context contradicts itself or the principal.
 */
export function evaluate(request: ConcreteRequest, layers: Layers, catalog: Catalog): Decision {
  return decide(request, layers, catalog, true);
}

/** Whether `evaluate` says that the request is allowed, or that it is denied; undefined where it says neither. */
export function isAllowed(request: ConcreteRequest, layers: Layers, catalog: Catalog): boolean | undefined {
  const { decision } = decide(request, layers, catalog, false);
  return decision === "allow" ? true : decision.startsWith("deny") ? false : undefined;
}

/** @param tellsHow whether it matters how a request is denied that is denied either way */
function decide(request: ConcreteRequest, layers: Layers, catalog: Catalog, tellsHow: boolean): Decision {
  const action = request.action.toLowerCase();
  const identity = sessionIdentity(request.principal);
  const access: RequestedAccess = { action, resource: requestedResource(request.resource, action, catalog) };
  const keys = conditionKeys(catalog, access.resource.service);
  const owner = resourceOwner(request, access, layers, identity);
  const factsFor = (resourceAccount: string | undefined) =>
    contextFacts(
      request.context,
      request.contextIsComplete,
      { principal: request.principal, identity, resourceAccount },
      keys,
    );
  // First, so that an impossible context is told whatever is asked.
  const factsOfOwner = factsFor(owner);
  const outside = decideOutsidePolicies(request.principal, action);
  if (outside !== undefined) return outside;

  const uses: KeyUses[] = [];
  const settle = (isCrossAccount: boolean, procedure: Decide, remaining: RemainingEvaluations): Cases => {
    const facts = owner === undefined && !isCrossAccount ? factsFor(identity.account) : factsOfOwner;
    const relevant = keepStatements(
      layers,
      (statement, substitutes) => statementReaches(statement, substitutes, access, facts).value !== false,
    );
    const used = keyUses(documentsIn(relevant));
    uses.push(used);
    const situation = { principal: request.principal, identity, access, layers: relevant, catalog, isCrossAccount };
    const casesOf = (key: string, known: ContextFacts) => openKeyCases(key, known, used, keys);
    return settleCases({ decide: (known) => procedure(situation, known), casesOf }, facts, remaining);
  };
  const settleAll = (procedure: Decide): Cases => {
    const remaining = { left: maximumEvaluations };
    const isForeign =
      owner !== undefined && identity.account !== undefined ? owner !== identity.account : request.isForeign;
    return isForeign !== undefined
      ? settle(isForeign, procedure, remaining)
      : splitBy(resourceAccountKey, [settle(false, procedure, remaining), settle(true, procedure, remaining)]);
  };
  const decision = decisionOf(settleAll(applyDecisionProcedure), uses);
  if (decision.decision !== "deny-implicit" || !tellsHow) return decision;
  // D1 comes first, but what is denied either way was not looked into further.
  const denials = settleAll(lookForDeny).outcomes;
  return denials.every((outcome) => outcome.decision === "deny-explicit") ? settledDecision(denials) : decision;
}

type Decide = (situation: Situation, facts: ContextFacts) => Outcome;

/** The decision procedure's answer, open as long as an explicit Deny may yet be found. */
function lookForDeny(situation: Situation, facts: ContextFacts): Outcome {
  const outcome = applyDecisionProcedure(situation, facts);
  const { denied } = outcome;
  return denied.value === undefined && denied.keys.length > 0
    ? { ...outcome, decision: "open", because: denied }
    : outcome;
}

const resourceAccountKey = "aws:resourceaccount";

/** The account that owns the resource; undefined: not known. */
function resourceOwner(
  request: ConcreteRequest,
  access: RequestedAccess,
  layers: Layers,
  identity: SessionIdentity,
): string | undefined {
  if (request.resourceAccount !== undefined) return request.resourceAccount;
  const inArn = arnFields(request.resource)?.account;
  // Managed policies of AWS's own are for everybody.
  if (inArn === "aws") return identity.account;
  if (inArn !== undefined && inArn !== "") return inArn;
  if (layers.resourcePolicies.state === "given") {
    for (const { account } of governingPolicies(layers.resourcePolicies.value, access)) {
      if (account !== undefined) return account;
    }
  }
  const given = Object.entries(request.context).find(([key]) => key.toLowerCase() === resourceAccountKey)?.[1];
  if (typeof given === "string") return given;
  // Without a resource an action is on the caller's own account (M2).
  return request.resource === "*" ? identity.account : undefined;
}

function openKeyCases(key: string, facts: ContextFacts, uses: KeyUses, keys: ConditionKeys) {
  const fact = facts.of(key);
  return fact.state === "open"
    ? keyCases(fact, uses.tests.get(key) ?? [], keys.isMultivalued(key), keys.isText(key))
    : undefined;
}

function decisionOf({ outcomes, keys }: Cases, uses: readonly KeyUses[]): Decision {
  const dependsOn = keys.map((key) => spell(key, uses)).sort();
  const decisions = new Set(outcomes.map(({ decision }) => decision));
  const open = outcomes.filter(({ decision }) => decision === "open");
  const doubts = [...new Set(open.flatMap(({ because }) => because.doubts))];
  // What is allowed in one case and denied in another depends, whatever is doubtful in further cases.
  if (decisions.has("allow") && (decisions.has("deny-explicit") || decisions.has("deny-implicit"))) {
    return { decision: "depends", decidedBy: [], dependsOn, rules: rulesOf(outcomes), why: whyDepends(dependsOn) };
  }
  if (doubts.length > 0) {
    return { decision: "unknown", decidedBy: [], dependsOn, rules: rulesOf(open), why: doubts.join("; ") };
  }
  if (open.length > 0) {
    return { decision: "depends", decidedBy: [], dependsOn, rules: rulesOf(outcomes), why: whyDepends(dependsOn) };
  }
  return settledDecision(outcomes);
}

/** Outcomes that are all the same but for how they deny. */
function settledDecision(outcomes: readonly Outcome[]): Decision {
  const decisions = new Set(outcomes.map(({ decision }) => decision));
  const decision = decisions.has("allow")
    ? "allow"
    : decisions.has("deny-implicit")
      ? "deny-implicit"
      : "deny-explicit";
  const deciding = outcomes.filter((outcome) => outcome.decision === decision);
  return { decision, decidedBy: placesOf(deciding), dependsOn: [], rules: rulesOf(deciding) };
}

function spell(key: string, uses: readonly KeyUses[]): string {
  const spelled = uses.map((each) => each.spelling(key)).find((spelling) => spelling !== key);
  return spelled ?? (key === resourceAccountKey ? "aws:ResourceAccount" : key);
}

function whyDepends(keys: readonly string[]): string {
  return `it hangs on ${keys.join(", ")}`;
}

function rulesOf(outcomes: readonly Outcome[]): readonly string[] {
  return [...new Set(outcomes.flatMap(({ rules }) => rules))].sort();
}

const layerOrder: readonly LayerName[] = ["identity", "boundary", "scp", "rcp", "session", "resource"];

/** Each place once, ordered by layer, level, policy, statement. */
function placesOf(outcomes: readonly Outcome[]): Decision["decidedBy"] {
  const places = new Map(outcomes.flatMap(({ decidedBy }) => decidedBy).map((place) => [JSON.stringify(place), place]));
  const sortKey = (place: Decision["decidedBy"][number]): readonly number[] => [
    layerOrder.indexOf(place.layer),
    place.level ?? -1,
    "policy" in place ? place.policy : -1,
    "statement" in place ? place.statement : -1,
  ];
  return [...places.values()].sort((a, b) => {
    const [first, second] = [sortKey(a), sortKey(b)];
    // No two places are the same.
    const at = first.findIndex((number, i) => number !== second[i]);
    return first[at]! - second[at]!;
  });
}
