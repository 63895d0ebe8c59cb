import { type ActionSet, addMatching, emptyActionSet, forEachAction } from "../../access/sets/actionSets.js";
import { type Budget, BudgetSpent } from "../../access/sets/budget.js";
import type { Catalog } from "../../catalog/catalog.js";
import type { PolicyPath } from "../../syntax/json.js";

/** One entry of Action or NotAction, taken apart. */
export interface ActionFacts {
  readonly text: string;
  readonly path: PolicyPath;
  /** Whether it stands in NotAction. */
  readonly negated: boolean;
  /**
   * `every`: `*`. `named`: `s3:GetObject`. `pattern`: `s3:Get*`. `wildcard-service`: a wildcard before the colon.
   * `no-action`: without exactly one colon or with nothing on one side of it, so that it names nothing (A1).
   */
  readonly form: "every" | "named" | "pattern" | "wildcard-service" | "no-action";
  /** What is before the colon, in lower case; "" for `*` and where there is no colon. */
  readonly service: string;
  /** What is behind the colon, as written. */
  readonly name: string;
  /**
   * By service prefix, the catalog's actions that it matches, in AWS's casing and without the prefix. Undefined where
   * finding out would take more work than a check may do: then nothing may be concluded.
   */
  readonly matches: ReadonlyMap<string, readonly string[]> | undefined;
}

/** @param budget shared by all entries of a policy */
export function actionFacts(
  text: string,
  place: { readonly path: PolicyPath; readonly negated: boolean },
  catalog: Catalog,
  budget: Budget,
): ActionFacts {
  const { form, service, name } = takeApart(text);
  let matches: ActionFacts["matches"];
  let sought = false;
  return {
    text,
    ...place,
    form,
    service,
    name,
    get matches() {
      if (!sought) matches = matchesOf(text, form, service, catalog, budget);
      sought = true;
      return matches;
    },
  };
}

function takeApart(text: string): Pick<ActionFacts, "form" | "service" | "name"> {
  if (text === "*") return { form: "every", service: "", name: "" };
  const colon = text.indexOf(":");
  if (colon < 0) return { form: "no-action", service: "", name: text };
  const service = text.slice(0, colon).toLowerCase();
  const name = text.slice(colon + 1);
  if (service === "" || name === "" || name.includes(":")) return { form: "no-action", service, name };
  if (/[*?]/.test(service)) return { form: "wildcard-service", service, name };
  return { form: /[*?]/.test(name) ? "pattern" : "named", service, name };
}

function matchesOf(
  text: string,
  form: ActionFacts["form"],
  service: string,
  catalog: Catalog,
  budget: Budget,
): ActionFacts["matches"] {
  if (form === "no-action") return new Map();
  if (form === "every") return new Map(catalog.services.map((each) => [each, catalog.actionNames(each)]));
  const services = form === "wildcard-service" ? catalog.services : catalog.hasService(service) ? [service] : [];
  const pattern = text.toLowerCase().replace(/\*+/g, "*");
  const found = new Map<string, readonly string[]>();
  // Longer than any action that could match it: not worth the units.
  if (pattern.replaceAll("*", "").length > longestAction) return found;
  try {
    for (const each of services) {
      const set = emptyActionSet(catalog, each);
      addMatching(catalog, each, pattern, set, budget);
      const names = namesIn(set, catalog.actionNames(each));
      if (names.length > 0) found.set(each, names);
    }
    return found;
  } catch (error) {
    if (error instanceof BudgetSpent) return undefined;
    throw error;
  }
}

/** Twice as long as AWS's longest, service and colon included. */
const longestAction = 200;

function namesIn(set: ActionSet, all: readonly string[]): readonly string[] {
  const names: string[] = [];
  forEachAction(set, (index) => names.push(all[index]!));
  // Shared with the catalog where it is all of them.
  return names.length === all.length ? all : names;
}
