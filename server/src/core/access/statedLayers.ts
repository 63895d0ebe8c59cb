import type { Layer, Layers, Levels, PolicyDocument } from "./layers.js";

/**
 * The policies of one session, complete: what is not there does not exist. A plain list is a layer that is given; an
 * empty list of levels, and what is left out, is none.
 */
export interface StatedPolicies {
  /** All session policies passed together (T2). */
  readonly session: readonly PolicyDocument[] | Layer<readonly PolicyDocument[]>;
  /** All identity-based policies of the role, complete: what isn't there isn't granted. */
  readonly base: readonly PolicyDocument[] | Layer<readonly PolicyDocument[]>;
  readonly boundary?: PolicyDocument | Layer<PolicyDocument> | undefined;
  readonly serviceControlPolicies?: Levels | Layer<Levels> | undefined;
  readonly resourceControlPolicies?: Levels | Layer<Levels> | undefined;
}

/** The same as layers; resource-based policies are no part of such a question. */
export function statedLayers(stated: StatedPolicies): Layers {
  const boundary = asLayer(stated.boundary);
  return {
    session: asLayer(stated.session),
    identity: asLayer(stated.base),
    boundary: boundary.state === "given" ? { state: "given", value: [boundary.value] } : boundary,
    serviceControlPolicies: levels(stated.serviceControlPolicies),
    resourceControlPolicies: levels(stated.resourceControlPolicies),
    resourcePolicies: { state: "none" },
  };
}

/** The layers of which nothing is known, by their names in a question, and why not. */
export function unknownLayers(stated: StatedPolicies): readonly { readonly name: string; readonly why: string }[] {
  const { session, base, boundary, serviceControlPolicies, resourceControlPolicies } = stated;
  const layers = { session, base, boundary, serviceControlPolicies, resourceControlPolicies };
  return Object.entries(layers).flatMap(([name, value]) => {
    const layer = asLayer<unknown>(value);
    return layer.state === "unknown" ? [{ name, why: layer.why }] : [];
  });
}

function asLayer<T>(value: T | Layer<T> | undefined): Layer<T> {
  if (value === undefined) return { state: "none" };
  return isLayer(value) ? value : { state: "given", value };
}

function isLayer<T>(value: T | Layer<T>): value is Layer<T> {
  return typeof value === "object" && value !== null && "state" in value;
}

function levels(value: Levels | Layer<Levels> | undefined): Layer<Levels> {
  const layer = asLayer(value);
  return layer.state === "given" && layer.value.length === 0 ? { state: "none" } : layer;
}
