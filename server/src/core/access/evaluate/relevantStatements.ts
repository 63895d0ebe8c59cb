import type { Statement } from "../../policy/model.js";
import type { Layer, Layers, PolicyDocument } from "../layers.js";

/** The same layers with only the statements that are kept; their indexes stay. */
export function keepStatements(
  layers: Layers,
  keep: (statement: Statement, substitutesVariables: boolean) => boolean,
): Layers {
  const document = (each: PolicyDocument): PolicyDocument => ({
    ...each,
    model: {
      ...each.model,
      statements: each.model.statements.filter((statement) => keep(statement, each.model.substitutesVariables)),
    },
  });
  const documents = (list: readonly PolicyDocument[]) => list.map(document);
  return {
    identity: mapLayer(layers.identity, documents),
    session: mapLayer(layers.session, documents),
    boundary: mapLayer(layers.boundary, documents),
    serviceControlPolicies: mapLayer(layers.serviceControlPolicies, (levels) => levels.map(documents)),
    resourceControlPolicies: mapLayer(layers.resourceControlPolicies, (levels) => levels.map(documents)),
    resourcePolicies: mapLayer(layers.resourcePolicies, (policies) =>
      policies.map((each) => ({ ...each, policy: mapLayer(each.policy, document) })),
    ),
  };
}

/** All documents, layer by layer. */
export function documentsIn(layers: Layers): readonly PolicyDocument[] {
  const given = <T>(layer: Layer<readonly T[]>): readonly T[] => (layer.state === "given" ? layer.value : []);
  return [
    ...given(layers.identity),
    ...given(layers.boundary),
    ...given(layers.serviceControlPolicies).flat(),
    ...given(layers.resourceControlPolicies).flat(),
    ...given(layers.session),
    ...given(layers.resourcePolicies).flatMap(({ policy }) => (policy.state === "given" ? [policy.value] : [])),
  ];
}

function mapLayer<T>(layer: Layer<T>, change: (value: T) => T): Layer<T> {
  return layer.state === "given" ? { state: "given", value: change(layer.value) } : layer;
}
