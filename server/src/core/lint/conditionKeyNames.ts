import type { Catalog } from "../catalog/catalog.js";
import type { ConditionFacts } from "./facts/conditionFacts.js";
import type { StatementRuleInput } from "./rule.js";

/** What is wrong with the name of a condition key. */
export interface KeyNameProblem {
  /**
   * `tag-key`: a key such as `aws:ResourceTag/` without the tag's own key. `replaced`: it is out of use. `service`: no
   * service begins like this. `global-key`, `service-key`: there is no such key of AWS or of the service.
   */
  readonly kind: "tag-key" | "replaced" | "service" | "global-key" | "service-key";
  /** The key that is most likely meant. For `tag-key`, the key with the slash that the tag's key stands behind. */
  readonly meant: string | undefined;
}

type NearestName = (name: string, known: Iterable<string>) => string | undefined;

/**
 * Undefined for a key that is known, and where nothing can be said: a key without prefix or name, one of a service whose
 * details are not loaded, and one of an identity provider, which may have any name.
 */
export function keyNameProblem(
  condition: ConditionFacts,
  { catalog, once }: Pick<StatementRuleInput, "catalog" | "once">,
  nearestName: NearestName,
): KeyNameProblem | undefined {
  const { key, lowerKey, keyPrefix } = condition;
  if (keyPrefix === "" || lowerKey === `${keyPrefix}:` || /\s/.test(key.split("/", 1)[0] ?? "")) return undefined;
  // A known key may be a template, and `aws:ResourceTag/` is not yet one of the keys that it stands for.
  if (condition.known !== undefined) return undefined;
  const names = keysWithPrefix(keyPrefix, catalog, once);
  const tagKey = names?.find((name) => isBase(name, lowerKey));
  if (tagKey !== undefined) return { kind: "tag-key", meant: tagKey.slice(0, tagKey.indexOf("${")) };
  if (keyPrefix === "aws") {
    const replaced = catalog.conditionChecks.replacedKeys.find((each) => each.key.toLowerCase() === lowerKey);
    if (replaced !== undefined) return { kind: "replaced", meant: replaced.by[0] };
    return { kind: "global-key", meant: meantKey(key, names ?? [], nearestName) };
  }
  // Providers of web identities are domains, with a path perhaps; their keys may be any claim.
  if (/[./]/.test(keyPrefix)) return undefined;
  if (!catalog.hasKeyPrefix(keyPrefix)) {
    const prefix = nearestName(keyPrefix, catalog.services);
    const meant = prefix === undefined ? undefined : `${prefix}${key.slice(keyPrefix.length)}`;
    return { kind: "service", meant };
  }
  if (names === undefined) return undefined;
  return { kind: "service-key", meant: meantKey(key, names, nearestName) };
}

/** All keys with this prefix, free parts as `${TagKey}`; undefined where they are not loaded. */
function keysWithPrefix(
  prefix: string,
  catalog: Catalog,
  once: StatementRuleInput["once"],
): readonly string[] | undefined {
  const details = catalog.details(prefix);
  if (prefix !== "aws" && details === undefined) return undefined;
  return once("condition keys", prefix, () => {
    const own = [...(details?.conditionKeys.values() ?? [])].map(({ key }) => key);
    const global = catalog.globalKeys.all.map(({ key }) => key).filter((key) => key.startsWith(`${prefix}:`));
    return [...own.filter((key) => key.toLowerCase().startsWith(`${prefix}:`)), ...global];
  });
}

/** Whether a key is a template without its free part, and without the slash before it perhaps. */
function isBase(template: string, lowerKey: string): boolean {
  const open = template.indexOf("${");
  if (open < 0 || !template.endsWith("}")) return false;
  const base = template.slice(0, open).toLowerCase();
  return lowerKey === base || (base.endsWith("/") && lowerKey === base.slice(0, -1));
}

/** Of `aws:PrincipalTags/team` the part before the slash may be misspelled; what is behind it is the user's. */
function meantKey(key: string, names: readonly string[], nearestName: NearestName): string | undefined {
  const slash = key.indexOf("/");
  if (slash >= 0) {
    const bases = names.filter((name) => name.endsWith("}") && name.includes("/${"));
    const near = nearestName(
      key.slice(0, slash),
      bases.map((name) => name.slice(0, name.indexOf("/${"))),
    );
    if (near !== undefined) return near + key.slice(slash);
  }
  return nearestName(
    key,
    names.filter((name) => !name.includes("${")),
  );
}
