import type { Statement } from "../policy/model.js";
import { openTest } from "./conditions/guard.js";
import { doubt, no, yes } from "./evaluate/answer.js";
import { isHit, namedBy } from "./evaluate/matchPrincipal.js";
import { sessionIdentity } from "./evaluate/sessionIdentity.js";
import type { Layers, Principal, ResourcePolicy } from "./layers.js";
import type { SessionBindings } from "./sessionBindings.js";
import type { Letters } from "./sets/letters.js";
import { Rule, RuleSet } from "./sets/rules.js";

/** What the stated resource-based policies do to the session's requests (D3–D5). */
export interface ResourceGrants {
  /** All of their statements that speak of the session, or may. */
  readonly rules: RuleSet;
  /** Allows that stand in for the identity policies: they name the session, everyone or its role (Rd, Rr). */
  readonly besideIdentity: ReadonlySet<Rule>;
  /** Allows that go around boundary and session policy too: they name the session or everyone (Rd). */
  readonly besideLimits: ReadonlySet<Rule>;
  /**
   * ARNs of stated resources whose own policy has to let the session in whatever its identity policies say: KMS keys,
   * roles (D4), and resources of another account (D5).
   */
  readonly deciding: readonly string[];
  /** ARNs of stated resources of another account, where a resource-based policy never suffices alone (D5). */
  readonly foreign: readonly string[];
  /** Their Allows that let the session in, by any of its names. */
  readonly lettingIn: ReadonlySet<Rule>;
  /** Allows of which it cannot be told whether they name the session. */
  readonly doubtful: ReadonlySet<Rule>;
}

/** Reads the stated resource policies; undefined where none is stated. */
export function resourceGrants(
  layer: Layers["resourcePolicies"],
  principal: Principal,
  hasBoundary: boolean | undefined,
  bindings: SessionBindings,
  letters: Letters,
): ResourceGrants | undefined {
  if (layer.state !== "given") return undefined;
  const identity = sessionIdentity(principal);
  const boundary = hasBoundary === undefined ? doubt("the boundary is not given") : hasBoundary ? yes : no;
  const rules: Rule[] = [];
  const besideIdentity = new Set<Rule>();
  const besideLimits = new Set<Rule>();
  const deciding: string[] = [];
  const lettingIn = new Set<Rule>();
  const foreign: string[] = [];
  const doubtful = new Set<Rule>();
  layer.value.forEach((resource, policy) => {
    const other =
      resource.account !== undefined && identity.account !== undefined && resource.account !== identity.account;
    const decides = resource.policy.state !== "unknown" && (other || hasDecidingPolicy(resource.resource));
    if (other) foreign.push(resource.resource);
    if (decides) deciding.push(...decidedBy(resource, other));
    if (resource.policy.state !== "given") return;
    const { model } = resource.policy.value;
    const hung = hungOn(resource);
    for (const statement of model.statements) {
      const { principals } = statement;
      if (principals === undefined) continue;
      const ref = { layer: "resource", policy, statement: statement.index, effect: statement.effect } as const;
      const make = (more: Statement["conditions"]) =>
        new Rule(
          { ...statement, conditions: [...statement.conditions, ...more], ...resourcesOf(statement, hung) },
          ref,
          {
            bindings: bindings.of,
            letters,
            substitutesVariables: model.substitutesVariables,
            ...(isBelow(statement, hung) ? {} : { within: hung }),
          },
        );
      if (statement.effect === "Deny") {
        const hit = isHit(principals, identity, boundary);
        // Whom it means is not known: as a condition that is open it neither surely denies nor surely passes.
        const why = hit.rules.length > 0 ? hit : unknownPrincipal;
        if (hit.value !== false) rules.push(make(hit.value === true ? [] : [openTest(why)]));
        continue;
      }
      if (principals.negated) continue;
      const named = namedBy(principals.entries, identity);
      const direct = named.everyone.value === true || named.session.value === true;
      const byRole = direct || named.base.value === true;
      const isUnsure = [named.session, named.base, named.account].some(({ value }) => value === undefined);
      const isHeard = byRole || (decides && named.account.value === true);
      if (!isHeard && !isUnsure) continue;
      const rule = make([]);
      rules.push(rule);
      if (!direct && isUnsure) doubtful.add(rule);
      if (!isHeard) continue;
      if (decides) lettingIn.add(rule);
      if (!byRole) continue;
      if (!other) besideIdentity.add(rule);
      if (!other && direct) besideLimits.add(rule);
    }
  });
  return {
    rules: new RuleSet("resource", undefined, rules),
    besideIdentity,
    besideLimits,
    deciding,
    foreign,
    lettingIn,
    doubtful,
  };
}

/** Where the policy has to let the session in: of a key or role it is that alone, of another account all below it as well. */
export function decidedBy(resource: ResourcePolicy, isForeign: boolean): readonly string[] {
  return isForeign ? [resource.resource, `${resource.resource}/*`] : hungOn(resource);
}

/** The resources that a policy is about, whatever it names besides: the one it hangs on, and what is in that. */
function hungOn({ resource }: ResourcePolicy): readonly string[] {
  return /^arn:[^:]*:(s3|dynamodb):/.test(resource) ? [resource, `${resource}/*`] : [resource];
}

/** `Resource: "*"`, or none, is all that the policy is about. */
function resourcesOf(statement: Statement, hung: readonly string[]): Pick<Statement, "resources"> {
  const own = statement.resources;
  if (own !== undefined && !isEverything(own)) return { resources: own };
  return { resources: { negated: false, entries: hung.map((text) => ({ text, path: statement.path })) } };
}

function isEverything({ negated, entries }: NonNullable<Statement["resources"]>): boolean {
  return !negated && entries.some(({ text }) => text === "*");
}

/** Whether the statement names nothing but what the policy is about. */
function isBelow({ resources }: Statement, [first, below]: readonly string[]): boolean {
  if (resources === undefined || isEverything(resources)) return true;
  if (resources.negated) return false;
  const start = below?.slice(0, -1);
  return resources.entries.every(({ text }) => text === first || (start !== undefined && text.startsWith(start)));
}

const unknownPrincipal = doubt("whom a resource policy means isn't known", "D3");

/** By service, the resources whose own policy decides (D4), and what is said where it is not given. */
export const decidingPatterns: ReadonlyMap<string, { readonly pattern: string; readonly notGiven: string }> = new Map([
  ["kms", { pattern: "arn:*:kms:*:*:key/*", notGiven: "the key's own policy isn't given" }],
  ["sts", { pattern: "arn:*:iam:*:*:role/*", notGiven: "the role's trust policy isn't given" }],
]);

function hasDecidingPolicy(arn: string): boolean {
  const [, , service, , , name = ""] = arn.split(":");
  return (service === "kms" && name.startsWith("key/")) || (service === "iam" && name.startsWith("role/"));
}
