import type { Catalog } from "../../catalog/catalog.js";
import type { ConditionFacts } from "../conditions/conditionFacts.js";
import { patternsOutsidePolicies } from "../evaluate/outsidePolicies.js";
import type { Principal } from "../layers.js";
import type { ActionCell, ActionSpace } from "./actionCell.js";
import type { Budget } from "./budget.js";
import type { LayerRules } from "./cells/cell.js";
import { coversAlone } from "./match.js";
import { type ResourceRegion, withEachPositive, withNegatives, wordIn } from "./region.js";
import type { Rule, RuleSet } from "./rules.js";
import { anyStar, type Glob, globOf, isFresh, noColonOne, noColonStar, plainTokens, type Word } from "./tokens.js";
import type { ActionResources } from "./universe.js";
import type { Bindings } from "./variableBindings.js";

/**
 * Every text that could be an action, `service:name` with one colon (A1), whether AWS has such an action or not; and
 * every text as its resource. What holds here holds tomorrow too.
 */
export class SymbolicActions implements ActionSpace {
  readonly #facts: ConditionFacts;
  readonly #catalog: Catalog;
  readonly #possible: ResourceRegion;

  constructor(catalog: Catalog, bindings: Bindings, principal: Principal["kind"]) {
    this.#catalog = catalog;
    // No policy has a say in these (M5, M6).
    this.#possible = {
      positives: [anyAction],
      negatives: patternsOutsidePolicies(principal).map((pattern) => globOf(plainTokens(pattern))),
    };
    this.#facts = {
      bindings,
      presence: (key) => catalog.globalKeys.find(key)?.presenceInSession ?? "sometimes",
      isMultivalued: (key) => catalog.globalKeys.find(key)?.multivalued,
      typeOf: (key) => catalog.globalKeys.find(key)?.type,
      isListed: () => true,
    };
  }

  cellsOf(rule: Rule, sets: readonly RuleSet[], budget: Budget): readonly ActionCell[] {
    // Statements that name the same actions are never told apart: the session's own ones among them.
    const others = new Map<string, Rule[]>();
    for (const each of sets.flatMap((set) => set.rules)) {
      const name = actionsName(each);
      const alike = others.get(name);
      if (alike === undefined) others.set(name, [each]);
      else alike.push(each);
    }
    const always = new Set(others.get(actionsName(rule)));
    others.delete(actionsName(rule));
    const parting = [...others.values()];
    const cells: ActionCell[] = [];
    const visit = (regions: readonly ResourceRegion[], at: number, applying: ReadonlySet<Rule>): void => {
      budget.spend(4);
      const word = wordIn(regions, budget);
      if (word === undefined) return;
      const alike = parting[at];
      if (alike === undefined) {
        cells.push(this.#cell(word, applying));
        return;
      }
      visit(inside(regions, alike[0]!, budget), at + 1, new Set([...applying, ...alike]));
      visit(outside(regions, alike[0]!, budget), at + 1, applying);
    };
    visit(inside([this.#possible], rule, budget), 0, always);
    return cells;
  }

  #cell(word: Word, applying: ReadonlySet<Rule>): ActionCell {
    const of = (rules: readonly Rule[]) => rules.filter((rule) => applying.has(rule));
    const name = this.#nameOf(word);
    return {
      service: "",
      resources: anyResources,
      facts: this.#facts,
      names: [name],
      firstName: name,
      actions: undefined,
      outside: undefined,
      matching: applying,
      rulesOf: (set): LayerRules => ({
        allows: of(set.rules.filter((rule) => rule.allow)),
        denies: of(set.rules.filter((rule) => !rule.allow)),
      }),
      deniesOf: (set) => of(set.rules.filter((rule) => !rule.allow)),
    };
  }

  #nameOf(word: Word): string {
    const text = Array.from(word, (symbol) => (isFresh(symbol) ? "x" : String.fromCharCode(symbol))).join("");
    const colon = text.indexOf(":");
    const service = text.slice(0, colon);
    return `${service}:${this.#catalog.canonicalAction(service, text.slice(colon + 1)) ?? text.slice(colon + 1)}`;
  }
}

const anyAction: Glob = globOf([noColonOne, noColonStar, 58, noColonOne, noColonStar]);

const anyResources: ActionResources = {
  id: -1,
  service: "",
  kind: "unknown",
  patterns: [{ glob: globOf([anyStar]), service: undefined, type: "", format: "" }],
};

/** The globs of a rule's action patterns; of several colons nothing is an action (A1). */
function actionGlobs(rule: Rule): readonly Glob[] {
  return rule.takenActions
    .filter((pattern) => pattern.split(":").length <= 2)
    .map((pattern) => globOf(plainTokens(pattern)));
}

function actionsName({ negatedActions, takenActions }: Rule): string {
  return JSON.stringify([negatedActions, [...takenActions].sort()]);
}

function inside(regions: readonly ResourceRegion[], rule: Rule, budget: Budget): readonly ResourceRegion[] {
  return rule.negatedActions ? noneOf(regions, actionGlobs(rule), budget) : oneOf(regions, actionGlobs(rule), budget);
}

function outside(regions: readonly ResourceRegion[], rule: Rule, budget: Budget): readonly ResourceRegion[] {
  return rule.negatedActions ? oneOf(regions, actionGlobs(rule), budget) : noneOf(regions, actionGlobs(rule), budget);
}

/** What one of the patterns matches; a region that one of them matches as a whole stays as it is. */
function oneOf(regions: readonly ResourceRegion[], globs: readonly Glob[], budget: Budget): readonly ResourceRegion[] {
  return regions.flatMap((region) =>
    globs.some((glob) => takesAll(glob, region, budget)) ? [region] : withEachPositive([region], globs, budget),
  );
}

/** What none of the patterns matches. */
function noneOf(regions: readonly ResourceRegion[], globs: readonly Glob[], budget: Budget): readonly ResourceRegion[] {
  return withNegatives(
    regions.filter((region) => !globs.some((glob) => takesAll(glob, region, budget))),
    globs,
    budget,
  );
}

function takesAll(glob: Glob, { positives }: ResourceRegion, budget: Budget): boolean {
  budget.spend(2);
  return glob.isAll || positives.some((positive) => coversAlone(glob, positive, budget));
}
