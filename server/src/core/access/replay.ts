import type { Catalog } from "../catalog/catalog.js";
import { modelOfValue } from "../policy/buildModel.js";
import type { PolicyModel } from "../policy/model.js";
import { isAllowed } from "./evaluate/evaluate.js";
import { ImpossibleRequest } from "./evaluate/impossibleRequest.js";
import type { ConcreteRequest, ContextValues, Layer, LayerName, Layers, PolicyDocument, Principal } from "./layers.js";
import type { ServiceExtracts } from "./serviceExtracts.js";
import type { Budget } from "./sets/budget.js";
import type { Counterexample } from "./verdict.js";

/** What a counterexample is replayed against. */
export interface ReplayLayers {
  readonly session: Layer<readonly PolicyDocument[]>;
  readonly layers: Omit<Layers, "session">;
  readonly principal: Principal;
  /** The session policies where they are not what is asked about but a layer that it is put to. */
  readonly limits?: Layer<readonly PolicyDocument[]> | undefined;
  /** Keys whose value is fixed for the session; what is not among them is not in the request. */
  readonly known: ContextValues;
}

/**
 * Whether a request shows what it is said to show: the session policies let it through, and the layer alone does not.
 * Asked of `evaluate`, the literal definition, before anybody sees the request: a disagreement between the two engines
 * must never become a claim.
 */
export function replays(
  example: Counterexample,
  { session, layers, principal, limits = { state: "none" }, known }: ReplayLayers,
  layer: LayerPlace,
  catalog: Catalog,
  extracts: ServiceExtracts,
  budget: Budget,
): boolean {
  const action = example.action.toLowerCase();
  const service = action.slice(0, action.indexOf(":"));
  const named = (key: string) => {
    const value = Object.entries(example.context).find(([each]) => each.toLowerCase() === key)?.[1];
    return typeof value === "string" ? value : undefined;
  };
  const arn = principal.roleArn ?? principal.userArn ?? named("aws:principalarn");
  const account = arn?.split(":")[4] || named("aws:principalaccount") || "111122223333";
  const request: ConcreteRequest = {
    principal: withArn(principal, arn, account),
    action: example.action,
    resource: example.resource,
    resourceAccount: named("aws:resourceaccount") ?? account,
    context: merged(known, example.context),
    contextIsComplete: true,
  };
  const free = freeLayers(account, example.resource);
  try {
    const own = extracts.documents(session, action);
    const tested =
      layer.layer === "session"
        ? { session: extracts.documents(limits, action) }
        : only(layers, layer, extracts, action);
    // Charged beforehand, by what the matching may cost at most: a replay must not go on where a search may not.
    budget.spend(evaluation + extracts.cost(session, service, example.resource.length));
    if (isAllowed(request, { ...free, session: own }, catalog) !== true) return false;
    const cost =
      layer.layer === "session"
        ? extracts.cost(limits, service, example.resource.length)
        : costOf(layers, layer, extracts, service, example.resource.length);
    budget.spend(evaluation + cost);
    return isAllowed(request, { ...free, ...tested }, catalog) === false;
  } catch (error) {
    // A context that no request can have shows nothing.
    if (error instanceof ImpossibleRequest) return false;
    throw error;
  }
}

/** What the example says of a key goes before what is known of it: spelled in any letter case (C2). */
function merged(known: ContextValues, example: ContextValues): ContextValues {
  const named = new Set(Object.keys(example).map((key) => key.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(known).filter(([key]) => !named.has(key.toLowerCase()))), ...example };
}

function withArn(principal: Principal, arn: string | undefined, account: string): Principal {
  return principal.kind === "role-session"
    ? { ...principal, roleArn: arn ?? `arn:aws:iam::${account}:role/r` }
    : { ...principal, userArn: principal.userArn ?? `arn:aws:iam::${account}:user/u` };
}

/** Units for one question to `evaluate`, besides what the matching takes. */
const evaluation = 1000;

interface LayerPlace {
  readonly layer: LayerName;
  readonly level: number | undefined;
}

function only(
  layers: Omit<Layers, "session">,
  { layer, level }: LayerPlace,
  extracts: ServiceExtracts,
  action: string,
): Partial<Layers> {
  switch (layer) {
    case "identity":
      return { identity: extracts.documents(layers.identity, action) };
    case "boundary":
      return { boundary: extracts.documents(layers.boundary, action) };
    case "scp":
      return { serviceControlPolicies: extracts.levels(oneLevel(layers.serviceControlPolicies, level), action) };
    case "rcp":
      return { resourceControlPolicies: extracts.levels(oneLevel(layers.resourceControlPolicies, level), action) };
    case "resource":
      return { resourcePolicies: layers.resourcePolicies };
    case "session":
      return {};
  }
}

function costOf(
  layers: Omit<Layers, "session">,
  { layer, level }: LayerPlace,
  extracts: ServiceExtracts,
  service: string,
  length: number,
): number {
  const levelOf = (levels: Layers["serviceControlPolicies"]): Layer<readonly PolicyDocument[]> =>
    levels.state === "given" ? { state: "given", value: levels.value[level ?? 0] ?? [] } : { state: "none" };
  switch (layer) {
    case "identity":
      return extracts.cost(layers.identity, service, length);
    case "boundary":
      return extracts.cost(layers.boundary, service, length);
    case "scp":
      return extracts.cost(levelOf(layers.serviceControlPolicies), service, length);
    case "rcp":
      return extracts.cost(levelOf(layers.resourceControlPolicies), service, length);
    case "session":
    case "resource":
      return 0;
  }
}

function oneLevel(
  levels: Layers["serviceControlPolicies"],
  level: number | undefined,
): Layers["serviceControlPolicies"] {
  if (levels.state !== "given") return levels;
  const one = levels.value[level ?? 0];
  return one === undefined ? { state: "none" } : { state: "given", value: [one] };
}

/** Layers that let everything through, so that one of them can be put to the test. */
function freeLayers(account: string, resource: string): Layers {
  const all: Layer<readonly PolicyDocument[]> = { state: "given", value: [{ name: "all", model: allowAll }] };
  return {
    identity: all,
    session: all,
    boundary: { state: "none" },
    serviceControlPolicies: { state: "none" },
    resourceControlPolicies: { state: "none" },
    // A key or role is asked with its own policy as well (D4): one that leaves it to the account.
    resourcePolicies: {
      state: "given",
      value: [
        { resource, account, policy: { state: "given", value: { name: "account", model: allowAccount(account) } } },
      ],
    },
  };
}

/** A policy of a resource that leaves everything to the account. */
function allowAccount(account: string): PolicyModel {
  const statements = allowSomebody.statements.map((statement) => {
    const entries = [{ type: "AWS" as const, value: `arn:aws:iam::${account}:root`, path: [] }];
    return { ...statement, principals: { negated: false, entries } };
  });
  return { ...allowSomebody, statements };
}

const allowSomebody: PolicyModel = modelOfValue(
  { Version: "2012-10-17", Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" } },
  "resource",
);

const allowAll: PolicyModel = modelOfValue(
  { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
  "identity",
);
