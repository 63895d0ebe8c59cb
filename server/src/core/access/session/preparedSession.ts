import type { SessionContext } from "../../context/sessionContext.js";
import type { AccessEngine } from "../accessEngine.js";
import { type CompiledLayers, compileLayers, type GrantLayer } from "../compiledLayers.js";
import type { PolicyDocument } from "../layers.js";
import { withResourceControlAccess } from "../resourceControlLevels.js";
import { type ResourceGrants, resourceGrants } from "../resourceGrants.js";
import { type SessionBindings, sessionBindings } from "../sessionBindings.js";
import { SamePolicies } from "./samePolicies.js";

/** What of a session stays the same while its policy is typed, made ready. */
export interface PreparedSession {
  readonly bindings: SessionBindings;
  readonly layers: CompiledLayers;
  /** Layers that must allow a request, besides the session's own. */
  readonly grants: readonly GrantLayer[];
  /** Stated resource-based policies. */
  readonly resource: ResourceGrants | undefined;
}

/**
 * Sessions made ready, found by what they say: a session is read anew at every keystroke, and says the same. Two that
 * differ in no more than their names and their files are one.
 */
export class PreparedSessions {
  readonly #engine: AccessEngine;
  readonly #policies = new SamePolicies();
  readonly #bySession = new WeakMap<SessionContext, PreparedSession>();
  readonly #byContent = new Map<string, PreparedSession>();

  constructor(engine: AccessEngine) {
    this.#engine = engine;
  }

  of(session: SessionContext): PreparedSession {
    let prepared = this.#bySession.get(session);
    if (prepared !== undefined) return prepared;
    const bindings = sessionBindings(session);
    const content = this.#contentOf(session, bindings);
    prepared = this.#byContent.get(content);
    if (prepared === undefined) {
      prepared = prepare(session, bindings, this.#engine);
      if (this.#byContent.size >= kept) this.#byContent.clear();
      this.#byContent.set(content, prepared);
    }
    this.#bySession.set(session, prepared);
    return prepared;
  }

  #contentOf(session: SessionContext, { fingerprint, context }: SessionBindings): string {
    const { layers, managedPolicies, principal, resourcePoliciesComplete } = session;
    return JSON.stringify(
      [layers, managedPolicies, principal, resourcePoliciesComplete, fingerprint, context],
      (_, value: unknown) => (isDocument(value) ? this.#policies.idOf(value.model) : value),
    );
  }
}

function prepare(session: SessionContext, bindings: SessionBindings, engine: AccessEngine): PreparedSession {
  const { boundary, resourcePolicies, resourceControlPolicies } = session.layers;
  const layers = compileLayers(session.layers, session.principal, bindings, engine);
  const above = layers.identity === undefined ? layers.others : [layers.identity, ...layers.others];
  const hasBoundary = boundary.state === "unknown" ? undefined : boundary.state === "given";
  return {
    bindings,
    layers,
    grants: withResourceControlAccess(above, resourceControlPolicies),
    resource: resourceGrants(resourcePolicies, session.principal, hasBoundary, bindings, engine.letters),
  };
}

function isDocument(value: unknown): value is PolicyDocument {
  return typeof value === "object" && value !== null && "model" in value;
}

/** Sessions of the policies that are open. */
const kept = 32;
