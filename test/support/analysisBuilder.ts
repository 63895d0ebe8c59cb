import type { Layer, PolicyDocument, StatementRef } from "../../server/src/core/access/layers.js";
import { summarizeEntry } from "../../server/src/core/access/summarizeEntry.js";
import type { ActionAccess, Analysis, EntryAccess, PolicyAnalysis } from "../../server/src/core/analysis.js";
import type { DocumentContext, SessionContext } from "../../server/src/core/context/sessionContext.js";
import { buildModel } from "../../server/src/core/policy/buildModel.js";
import type { PolicyKind } from "../../server/src/core/policy/model.js";
import { jsonRegions } from "../../server/src/core/regions/jsonRegion.js";
import { parsePolicy } from "../../server/src/core/syntax/parsePolicy.js";

/** Analyses made by hand, so that words can be tested without the engine that fills them. */

export const sessionUri = "file:///w/sessions/get-object.json";

/** A policy document in a file of the workspace. */
export function document(name: string, text: string, kind: PolicyKind = "identity"): PolicyDocument {
  return { name, uri: `file:///w/${name}`, model: buildModel(parsePolicy(text), kind) };
}

export const rolePolicy = document(
  "roles/S3AccessRolePolicy.json",
  `{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }]
}`,
);

const unknown: Layer<never> = { state: "unknown", why: "not given" };

export interface SessionSpec extends Partial<Omit<SessionContext, "layers">> {
  readonly layers?: Partial<SessionContext["layers"]>;
}

/** A session of `S3AccessRole`, of which only the identity policies and the missing boundary are given. */
export function session({ layers, ...rest }: SessionSpec = {}): SessionContext {
  return {
    name: "get-object",
    principalName: "S3AccessRole",
    principal: { kind: "role-session", roleArn: "arn:aws:iam::111122223333:role/ExampleRole" },
    operation: "AssumeRole",
    sentAs: "file",
    managedPolicies: [],
    trustPolicy: unknown,
    tags: undefined,
    roleTags: undefined,
    context: {},
    requires: [],
    resourcePoliciesComplete: false,
    ...rest,
    layers: {
      identity: { state: "given", value: [rolePolicy] },
      boundary: { state: "none" },
      serviceControlPolicies: unknown,
      resourceControlPolicies: unknown,
      resourcePolicies: unknown,
      ...layers,
    },
  };
}

/** A session of a user who calls GetFederationToken. */
export function userSession(spec: SessionSpec = {}): SessionContext {
  const principal = { kind: "federated-user", userArn: "arn:aws:iam::111122223333:user/broker" } as const;
  return session({ principalName: "broker", principal, operation: "GetFederationToken", ...spec });
}

/** What one action can do; allowed by the role's first statement if nothing else is said. */
export function access(action: string, rest: Partial<ActionAccess> = {}): ActionAccess {
  return {
    action,
    result: "allowed",
    decidedBy: "identity",
    statements: [],
    denied: false,
    revivable: false,
    dependsOn: [],
    layers: [],
    ...rest,
  };
}

/** Several actions that fare alike. */
export function accesses(actions: readonly string[], rest: Partial<ActionAccess> = {}): readonly ActionAccess[] {
  return actions.map((action) => access(action, rest));
}

export function statementRef(
  layer: StatementRef["layer"],
  statement = 0,
  rest: Partial<StatementRef> = {},
): StatementRef {
  return { layer, policy: 0, statement, effect: "Allow", ...rest };
}

export interface PolicySpec {
  readonly session?: SessionContext | undefined;
  readonly kind?: PolicyKind;
  /** By pattern, what its actions can do; those not named match nothing. */
  readonly actions?: { readonly [pattern: string]: readonly ActionAccess[] };
  /** By pattern, the actions that don't go with the Resource. */
  readonly unfit?: { readonly [pattern: string]: readonly string[] };
  readonly verdict?: PolicyAnalysis["verdict"];
  readonly notGiven?: readonly string[];
  readonly characters?: PolicyAnalysis["characters"];
  readonly required?: PolicyAnalysis["required"];
  readonly findings?: PolicyAnalysis["findings"];
}

/** A policy's analysis, its places read from the text and its answers given by hand. */
export function policyAnalysis(text: string, spec: PolicySpec = {}): PolicyAnalysis {
  const region = jsonRegions(text)[0]!;
  const parsed = region.read();
  const kind = spec.kind ?? "session";
  const model = buildModel(parsed, kind);
  const entries = model.statements.flatMap(({ actions, effect, index, path }) => {
    const patterns = actions.negated
      ? [{ text: actions.entries.map((entry) => entry.text).join(", "), path: [...path, "NotAction"] }]
      : actions.entries;
    return patterns.map((pattern): EntryAccess => {
      const list = spec.actions?.[pattern.text] ?? [];
      const unfit = spec.unfit?.[pattern.text] ?? [];
      return {
        path: pattern.path,
        statement: index,
        pattern: pattern.text,
        effect,
        negated: actions.negated,
        actions: list,
        unfit,
        result: summarizeEntry(effect, list, unfit),
      };
    });
  });
  return {
    region,
    parsed,
    model,
    kind,
    session: "session" in spec ? spec.session : session(),
    ofRoles: [],
    characters: spec.characters ?? { sent: text.length, minified: text.length, limit: 2048 },
    verdict: spec.verdict ?? "within",
    notGiven: spec.notGiven ?? [],
    entries,
    required: spec.required ?? [],
    findings: spec.findings ?? [],
  };
}

/** The analysis of a document that these policies are the answers for. */
export function analysisOf(
  policies: PolicyAnalysis | readonly PolicyAnalysis[],
  context: Partial<DocumentContext> = {},
): Analysis {
  const list = Array.isArray(policies) ? policies : [policies as PolicyAnalysis];
  return {
    context: {
      uri: sessionUri,
      kind: "session",
      kindFrom: "config",
      sessions: list.flatMap((policy: PolicyAnalysis) => (policy.session === undefined ? [] : [policy.session])),
      usedBy: [],
      ofRoles: [],
      configUri: "file:///w/session-policy.config.json",
      problems: [],
      rules: new Map(),
      ignore: [],
      governed: [],
      governsMore: false,
      listedFolders: [],
      dependencies: [],
      fingerprint: "",
      ...context,
    },
    policies: list,
    findings: [],
  };
}

/** A session policy of one Allow statement. */
export function allowing(
  actions: string | readonly string[],
  resources: string | readonly string[] = "arn:aws:s3:::example-bucket/*",
): string {
  const statement = { Effect: "Allow", Action: actions, Resource: resources };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, undefined, 2);
}

export function denying(
  actions: string | readonly string[],
  resources: string | readonly string[] = "arn:aws:s3:::example-bucket/*",
): string {
  return allowing(actions, resources).replace('"Allow"', '"Deny"');
}
