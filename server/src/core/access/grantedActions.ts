import type { SessionContext } from "../context/sessionContext.js";
import type { AccessEngine } from "./accessEngine.js";
import { type CompiledLayers, compileLayers, type GrantLayer } from "./compiledLayers.js";
import { sessionBindings } from "./sessionBindings.js";
import { type ActionSet, emptyActionSet } from "./sets/actionSets.js";
import { Budget, BudgetSpent } from "./sets/budget.js";

/** Which of a service's actions the layers around a session grant at all, whatever the resource. */
export interface GrantedActions {
  /** Each layer given has an Allow that names the action, and no Deny takes it away from every resource. */
  readonly actions: ActionSet;
  /** Those of them that some layer allows under conditions only. */
  readonly conditional: ActionSet;
  /** What the identity policies grant and another layer takes away or lacks. */
  readonly heldBack: ActionSet;
}

/** Far more than the largest role needs; proposals are not worth more. */
const units = 2_000_000;

/**
 * What a session's role or user grants of services, by the actions that statements name and not by their resources:
 * good enough to propose actions, and no verdict. The layers are made ready once for all services that are asked about.
 * `undefined` where the identity policies are not given, and for a service that is too much work.
 */
export function grantsOf(
  engine: AccessEngine,
  session: SessionContext,
): ((service: string) => GrantedActions | undefined) | undefined {
  const layers = compileLayers(session.layers, session.principal, sessionBindings(session), engine);
  const { identity } = layers;
  if (identity === undefined) return undefined;
  const budget = new Budget(units);
  return (service) => {
    try {
      return grantedOf(engine, layers, identity, service, budget);
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      return undefined;
    }
  };
}

function grantedOf(
  engine: AccessEngine,
  { others }: CompiledLayers,
  identity: GrantLayer,
  service: string,
  budget: Budget,
): GrantedActions {
  const { catalog } = engine;
  const named = (rules: readonly { actions: GrantLayer["rules"]["rules"][number]["actions"] }[]): ActionSet => {
    const set = emptyActionSet(catalog, service);
    for (const rule of rules) {
      const matched = rule.actions(catalog, service, budget);
      for (let w = 0; w < set.length; w++) set[w]! |= matched[w]!;
    }
    return set;
  };
  const isPlain = ({ conditions }: { readonly conditions: readonly unknown[] }) => conditions.length === 0;
  const actions = emptyActionSet(catalog, service).fill(0xffffffff);
  const plain = new Uint32Array(actions);
  let ofIdentity = actions;
  for (const { layer, rules } of [identity, ...others]) {
    const { allows, denies } = rules.on(service);
    // RCPs only take away, and only from the services that support them.
    if (layer !== "rcp") {
      const allowed = named(allows);
      const allowedPlainly = named(allows.filter(isPlain));
      for (let w = 0; w < actions.length; w++) {
        actions[w]! &= allowed[w]!;
        plain[w]! &= allowedPlainly[w]!;
      }
    } else if (!catalog.supportsResourceControlPolicies(service)) {
      continue;
    }
    const denied = named(denies.filter((rule) => isPlain(rule) && rule.everyResource));
    for (let w = 0; w < actions.length; w++) actions[w]! &= ~denied[w]!;
    if (layer === "identity") ofIdentity = new Uint32Array(actions);
  }
  const conditional = actions.map((word, w) => word & ~plain[w]!);
  const heldBack = ofIdentity.map((word, w) => word & ~actions[w]!);
  return { actions, conditional, heldBack };
}
