import { AccessEngine } from "../../server/src/core/access/accessEngine.js";
import type { PolicyAnalysis } from "../../server/src/core/analysis.js";
import { analyze } from "../../server/src/core/analyze.js";
import type { Catalog } from "../../server/src/core/catalog/catalog.js";
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
  const { base, operation, sentAs } = example;
  const linked = base !== undefined || operation !== undefined || sentAs !== undefined;
  const policies = (base ?? []).map((policy, at) => document(`roles/policy-${at + 1}.json`, policy));
  const used = session({
    ...(operation !== undefined && { operation }),
    ...(sentAs !== undefined && { sentAs }),
    layers: {
      identity: base === undefined ? { state: "unknown", why: "not given" } : { state: "given", value: policies },
    },
  });
  const { context } = analysisOf([], { kind, sessions: linked ? [used] : [] });
  const failures: RuleFailure[] = [];
  const onFailure = (failure: RuleFailure) => failures.push(failure);
  const analysis = analyze({ regions: jsonRegions(text), context, engine: new AccessEngine(catalog), onFailure });
  if (failures.length > 0) throw failures[0]!.error;
  return analysis.policies[0]!;
}
