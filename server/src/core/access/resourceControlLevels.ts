import type { Catalog } from "../catalog/catalog.js";
import type { GrantLayer } from "./compiledLayers.js";
import type { Layers } from "./layers.js";
import { unknownSession } from "./sessionBindings.js";
import { Letters } from "./sets/letters.js";
import { Rule, RuleSet } from "./sets/rules.js";

/**
 * The layers with what AWS adds to RCPs: RCPFullAWSAccess is attached beside customers' own at every level, so that a
 * level with any document allows everything and only its Denies count (table 3). A level without documents allows
 * nothing.
 */
export function withResourceControlAccess(
  grants: readonly GrantLayer[],
  policies: Layers["resourceControlPolicies"],
): readonly GrantLayer[] {
  return grants.map((grant) => {
    const documents = policies.state === "given" ? policies.value[grant.level ?? 0] : undefined;
    if (grant.layer !== "rcp" || documents === undefined || documents.length === 0) return grant;
    return { ...grant, rules: new RuleSet("rcp", grant.level, [fullAccess(grant.level), ...grant.rules.rules]) };
  });
}

/** Whether a layer has a say in a service's requests: RCPs exist for some services only (D2). */
export function hasSay({ layer }: GrantLayer, service: string, catalog: Catalog): boolean {
  // Without a service it is a request of any.
  return layer !== "rcp" || service === "" || catalog.supportsResourceControlPolicies(service);
}

function fullAccess(level: number | undefined): Rule {
  const everything = { negated: false, entries: [{ text: "*", path: [] }] };
  return new Rule(
    {
      index: -1,
      path: [],
      sid: undefined,
      effect: "Allow",
      actions: everything,
      resources: everything,
      principals: undefined,
      conditions: [],
    },
    { layer: "rcp", ...(level === undefined ? {} : { level }), policy: -1, statement: -1, effect: "Allow" },
    { bindings: unknownSession.of, letters: new Letters(), substitutesVariables: false },
  );
}
