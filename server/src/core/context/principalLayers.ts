import type { Layer, Levels, PolicyDocument, ResourcePolicy } from "../access/layers.js";
import { accountIn, kindOfPolicyOn } from "../policy/attachedPolicy.js";
import type { PolicyKind } from "../policy/model.js";
import type { Config, PolicyReference, PrincipalConfig, ResourceConfig, Stated } from "./config.js";
import type { ConfigPlace } from "./configPlace.js";
import type { ConfigProblemDraft } from "./configReader.js";
import type { FileReading } from "./fileReading.js";
import type { LoadedPolicy, PolicyDocuments } from "./policyDocuments.js";
import type { ServicesNamed } from "./servicesNamed.js";

/** What a role or user brings along: all layers that hang on it. */
export interface PrincipalLayers {
  readonly identity: Layer<readonly PolicyDocument[]>;
  readonly boundary: Layer<readonly PolicyDocument[]>;
  readonly serviceControlPolicies: Layer<Levels>;
  readonly resourceControlPolicies: Layer<Levels>;
  readonly trustPolicy: Layer<PolicyDocument>;
}

export interface Loaded<T> {
  readonly value: T;
  readonly problems: readonly ConfigProblemDraft[];
  /** Services that the answers may call for beside those that the session policy itself names. */
  readonly services: readonly ServicesNamed[];
}

/** Reads the layers of one config; everything once, however many sessions share it. */
export class LayerLoader {
  private readonly principals = new Map<PrincipalConfig, Promise<Loaded<PrincipalLayers>>>();
  private resources: Promise<Loaded<Layer<readonly ResourcePolicy[]>>> | undefined;
  private readonly documents: PolicyDocuments;
  private readonly place: ConfigPlace;
  private readonly reading: FileReading;

  constructor(documents: PolicyDocuments, place: ConfigPlace, reading: FileReading) {
    this.documents = documents;
    this.place = place;
    this.reading = reading;
  }

  ofPrincipal(principal: PrincipalConfig): Promise<Loaded<PrincipalLayers>> {
    const known = this.principals.get(principal);
    if (known !== undefined) return known;
    const loaded = this.loadPrincipal(principal);
    this.principals.set(principal, loaded);
    return loaded;
  }

  /**
   * The resource policies. `given` speaks of the resources listed; whether there are others is for
   * `resourcePoliciesComplete` to say (E3).
   */
  ofResources(config: Config): Promise<Loaded<Layer<readonly ResourcePolicy[]>>> {
    this.resources ??= this.loadResources(config);
    return this.resources;
  }

  private async loadPrincipal(principal: PrincipalConfig): Promise<Loaded<PrincipalLayers>> {
    const { name } = principal;
    const parts: LoadedPolicy[] = [];
    // What grants to the role, or limits it, is asked only about what the session's own policies name.
    const services: ServicesNamed[] = [];
    const load = async (kind: PolicyKind, loss: string, references: readonly PolicyReference[]) => {
      const loaded = await Promise.all(
        references.map((reference) => this.documents.load(reference, kind, loss, this.place, this.reading)),
      );
      parts.push(...loaded);
      if (kind === "trust") services.push(...loaded.map((policy) => policy.services));
      return allOf(loaded.map(({ layer }) => layer));
    };
    const levels = async (stated: PrincipalConfig["serviceControlPolicies"], kind: "scp" | "rcp", words: string) =>
      layerOf(stated, `the ${words} policies of ${name}`, async (value): Promise<Layer<Levels>> => {
        const loss = `what the ${words} policies leave to ${name}`;
        return allOf(await eachOf(value, (level) => load(kind, loss, level)));
      });
    // One after the other, so that problems come in the order of the properties.
    const identity = await layerOf(principal.identityPolicies, `the identity policies of ${name}`, (value) =>
      load("identity", `what ${name} grants`, value),
    );
    const trust = await layerOf(principal.trustPolicy, `the trust policy of ${name}`, (value) =>
      load("trust", `who may assume ${name}`, [value]),
    );
    const boundary = await layerOf(principal.permissionsBoundary, `the permissions boundary of ${name}`, (value) =>
      load("boundary", `how far the permissions boundary of ${name} reaches`, [value]),
    );
    const serviceControlPolicies = await levels(principal.serviceControlPolicies, "scp", "service control");
    const resourceControlPolicies = await levels(principal.resourceControlPolicies, "rcp", "resource control");
    const trustPolicy: Layer<PolicyDocument> =
      trust.state === "given" ? { state: "given", value: trust.value[0]! } : trust;
    return {
      value: {
        identity,
        boundary,
        serviceControlPolicies,
        resourceControlPolicies,
        trustPolicy,
      },
      problems: parts.flatMap(({ problems }) => problems),
      services,
    };
  }

  private async loadResources(config: Config): Promise<Loaded<Layer<readonly ResourcePolicy[]>>> {
    const { resources } = config;
    // "All there are", and none is stated: there are none.
    if (resources.state === "not-given" && config.resourcePoliciesComplete) return nothingLoaded({ state: "none" });
    const loaded: Loaded<ResourcePolicy>[] = [];
    const layer = await layerOf(
      resources,
      "the resource policies",
      async (value): Promise<Layer<readonly ResourcePolicy[]>> => {
        loaded.push(...(await Promise.all(value.map((resource) => this.loadResource(resource)))));
        return { state: "given", value: loaded.map((each) => each.value) };
      },
    );
    return {
      value: layer,
      problems: loaded.flatMap(({ problems }) => problems),
      services: loaded.flatMap(({ services }) => services),
    };
  }

  private async loadResource({ arn, account, policy }: ResourceConfig): Promise<Loaded<ResourcePolicy>> {
    const loss = `what the policy of ${arn} grants`;
    let loaded: LoadedPolicy | undefined;
    const layer = await layerOf(policy, `the policy of ${arn}`, async (reference) => {
      loaded = await this.documents.load(reference, kindOfPolicyOn(arn), loss, this.place, this.reading);
      return loaded.layer;
    });
    const owner = account ?? accountIn(arn);
    const value = {
      resource: arn,
      ...(owner === undefined ? {} : { account: owner }),
      policy: layer,
    };
    return {
      value,
      problems: loaded?.problems ?? [],
      services: loaded === undefined ? [] : [loaded.services],
    };
  }
}

export function nothingLoaded<T>(value: T): Loaded<T> {
  return { value, problems: [], services: [] };
}

/** "Not given is not none": only `null` and `[]` give `none`. */
async function layerOf<T, R>(
  stated: Stated<T>,
  what: string,
  load: (value: T) => Promise<Layer<R>>,
): Promise<Layer<R>> {
  switch (stated.state) {
    case "given":
      return load(stated.value);
    case "none":
      return { state: "none" };
    case "not-given":
      return {
        state: "unknown",
        why: `${what} ${isPlural(what) ? "are" : "is"} not given`,
      };
    case "broken":
      return { state: "unknown", why: `${what} can't be read from the config` };
  }
}

function isPlural(what: string): boolean {
  return / policies\b/.test(what);
}

/** A layer is known only if all of its parts are: one unreadable policy may grant or deny anything. */
function allOf<T>(layers: readonly Layer<T>[]): Layer<readonly T[]> {
  const values: T[] = [];
  for (const layer of layers) {
    if (layer.state === "unknown") return layer;
    if (layer.state === "given") values.push(layer.value);
  }
  return { state: "given", value: values };
}

/** One after the other, in order. */
async function eachOf<T, R>(items: readonly T[], make: (item: T) => Promise<R>): Promise<readonly R[]> {
  const made: R[] = [];
  for (const item of items) made.push(await make(item));
  return made;
}
