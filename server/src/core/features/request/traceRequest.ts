import { evaluate } from "../../access/evaluate/evaluate.js";
import { ImpossibleRequest } from "../../access/evaluate/impossibleRequest.js";
import type {
  ContextValues,
  Decision,
  Layer,
  LayerName,
  Layers,
  PolicyDocument,
  StatementRef,
} from "../../access/layers.js";
import { referredStatement } from "../../access/referredStatement.js";
import { sessionBindings } from "../../access/sessionBindings.js";
import type { PolicyAnalysis } from "../../analysis.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { SessionContext } from "../../context/sessionContext.js";
import { layerTitle, notGivenList } from "../../messages/layerNames.js";
import { alternatives } from "../../messages/lists.js";
import { statementName } from "../../messages/statementNames.js";
import { modelOfValue } from "../../policy/buildModel.js";
import { statementAt } from "../../policy/statementAt.js";
import type { PolicyPath } from "../../syntax/json.js";

/** A request as somebody types it; what is not said of its context is not known. */
export interface AskedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ContextValues;
}

/** What becomes of one request in a session, and what each layer says of it. */
export interface RequestTrace {
  readonly decision: Decision["decision"];
  /** Without final period: `Allowed`, `Denied by the session policy`. */
  readonly headline: string;
  /** More to be known, a sentence each. */
  readonly notes: readonly string[];
  readonly layers: readonly TracedLayer[];
  /** The layers without whose grant it is denied; none for any other decision. */
  readonly lacking: readonly LayerName[];
}

export interface TracedLayer {
  /** `Identity policies`. */
  readonly title: string;
  /** `allows`, `denies`, `does not allow`. */
  readonly answer: string;
  /** Whether it is one of those that decide. */
  readonly decides: boolean;
  readonly statements: readonly TracedStatement[];
}

export interface TracedStatement {
  /** `S3AccessRolePolicy.json, statement 1`. */
  readonly name: string;
  /** Missing for what is in no file. */
  readonly uri?: string;
  readonly path: PolicyPath;
}

/**
 * Decides one request in the session of a policy, and each layer's part in it. Loads nothing: the catalog's details of
 * the action's service should be there. A request that contradicts itself gets a sentence instead.
 */
export function traceRequest(
  policy: PolicyAnalysis & { readonly session: SessionContext },
  uri: string,
  asked: AskedRequest,
  catalog: Catalog,
): RequestTrace | { readonly error: string } {
  const { session } = policy;
  const inHand: PolicyDocument = { name: "this policy", uri, model: policy.model };
  const managed = session.managedPolicies.map(({ arn, document }) => ({ arn, document }));
  const unread = managed.find(({ document }) => document.state === "unknown");
  const layers: Layers = {
    ...session.layers,
    session:
      unread === undefined
        ? {
            state: "given",
            value: [inHand, ...managed.flatMap(({ document }) => (document.state === "given" ? [document.value] : []))],
          }
        : { state: "unknown", why: `the managed policy ${unread.arn} isn't known` },
  };
  const { principal } = session;
  const request = {
    principal,
    action: asked.action,
    resource: asked.resource,
    context: { ...sessionBindings(session).context, ...asked.context },
    contextIsComplete: false,
  };
  const ownAccount = (principal.roleArn ?? principal.userArn)?.split(":")[4];
  try {
    let decide: Decide = (under) => evaluate(request, under, catalog);
    let decision = asFarAsGiven(layers, decide);
    // The ARN of a bucket names no account, and neither may the config of the role. Unless something else is said, the
    // resource is taken for one of the session's own account.
    const isTakenForOwn =
      isOpen(decision) && (ownAccount === undefined || ownAccount === "" || asked.resource.split(":")[4] === "");
    if (isTakenForOwn) {
      const own = ownAccount ? { ...request, resourceAccount: ownAccount } : { ...request, isForeign: false };
      decide = (under) => evaluate(own, under, catalog);
      decision = asFarAsGiven(layers, decide);
    }
    const traced = tracedLayers(layers, decide, decision, session, inHand);
    return {
      decision: decision.decision,
      headline: headlineOf(decision, traced),
      notes: [
        ...notesOf(decision, policy),
        ...(isTakenForOwn
          ? ["The resource is taken to be in the session's own account; set aws:ResourceAccount if it is not."]
          : []),
      ],
      layers: traced,
      lacking: decision.decision === "deny-implicit" ? [...new Set(decision.decidedBy.map(({ layer }) => layer))] : [],
    };
  } catch (error) {
    if (error instanceof ImpossibleRequest) return { error: `${error.place}: ${error.message}` };
    throw error;
  }
}

type Decide = (under: Layers) => Decision;

function isOpen({ decision }: Decision): boolean {
  return decision === "depends" || decision === "unknown";
}

/**
 * The decision by the layers that are given, where it does not hang on them that the others are not: those are named
 * beside it. What needs the resource's own policy (D4, D5) stays unknown without it.
 */
function asFarAsGiven(layers: Layers, decide: Decide): Decision {
  const full = decide(layers);
  if (full.decision !== "unknown") return full;
  const none = { state: "none" } as const;
  const known = <T>(layer: Layer<T>): Layer<T> => (layer.state === "unknown" ? none : layer);
  const assumed = decide({
    ...layers,
    boundary: known(layers.boundary),
    serviceControlPolicies: known(layers.serviceControlPolicies),
    resourceControlPolicies: known(layers.resourceControlPolicies),
    resourcePolicies: known(layers.resourcePolicies),
  });
  return assumed.decidedBy.some(({ layer }) => layer === "resource") ? full : assumed;
}

const order: readonly LayerName[] = ["identity", "boundary", "scp", "rcp", "session", "resource"];

const everything: PolicyDocument = {
  name: "",
  model: modelOfValue(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "identity",
  ),
};

/** Each layer's own say: the request with all other layers out of the way. */
function tracedLayers(
  layers: Layers,
  decide: Decide,
  decision: Decision,
  session: SessionContext,
  own: PolicyDocument,
): readonly TracedLayer[] {
  const none = { state: "none" } as const;
  const open: Layers = {
    identity: { state: "given", value: [everything] },
    session: { state: "given", value: [everything] },
    boundary: none,
    serviceControlPolicies: none,
    resourceControlPolicies: none,
    resourcePolicies: none,
  };
  return order.flatMap((layer): readonly TracedLayer[] => {
    const key = keyOf[layer];
    const state = layers[key];
    const deciding = decision.decidedBy.filter((place) => place.layer === layer);
    const shared = { title: layerTitle(layer), decides: deciding.length > 0 };
    if (state.state === "none" && layer !== "identity") return [];
    if (state.state === "unknown") return [{ ...shared, answer: "not given", statements: [] }];
    const statements = (refs: Decision["decidedBy"]) =>
      refs.flatMap((ref) => ("statement" in ref ? [tracedStatement(ref, session, own)] : []));
    // What resource policies say cannot be told apart from the rest: only a grant or a Deny that decides is shown.
    if (layer === "resource") {
      if (deciding.length === 0) return [];
      const denies = deciding.some((ref) => "effect" in ref && ref.effect === "Deny");
      return [{ ...shared, answer: denies ? "denies" : "allows", statements: statements(deciding) }];
    }
    const alone = decide({ ...open, [key]: state } as Layers);
    const says = alone.decidedBy.filter((place) => place.layer === layer);
    const granting =
      alone.decision === "allow" ? grantsOf(layer, layers, (identity) => decide({ ...open, identity })) : [];
    return [{ ...shared, answer: answers[alone.decision], statements: statements([...says, ...granting]) }];
  });
}

/**
 * The statements of a limiting layer that let a request through: those that would grant it if its documents were the
 * role's own. A decision names only what grants.
 */
function grantsOf(
  layer: LayerName,
  layers: Layers,
  decideAs: (identity: Layers["identity"]) => Decision,
): readonly StatementRef[] {
  const levels =
    layer === "scp"
      ? layers.serviceControlPolicies
      : layer === "session" || layer === "boundary"
        ? asLevel(layers[layer])
        : ({ state: "none" } as const);
  if (levels.state !== "given") return [];
  return levels.value.flatMap((documents, level) =>
    decideAs({ state: "given", value: documents }).decidedBy.flatMap((ref) =>
      "statement" in ref ? [{ ...ref, layer, ...(layer === "scp" && { level }) }] : [],
    ),
  );
}

function asLevel(layer: Layer<readonly PolicyDocument[]>): Layer<readonly (readonly PolicyDocument[])[]> {
  return layer.state === "given" ? { state: "given", value: [layer.value] } : layer;
}

const keyOf: { readonly [layer in LayerName]: keyof Layers } = {
  identity: "identity",
  boundary: "boundary",
  scp: "serviceControlPolicies",
  rcp: "resourceControlPolicies",
  session: "session",
  resource: "resourcePolicies",
};

const answers: { readonly [decision in Decision["decision"]]: string } = {
  allow: "allows",
  "deny-explicit": "denies",
  "deny-implicit": "does not allow",
  depends: "depends on a condition",
  unknown: "can't tell",
};

function tracedStatement(ref: StatementRef, session: SessionContext, own: PolicyDocument): TracedStatement {
  const isOwn = ref.layer === "session" && ref.policy === 0;
  const referred = isOwn ? undefined : referredStatement(ref, session);
  const document = isOwn ? own : referred?.document;
  const statement = isOwn ? statementAt(own.model, ref.statement) : referred?.statement;
  const name = document === undefined ? "" : `${document.name.slice(document.name.lastIndexOf("/") + 1)}, `;
  return {
    name: name + statementName(ref.statement, statement?.sid),
    ...(document?.uri === undefined ? {} : { uri: document.uri }),
    path: statement?.path ?? [],
  };
}

function headlineOf({ decision, dependsOn, why }: Decision, layers: readonly TracedLayer[]): string {
  const deciding = layers.filter(({ decides }) => decides);
  const titles = deciding.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  const [first] = deciding.flatMap(({ statements }) => statements);
  switch (decision) {
    case "allow":
      return "Allowed";
    case "deny-explicit":
      return first === undefined ? "Denied" : `Denied by ${first.name}`;
    case "deny-implicit":
      return titles.length === 0 ? "Not allowed" : `Not allowed by the ${alternatives(titles)}`;
    case "depends":
      return dependsOn.length === 0
        ? `It depends: ${why ?? "on the context"}`
        : `It depends on ${dependsOn.join(", ")}`;
    case "unknown":
      return `Can't tell: ${why ?? "something is not known"}`;
  }
}

function notesOf({ decision, rules }: Decision, { notGiven }: PolicyAnalysis): readonly string[] {
  const notes: string[] = [];
  if (decision === "allow" && notGiven.length > 0)
    notes.push(`As far as is given: ${notGivenList(notGiven)} may still take it away.`);
  if (decision === "deny-implicit" && notGiven.includes("resourcePolicies"))
    notes.push("A policy of the resource that names the role could still allow it; none was given.");
  if (rules.length > 0) notes.push(`Rules: ${rules.join(", ")}.`);
  return notes;
}
