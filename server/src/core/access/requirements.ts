import type { ActionAccess } from "../analysis.js";
import type { SessionContext } from "../context/sessionContext.js";
import { modelOfValue } from "../policy/buildModel.js";
import type { PolicyModel } from "../policy/model.js";
import type { PolicyPath } from "../syntax/json.js";
import type { AccessEngine } from "./accessEngine.js";
import { decideOutsidePolicies } from "./evaluate/outsidePolicies.js";
import type { Layer, PolicyDocument } from "./layers.js";
import { managedPoliciesOf, SessionAccessCheck } from "./sessionAccess.js";
import { mostUnits } from "./sets/budget.js";
import type { Unknown } from "./verdict.js";

/** One entry of a requirement's `actions`, with what the session does to it on all of the requirement's resources. */
export interface RequiredAction {
  /** To the entry in the config. */
  readonly path: PolicyPath;
  readonly pattern: string;
  readonly resources: readonly string[];
  /** The catalog's actions that the entry matches and that can be called on one of the resources; sorted. */
  readonly actions: readonly ActionAccess[];
  /** Actions that the entry matches and that can be called on none of them (M3). */
  readonly unfit: readonly string[];
  /** Actions that a session of this kind can't call, whatever its policies say (M6). */
  readonly notCallable: readonly string[];
  /** The work units did not last for it: nothing is known of it. */
  readonly isUnjudged: boolean;
}

export interface RequiredActions {
  readonly required: readonly RequiredAction[];
  /** Work units that it took. */
  readonly units: number;
}

/**
 * What a session lets through of what its task needs: each action on each of the resources it can be called on, put to
 * the session policies as to one more layer below the base. Allowed only if every request is, in every context; `decidedBy`
 * names the layer that blocks one, and `statements` its Denies. Where a layer is not given, nothing is taken away by it.
 * @param policy the session policy in hand
 * @param units work units that all needs share; what they don't last for is not judged
 */
export function requiredActions(
  policy: PolicyModel,
  session: SessionContext,
  engine: AccessEngine,
  units = mostUnits,
): RequiredActions {
  const needs = session.requires.filter(({ actions, resources }) => actions.length > 0 && resources.length > 0);
  if (needs.length === 0) return { required: [], units: 0 };
  // One statement a need: no Allow has a say in what another one may do.
  const Statement = needs.map(({ actions, resources }) => ({
    Effect: "Allow",
    Action: [...actions],
    Resource: [...resources],
  }));
  const wanted = modelOfValue({ Version: "2012-10-17", Statement }, "session");
  const limits: readonly PolicyDocument[] = [{ name: session.name, model: policy }, ...managedPoliciesOf(session)];
  const { identity } = session.layers;
  // What other layers block is blocked whatever the base grants.
  const asked = identity.state === "unknown" ? withIdentity(session, everything) : session;
  const access = new SessionAccessCheck(engine, wanted, asked, units, limits).run();
  const unread = session.managedPolicies.find(({ document }) => document.state === "unknown");
  const outside = (action: string) => decideOutsidePolicies(session.principal, action.toLowerCase())?.decision;
  const required = access.entries.map((entry): RequiredAction => {
    const { path, resources } = needs[entry.statement]!;
    const at = entry.path[entry.path.length - 1];
    const named = [...entry.actions.map(({ action }) => action), ...entry.unfit];
    return {
      path: [...path, "actions", typeof at === "number" ? at : 0],
      pattern: entry.pattern,
      resources,
      // Calls that need no permission can't be blocked (M5), and those that can't be made are no access matter (M6).
      actions: entry.actions.filter(({ action }) => outside(action) === undefined).map(settled),
      unfit: entry.unfit.filter((action) => outside(action) === undefined),
      notCallable: named.filter((action) => outside(action) === "deny-implicit"),
      isUnjudged: entry.isUnjudged === true,
    };
  });
  return { required, units: access.units };

  function settled(access: ActionAccess): ActionAccess {
    if (identity.state === "unknown" && !isBlocked(access)) return uncertain(access, identity.why);
    // Another policy that is passed along may allow what this one doesn't (T2).
    const mayAllow = access.decidedBy === "session" && isBlocked(access) && !access.denied;
    if (unread !== undefined && mayAllow) return uncertain(access, `the managed policy ${unread.arn} isn't known`);
    return access;
  }
}

/** Whether the session surely lacks the action on some of the resources. */
export function isBlocked({ result }: ActionAccess): boolean {
  return result === "partly" || result === "not-granted" || result === "no-effect";
}

function uncertain({ action }: ActionAccess, detail: string): ActionAccess {
  const unknown: Unknown = { why: "layer-not-given", detail, rules: [] };
  const none = { statements: [], denied: false, revivable: false, dependsOn: [], layers: [] };
  return { ...none, action, result: "unknown", decidedBy: "identity", unknown };
}

function withIdentity(session: SessionContext, document: PolicyDocument): SessionContext {
  const identity: Layer<readonly PolicyDocument[]> = { state: "given", value: [document] };
  return { ...session, layers: { ...session.layers, identity } };
}

const everything: PolicyDocument = {
  name: "everything",
  model: modelOfValue(
    { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "identity",
  ),
};
