import type { Layer, Layers, PolicyDocument, Principal } from "../access/layers.js";
import { nearestName } from "../text/nearestName.js";
import {
  type Config,
  configFileName,
  type PrincipalConfig,
  type SessionConfig,
  type Stated,
  type TagValues,
} from "./config.js";
import type { ConfigPlace } from "./configPlace.js";
import { type ConfigProblemDraft, quote } from "./configReader.js";
import { withoutContradictions } from "./contradictions.js";
import type { PolicyDocuments } from "./policyDocuments.js";
import { type LayerLoader, type Loaded, nothingLoaded, type PrincipalLayers } from "./principalLayers.js";
import { servicesOfActions } from "./servicesNamed.js";
import type { SessionContext } from "./sessionContext.js";

/** Everything that a config says of a session, its policies read. */
export async function buildSessionContext(
  config: Config,
  session: SessionConfig,
  layers: LayerLoader,
  documents: PolicyDocuments,
  place: ConfigPlace,
): Promise<Loaded<SessionContext>> {
  const found = findPrincipal(config, session, place);
  const principal = found.principal;
  const own = principal === undefined ? nothingLoaded(unknownLayers(found.why)) : await layers.ofPrincipal(principal);
  const resources = await layers.ofResources(config);
  const managed = await loadManagedPolicies(session, documents, place);
  // In half-read text a list may have lost items, and null may belong elsewhere: nothing in it is all there is.
  const known = config.wellFormed ? { ...own.value, resourcePolicies: resources.value } : undefined;
  const { trustPolicy, ...sessionLayers } = known ?? unreadLayers;
  const tags = config.wellFormed ? tagsOf(session.tags) : undefined;
  const who = principalOf(session, principal);
  const said = withoutContradictions(session, who, tags, place.uri);
  return {
    value: {
      name: session.name,
      principalName: found.name,
      principal: who,
      operation: session.operation,
      sentAs: session.sentAs,
      layers: sessionLayers,
      managedPolicies: managed.value,
      trustPolicy,
      tags,
      roleTags: config.wellFormed && principal !== undefined ? tagsOf(principal.tags) : undefined,
      context: said.context,
      requires: session.requires,
      resourcePoliciesComplete:
        config.wellFormed && (config.resourcePoliciesComplete || config.resources.state === "none"),
      place: { configUri: place.uri, session: session.path, principal: principal?.path },
    },
    problems: [...found.problems, ...said.problems, ...own.problems, ...resources.problems, ...managed.problems],
    services: [
      ...own.services,
      ...resources.services,
      ...managed.services,
      ...session.requires.map(({ actions }) => servicesOfActions(actions)),
    ],
  };
}

/** The role or user of a session; `name` is what the screen calls it even where nobody defined it. */
export function findPrincipal(
  config: Config,
  session: SessionConfig,
  place: ConfigPlace,
): {
  readonly name: string | undefined;
  readonly principal: PrincipalConfig | undefined;
  readonly why: string;
  readonly problems: readonly ConfigProblemDraft[];
} {
  const { role, user } = session;
  if ((role === undefined) === (user === undefined)) {
    const why = role === undefined ? "the session names no role or user" : "the session names both a role and a user";
    return { name: undefined, principal: undefined, why, problems: [] };
  }
  const kind = role === undefined ? "user" : "role";
  const named = role ?? user!;
  const defined = kind === "role" ? config.roles : config.users;
  const principal = defined.get(named.text);
  const why = `no ${kind} is called ${quote(named.text)} in ${configFileName}`;
  const found = { name: named.text, principal, why };
  // Where the JSON is broken, the definition may merely not have been read.
  if (principal !== undefined || !config.wellFormed) return { ...found, problems: [] };
  const others = kind === "role" ? config.users : config.roles;
  const meant = nearestName(named.text, defined.keys());
  const advice =
    meant !== undefined
      ? `Did you mean ${quote(meant)}?`
      : others.has(named.text)
        ? `It is defined as a ${kind === "role" ? "user" : "role"}; name it with "${kind === "role" ? "user" : "role"}".`
        : `Define it under "${kind}s", with its "identityPolicies".`;
  const problem: ConfigProblemDraft = {
    kind: kind === "role" ? "unknown-role" : "unknown-user",
    severity: "error",
    configUri: place.uri,
    path: named.path,
    onKey: false,
    detail: named.text,
    message: `No ${kind} is called ${quote(named.text)} in this config, so what limits the session ${quote(session.name)} isn't known. ${advice}`,
  };
  return { ...found, problems: [problem] };
}

function unknownLayers(why: string): PrincipalLayers {
  const unknown = { state: "unknown", why } as const;
  return {
    identity: unknown,
    boundary: unknown,
    serviceControlPolicies: unknown,
    resourceControlPolicies: unknown,
    trustPolicy: unknown,
  };
}

const notJson = {
  state: "unknown",
  why: `${configFileName} is not valid JSON`,
} as const;
const unreadLayers: PrincipalLayers & Pick<Layers, "resourcePolicies"> = {
  ...unknownLayers(notJson.why),
  resourcePolicies: notJson,
};

function principalOf(session: SessionConfig, principal: PrincipalConfig | undefined): Principal {
  const arn = principal?.arn;
  const named = session.sessionName === undefined ? {} : { sessionName: session.sessionName };
  if (session.operation === "GetFederationToken") {
    return {
      kind: "federated-user",
      ...named,
      ...(arn !== undefined && principal?.kind === "user" ? { userArn: arn } : {}),
    };
  }
  if (arn === undefined || principal?.kind !== "role") return { kind: "role-session", ...named };
  // The path is reserved for service-linked roles, which have rules of their own (T5).
  const serviceLinkedRole = /:role\/aws-service-role\//.test(arn);
  return {
    kind: "role-session",
    roleArn: arn,
    ...named,
    ...(serviceLinkedRole ? { serviceLinkedRole } : {}),
  };
}

function tagsOf(stated: Stated<TagValues>): TagValues | undefined {
  if (stated.state === "given") return stated.value;
  return stated.state === "none" ? {} : undefined;
}

async function loadManagedPolicies(
  session: SessionConfig,
  documents: PolicyDocuments,
  place: ConfigPlace,
): Promise<Loaded<SessionContext["managedPolicies"]>> {
  const loss = `what the session ${quote(session.name)} may do by its managed policies`;
  const loaded = await Promise.all(
    session.managedPolicies.map(async (reference) => {
      if (reference.text !== "") return documents.loadManaged(reference, "session", loss, place);
      const layer: Layer<PolicyDocument> = {
        state: "unknown",
        why: "a managed policy can't be read from the config",
      };
      return { layer, problems: [], services: new Set<string>() };
    }),
  );
  return {
    value: loaded.map(({ layer }, index) => ({
      arn: session.managedPolicies[index]!.text,
      document: layer,
    })),
    problems: loaded.flatMap(({ problems }) => problems),
    services: loaded.map(({ services }) => services),
  };
}
