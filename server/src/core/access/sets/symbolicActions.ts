import type { Catalog } from "../../catalog/catalog.js";
import type { ConditionFacts } from "../conditions/conditionFacts.js";
import type { ActionCell, ActionSpace } from "./actionCell.js";
import type { Budget } from "./budget.js";
import type { LayerRules } from "./cells/cell.js";
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

  constructor(catalog: Catalog, bindings: Bindings) {
    this.#catalog = catalog;
    this.#facts = {
      bindings,
      presence: (key) => catalog.globalKeys.find(key)?.presenceInSession ?? "sometimes",
      isMultivalued: (key) => catalog.globalKeys.find(key)?.multivalued ?? false,
      typeOf: (key) => catalog.globalKeys.find(key)?.type,
      isListed: () => true,
    };
  }

  cellsOf(rule: Rule, sets: readonly RuleSet[], budget: Budget): readonly ActionCell[] {
    const others = sets.flatMap((set) => set.rules).filter((each) => each !== rule);
    const cells: ActionCell[] = [];
    const visit = (regions: readonly ResourceRegion[], at: number, applying: ReadonlySet<Rule>): void => {
      budget.spend(4);
      const word = wordIn(regions, budget);
      if (word === undefined) return;
      const other = others[at];
      if (other === undefined) {
        cells.push(this.#cell(word, applying));
        return;
      }
      visit(inside(regions, other, budget), at + 1, new Set([...applying, other]));
      visit(outside(regions, other, budget), at + 1, applying);
    };
    visit(inside([{ positives: [anyAction], negatives: [] }], rule, budget), 0, new Set());
    return cells;
  }

  #cell(word: Word, applying: ReadonlySet<Rule>): ActionCell {
    const of = (rules: readonly Rule[]) => rules.filter((rule) => applying.has(rule));
    return {
      service: "",
      resources: anyResources,
      facts: this.#facts,
      names: [this.#nameOf(word)],
      actions: undefined,
      rulesOf: (set): LayerRules => ({
        allows: of(set.rules.filter((rule) => rule.allow)),
        denies: of(set.rules.filter((rule) => !rule.allow)),
      }),
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
  patterns: [{ glob: globOf([anyStar]), type: "", format: "" }],
};

/** The globs of a rule's action patterns; what is neither `*` nor has exactly one colon matches nothing (A1). */
function actionGlobs(rule: Rule): readonly Glob[] {
  return rule.actionPatterns
    .filter((pattern) => pattern === "*" || pattern.split(":").length === 2)
    .map((pattern) => globOf(plainTokens(pattern)));
}

function inside(regions: readonly ResourceRegion[], rule: Rule, budget: Budget): readonly ResourceRegion[] {
  return rule.negatedActions
    ? withNegatives(regions, actionGlobs(rule))
    : withEachPositive(regions, actionGlobs(rule), budget);
}

function outside(regions: readonly ResourceRegion[], rule: Rule, budget: Budget): readonly ResourceRegion[] {
  return rule.negatedActions
    ? withEachPositive(regions, actionGlobs(rule), budget)
    : withNegatives(regions, actionGlobs(rule));
}
