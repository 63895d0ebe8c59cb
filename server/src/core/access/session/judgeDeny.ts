import type { ActionCell } from "../sets/actionCell.js";
import type { LayerRules } from "../sets/cells/cell.js";
import type { Rule } from "../sets/rules.js";
import { matchesStar } from "../sets/starResource.js";
import { type GroupAccess, unfit } from "./groupAccess.js";
import { knowsAllResourcePolicies } from "./resourcePolicies.js";
import type { SessionScope } from "./sessionScope.js";

/** What a Deny takes away from what would be allowed without it. "Nothing" only where nobody could allow it. */
export function judgeDeny(rule: Rule, group: ActionCell, scope: SessionScope): GroupAccess {
  const cells = scope.space.cells(rule, group, []);
  if (cells.length === 0) return unfit;
  const own = group.rulesOf(scope.own);
  const granting = scope.space.grantRules(group).map(({ rules }) => rules);
  const layers: LayerRules[] = [{ allows: own.allows, denies: [] }, ...granting];
  const arns = scope.universe.serviceArns(group.service);
  const removes =
    group.resources.kind === "none"
      ? layers.every((layer) => layer.allows.some((allow) => matchesStar(allow, arns, scope.budget) !== "no"))
      : cells.some((cell) => scope.space.someAllowed(cell, layers));
  const shared = {
    decidedBy: "session" as const,
    statements: [rule.ref],
    denied: false,
    revivable: false,
    dependsOn: [],
    layers: [],
  };
  if (removes) return { identityVerdict: { kind: "vacuous" }, access: { ...shared, result: "removes" } };
  const types = group.resources.patterns.map((shape) => shape.type).filter((type) => type !== "");
  if (
    !knowsAllResourcePolicies(scope.session) &&
    scope.catalog.resourcePolicies.policyFor(group.service, types) !== undefined
  ) {
    const detail = "a resource policy that is not given may allow it";
    return {
      identityVerdict: { kind: "vacuous" },
      access: { ...shared, result: "unknown", unknown: { why: "layer-not-given", detail, rules: ["D3"] } },
    };
  }
  return { identityVerdict: { kind: "vacuous" }, access: { ...shared, result: "removes-nothing" } };
}
