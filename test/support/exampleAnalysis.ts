import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import type { Layer, PolicyDocument } from "../../server/src/core/access/layers.js";
import type { PolicyAnalysis } from "../../server/src/core/analysis.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
import type { SessionContext } from "../../server/src/core/context/sessionContext.js";
import type { RuleExample } from "../../server/src/core/lint/rule.js";
import type { RuleFailure } from "../../server/src/core/lint/runRules.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { analysisOf, document, session } from "./analysisBuilder.js";

/** The real analysis of a rule's example, its carets already taken out. Breaks where a rule does. */
export function analyzeExample(
  text: string,
  example: Omit<RuleExample, "policy">,
  kind: PolicyKind,
  catalog: Catalog,
): PolicyAnalysis {
  const used = sessionOf(example);
  const ofRoles = example.ofRole === true ? ["S3AccessRole"] : [];
  const { context } = analysisOf([], { kind, ofRoles, sessions: used === undefined ? [] : [used] });
  const failures: RuleFailure[] = [];
  const onFailure = (failure: RuleFailure) => failures.push(failure);
  const analysis = analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog), onFailure });
  if (failures.length > 0) throw failures[0]!.error;
  return analysis.policies[0]!;
}

/** The session that an example speaks of; undefined where it speaks of none. What it leaves out is not given. */
function sessionOf(example: Omit<RuleExample, "policy">): SessionContext | undefined {
  const { title, testOnly, kind, related, fixed, ofRole, ...spoken } = example;
  if (Object.keys(spoken).every((name) => name === "policy")) return undefined;
  const { base, trust, boundary, serviceControlPolicies, resourceControlPolicies, resources, requires } = spoken;
  const { managedPolicies = [], operation, sessionName, sentAs, tags, roleTags, context } = spoken;
  const documents = (name: string, of: PolicyKind, policies: readonly string[]) =>
    policies.map((policy, at) => document(`roles/${name}-${at + 1}.json`, policy, of));
  const levels = (name: string, of: PolicyKind, given: readonly (readonly string[])[] | undefined) =>
    layer(given?.map((policies, at) => documents(`${name}-${at + 1}`, of, policies)));
  return session({
    ...(operation !== undefined && { operation }),
    ...(sentAs !== undefined && { sentAs }),
    ...(context !== undefined && { context }),
    ...(operation === "GetFederationToken" && {
      principal: { kind: "federated-user" as const, userArn: "arn:aws:iam::111122223333:user/broker" },
    }),
    ...(sessionName !== undefined && {
      principal: { kind: "role-session" as const, roleArn: "arn:aws:iam::111122223333:role/S3AccessRole", sessionName },
    }),
    place: { configUri: "file:///w/session-policy.config.json", session: ["sessions", 0], principal: ["roles", "R"] },
    tags,
    roleTags,
    trustPolicy: layer(trust === undefined ? undefined : document("roles/trust.json", trust, "trust")),
    managedPolicies: managedPolicies.map((arn) => ({ arn, document: layer<PolicyDocument>(undefined) })),
    requires: (requires ?? []).map((each, at) => ({ ...each, path: ["sessions", 0, "requires", at] })),
    layers: {
      identity: layer(base === undefined ? undefined : documents("policy", "identity", base)),
      boundary:
        boundary === null
          ? { state: "none" }
          : layer(boundary === undefined ? undefined : documents("boundary", "boundary", [boundary])),
      serviceControlPolicies: levels("scp", "scp", serviceControlPolicies),
      resourceControlPolicies: levels("rcp", "rcp", resourceControlPolicies),
      resourcePolicies: layer(
        resources &&
          Object.entries(resources).map(([resource, policy]) => ({
            resource,
            policy: layer(document("resource-policy.json", policy, "resource")),
          })),
      ),
    },
  });
}

function layer<Value>(value: Value | undefined): Layer<Value> {
  return value === undefined ? { state: "unknown", why: "not given" } : { state: "given", value };
}
