import { matchingActions } from "../../access/matchingActions.js";
import type { PolicyAnalysis } from "../../analysis.js";
import type { Catalog } from "../../catalog/catalog.js";
import { serviceOf, shortAction } from "../../messages/actionNames.js";

/** What one can ask about: the actions that a policy names, with what its lens says of each. */
export function requestActions(
  { entries, model }: PolicyAnalysis,
  catalog: Catalog,
): readonly { readonly action: string; readonly description: string }[] {
  const found = new Map<string, string>();
  for (const { actions, effect } of entries) {
    if (effect !== "Allow") continue;
    for (const { action, result } of actions) if (found.size < mostActions) found.set(action, words[result]);
  }
  if (found.size === 0) {
    for (const { actions } of model.statements)
      for (const { text } of actions.entries)
        for (const action of matchingActions(text, catalog)) if (found.size < mostActions) found.set(action, "");
  }
  return [...found].map(([action, description]) => ({ action, description }));
}

const mostActions = 2000;

const words: { readonly [result in PolicyAnalysis["entries"][number]["actions"][number]["result"]]: string } = {
  allowed: "allowed",
  partly: "partly allowed",
  "not-granted": "not granted",
  "no-effect": "no effect",
  depends: "depends on a condition",
  unknown: "can't tell",
  removes: "",
  "removes-nothing": "",
};

/** ARNs that an action can be called on: those that the policy names for it first, then the formats of its types. */
export function requestResources(policy: PolicyAnalysis, action: string, catalog: Catalog): readonly string[] {
  const details = catalog.details(serviceOf(action));
  const types = details?.actions.get(shortAction(action).toLowerCase())?.resourceTypes ?? [];
  if (details !== undefined && types.length === 0) return ["*"];
  const account = (policy.session?.principal.roleArn ?? policy.session?.principal.userArn)?.split(":")[4];
  const formats = types.flatMap(({ name }) => details?.resourceTypes.get(name)?.arnFormats ?? []);
  const named = policy.model.statements.flatMap(({ resources }) =>
    resources === undefined || resources.negated ? [] : resources.entries.map(({ text }) => text),
  );
  const plain = formats.map((format) =>
    format
      .replace("${Partition}", "aws")
      .replace("${Region}", "us-east-1")
      .replace("${Account}", account || "111122223333"),
  );
  const service = serviceOf(action);
  const fitting = named.filter((text) => text !== "*" && text.split(":")[2]?.toLowerCase() === service);
  return [...new Set([...fitting, ...plain])].slice(0, 50);
}
