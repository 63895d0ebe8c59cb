import type { AccessEngine } from "./accessEngine.js";
import type { Layer, LayerName, Layers, PolicyDocument, Principal } from "./layers.js";
import type { SessionBindings } from "./sessionBindings.js";
import { RuleSet } from "./sets/rules.js";

/** A layer that must allow a request, ready for comparison; SCPs and RCPs give one for each level (D2). */
export interface GrantLayer {
  readonly layer: LayerName;
  readonly level: number | undefined;
  readonly rules: RuleSet;
}

/** The layers of a session other than its own, made ready. What is not given is not among them. */
export interface CompiledLayers {
  readonly identity: GrantLayer | undefined;
  readonly others: readonly GrantLayer[];
  /** Layers that are not given or not readable, with the reason. */
  readonly unknown: readonly { readonly layer: LayerName; readonly why: string }[];
}

export function compileLayers(
  layers: Omit<Layers, "session">,
  principal: Principal,
  bindings: SessionBindings,
  engine: AccessEngine,
): CompiledLayers {
  const unknown: { layer: LayerName; why: string }[] = [];
  const grant = (layer: LayerName, level: number | undefined, documents: readonly PolicyDocument[]): GrantLayer => ({
    layer,
    level,
    rules: new RuleSet(
      layer,
      level,
      documents.flatMap((document, policy) =>
        engine.rulesOf(document, { layer, ...(level === undefined ? {} : { level }), policy }, bindings),
      ),
    ),
  });
  const note = (layer: LayerName, state: Layer<unknown>) => {
    if (state.state === "unknown") unknown.push({ layer, why: state.why });
  };
  for (const [name, state] of layerStates(layers)) note(name, state);
  const identity =
    layers.identity.state === "unknown"
      ? undefined
      : grant("identity", undefined, layers.identity.state === "given" ? layers.identity.value : []);
  const others: GrantLayer[] = [];
  if (layers.boundary.state === "given") others.push(grant("boundary", undefined, layers.boundary.value));
  // Service-linked roles and the management account are outside of both (D2, T5).
  const governed = !principal.serviceLinkedRole && !principal.managementAccount;
  if (governed && layers.serviceControlPolicies.state === "given") {
    layers.serviceControlPolicies.value.forEach((level, i) => {
      others.push(grant("scp", i, level));
    });
  }
  if (governed && layers.resourceControlPolicies.state === "given") {
    layers.resourceControlPolicies.value.forEach((level, i) => {
      others.push(grant("rcp", i, level));
    });
  }
  return { identity, others, unknown };
}

function layerStates(layers: Omit<Layers, "session">): readonly (readonly [LayerName, Layer<unknown>])[] {
  return [
    ["identity", layers.identity],
    ["boundary", layers.boundary],
    ["scp", layers.serviceControlPolicies],
    ["rcp", layers.resourceControlPolicies],
    ["resource", layers.resourcePolicies],
  ];
}
