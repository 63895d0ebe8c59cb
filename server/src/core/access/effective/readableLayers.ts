import type { Layer, LayerName, Layers, PolicyDocument, ResourcePolicy, RuleNumber } from "../layers.js";

/** A layer of which nothing can be told. */
export interface UnreadableLayer {
  readonly layer: LayerName;
  readonly why: string;
  readonly rules: readonly RuleNumber[];
}

/** The layers with those unknown of which a document is not understood: it may say anything. */
export function readableLayers(layers: Layers): {
  readonly layers: Layers;
  readonly unreadable: readonly UnreadableLayer[];
} {
  const unreadable: UnreadableLayer[] = [];
  const read = <T>(
    name: LayerName,
    layer: Layer<T>,
    documentsOf: (value: T) => readonly PolicyDocument[],
  ): Layer<T> => {
    if (layer.state === "none") return layer;
    const problem =
      layer.state === "unknown"
        ? { why: layer.why, rules: [] }
        : documentsOf(layer.value).flatMap((document) => problemOf(document, name) ?? [])[0];
    if (problem === undefined) return layer;
    unreadable.push({ layer: name, ...problem });
    return { state: "unknown", why: problem.why };
  };
  const same = (documents: readonly PolicyDocument[]) => documents;
  const readable = {
    session: read("session", layers.session, same),
    identity: read("identity", layers.identity, same),
    boundary: read("boundary", layers.boundary, same),
    serviceControlPolicies: read("scp", layers.serviceControlPolicies, (levels) => levels.flat()),
    resourceControlPolicies: read("rcp", layers.resourceControlPolicies, (levels) => levels.flat()),
    resourcePolicies: readableResourcePolicies(layers.resourcePolicies),
  };
  return { layers: readable, unreadable };
}

/** One that is not understood leaves only its own resource open. */
function readableResourcePolicies(layer: Layers["resourcePolicies"]): Layers["resourcePolicies"] {
  if (layer.state !== "given") return layer;
  const value = layer.value.map((each): ResourcePolicy => {
    if (each.policy.state !== "given") return each;
    const { name, model } = each.policy.value;
    const isClear = model.complete && model.statements.every(({ principals }) => principals !== undefined);
    const why = model.complete ? `a statement of ${name} has no Principal` : `a part of ${name} could not be read`;
    return isClear ? each : { ...each, policy: { state: "unknown", why } };
  });
  return { state: "given", value };
}

function problemOf({ name, model }: PolicyDocument, layer: LayerName): Omit<UnreadableLayer, "layer"> | undefined {
  if (!model.complete) return { why: `a part of ${name} could not be read`, rules: [] };
  for (const { principals, resources } of model.statements) {
    if (resources === undefined) return { why: `a statement of ${name} has no Resource`, rules: ["G2"] };
    if (layer !== "rcp") {
      if (principals !== undefined) return { why: `a statement of ${name} has a Principal`, rules: ["G2"] };
    } else if (principals === undefined) {
      return { why: `a statement of ${name} has no Principal`, rules: ["G2"] };
    } else if (
      principals.negated ||
      !principals.entries.some(({ type, value }) => value === "*" && type !== "Service")
    ) {
      return {
        why: `${name} is about particular principals, and whether the session is one isn't known`,
        rules: ["G9"],
      };
    }
  }
  return undefined;
}
