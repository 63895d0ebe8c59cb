import { evaluate } from "../../server/src/core/access/evaluate/evaluate.js";
import type {
  ConcreteRequest,
  ContextValues,
  Decision,
  Layers,
  Principal,
} from "../../server/src/core/access/layers.js";
import { fakeCatalog } from "./fakeCatalog.js";
import { resourceArn } from "./policyNotation.js";

export const account = "111111111111";
export const otherAccount = "222222222222";
export const roleArn = `arn:aws:iam::${account}:role/r`;
export const sessionArn = `arn:aws:sts::${account}:assumed-role/r/s`;
export const userArn = `arn:aws:iam::${account}:user/u`;
export const federatedArn = `arn:aws:sts::${account}:federated-user/s`;
export const rootArn = `arn:aws:iam::${account}:root`;

export const roleSession: Principal = { kind: "role-session", roleArn, sessionName: "s" };
export const federatedUser: Principal = { kind: "federated-user", userArn, sessionName: "s" };

export interface RequestOptions {
  readonly principal?: Principal;
  readonly context?: ContextValues;
  readonly contextIsComplete?: boolean;
  /** `undefined`: not given. Without the option it is the session's own account. */
  readonly resourceAccount?: string | undefined;
}

/** `s3:GetObject b/k`: an action and a resource in the notation of policyNotation.ts; without one it is `*`. */
export function requestOf(text: string, options: RequestOptions = {}): ConcreteRequest {
  const [action = "", ...resource] = text.split(" ");
  const owner = "resourceAccount" in options ? options.resourceAccount : account;
  return {
    principal: options.principal ?? roleSession,
    action,
    resource: resource.length === 0 ? "*" : resourceArn(resource.join(" ")),
    ...(owner === undefined ? {} : { resourceAccount: owner }),
    context: options.context ?? {},
    contextIsComplete: options.contextIsComplete ?? true,
  };
}

const catalog = fakeCatalog();

/** The decision on a request, by the fake catalog. */
export function decisionOn(layers: Layers, request: string, options: RequestOptions = {}): Decision {
  return evaluate(requestOf(request, options), layers, catalog);
}

/** A decision on one line: `deny-implicit identity, session [D3]`, `depends on aws:SourceIp`, `unknown [Q5]`. */
export function shown(decision: Decision): string {
  const places = decision.decidedBy.map((place) => {
    const level = place.level === undefined ? "" : `.${place.level}`;
    return "statement" in place
      ? `${place.layer}${level}:${place.policy}.${place.statement}`
      : `${place.layer}${level}`;
  });
  const on = decision.dependsOn.length === 0 ? "" : ` on ${decision.dependsOn.join(", ")}`;
  const by = places.length === 0 ? "" : ` ${places.join(", ")}`;
  const rules = decision.rules.length === 0 || decision.decision === "depends" ? "" : ` [${decision.rules.join(" ")}]`;
  return `${decision.decision}${on}${by}${rules}`;
}

export function answer(layers: Layers, request: string, options: RequestOptions = {}): string {
  return shown(decisionOn(layers, request, options));
}
