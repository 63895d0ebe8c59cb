import type { SessionContext } from "../../core/context/sessionContext.js";
import { type NamedLayers, orNotGiven } from "../layers/layerOptions.js";

/** The session of a policy whose base comes from the command line. What was not named there is not given. */
export function givenSession(name: string, layers: NamedLayers): SessionContext {
  return {
    name,
    principalName: undefined,
    principal: { kind: "role-session" },
    operation: "AssumeRole",
    sentAs: "file",
    layers: {
      identity: orNotGiven(layers.identity, "the base policies are not given"),
      boundary: orNotGiven(layers.boundary, "the permissions boundary is not given"),
      serviceControlPolicies: orNotGiven(layers.serviceControlPolicies, "the service control policies are not given"),
      resourceControlPolicies: orNotGiven(
        layers.resourceControlPolicies,
        "the resource control policies are not given",
      ),
      resourcePolicies: { state: "unknown", why: "the resource policies are not given" },
    },
    managedPolicies: [],
    trustPolicy: { state: "unknown", why: "the trust policy is not given" },
    tags: undefined,
    roleTags: undefined,
    context: {},
    requires: [],
    resourcePoliciesComplete: false,
  };
}
